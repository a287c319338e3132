"""Attachment of prepositional phrases: "a boat behind the pier", "plays with a ball", "a basket of apples"."""

from __future__ import annotations

from collections.abc import Sequence

from polymuse.brief.grammar.items import Preposition
from polymuse.brief.grammar.links import COMPARING, Links
from polymuse.brief.grammar.mentions import Mention, Mentions, noun_list, plural
from polymuse.brief.grammar.naming import OPENINGS, Clause

__all__ = ["PrepositionAttacher"]

GOAL_PREPOSITIONS = frozenset({"toward", "facing"})
"""Relations to the goal of a movement or gaze; the agent is not there yet, so that what follows is about what is there."""
LOCATION_PREPOSITIONS = frozenset({
    "on", "in", "under", "above", "behind", "in front of", "beside", "between", "around", "left of", "right of",
})  # fmt: skip
"""Relations of location, not of direction."""
ENTERED = frozenset({"boats", "vehicles"})


class PrepositionAttacher:
    """Relates the object of a preposition to the mention it modifies."""

    def __init__(self, mentions: Mentions, links: Links) -> None:
        self.mentions = mentions
        self.links = links

    def attach(
        self, mention: Mention, preposition: Preposition, clause: Clause, more_objects: Sequence[Mention] = ()
    ) -> None:
        """Relate the noun after a preposition to a previous mention, or keep it for one to come."""
        kind = preposition.kind
        subjects = self._heads_of(mention, kind, clause)
        if kind == "between":
            subjects = self._subjects_between(subjects, [mention, *more_objects], clause)
            clause.between = subjects or [mention]
        if not subjects and kind in ("with", "filled") and not mention.portable:
            clause.open = None
        elif not subjects:
            clause.fronted.append((kind, [mention, *more_objects]))
        elif kind == "with" and mention.portable and self._playing(clause):
            self.links.link_play(subjects, mention)
        else:
            for subject in subjects:
                self.links.link(subject, kind, [mention, *more_objects])
            clause.open = (kind, subjects)
            clause.aim = mention if kind in GOAL_PREPOSITIONS else clause.aim
        clause.last = mention

    @staticmethod
    def _subjects_between(subjects: list[Mention], endpoints: list[Mention], clause: Clause) -> list[Mention]:
        """The subjects that are between the endpoints: "They walk with a dog between them" gives the dog."""
        between = [m for m in subjects if m not in endpoints]
        return between or ([clause.last] if clause.last is not None and clause.last not in endpoints else [])

    @staticmethod
    def compared_mentions(clause: Clause) -> list[Mention]:
        """The mentions compared with something: the subject of "is", else the preceding noun."""
        compared = clause.actors if clause.copula is not None or clause.last is None else [clause.last]
        return [m.owner or m for m in compared]

    @staticmethod
    def _playing(clause: Clause) -> bool:
        return clause.verb is not None and clause.verb.verb.base == "play" and clause.object is None

    def _heads_of(self, mention: Mention, kind: str, clause: Clause) -> list[Mention]:
        """The mentions a prepositional phrase modifies: after a verb the subject (or what it moves), else the last
        noun."""
        if kind in COMPARING:
            return self.compared_mentions(clause)
        if clause.verb is not None and clause.object is not None and self._modifies_object(mention, kind, clause):
            return [clause.object]
        if (aim := self._goal(mention, kind, clause)) is not None:
            return [aim.owner or aim]
        if kind == "with" and clause.last is not None and self._carries(clause.last, mention, clause):
            return [clause.last]
        acting = clause.verb is not None or (clause.copula is not None and not clause.copula.exists)
        if kind == "with" and clause.last is not None and clause.last.name in noun_list("surfaces"):
            heads = [clause.last]
        elif acting and clause.actors:
            heads = clause.actors
        elif clause.open is not None and clause.open[0] in ("with", "filled") and self._is_contained(clause):
            heads = clause.open[1]
        else:
            heads = [clause.last] if clause.last is not None else clause.actors
        return [m.owner or m for m in heads if m is not mention and (m.owner or m) is not mention]

    def _goal(self, mention: Mention, kind: str, clause: Clause) -> Mention | None:
        """The goal of a movement or gaze that the phrase is about: "runs toward a man on a bench", "watches a bird on a
        branch". Seats and the like belong rather to people: "watches a bird on a bench"."""
        if (
            clause.is_coordinated
            or clause.verb is None
            or not (kind in LOCATION_PREPOSITIONS or (kind == "with" and clause.last is clause.aim))
        ):
            return None
        aim = clause.aim or (clause.object if clause.verb.verb.frame in GOAL_PREPOSITIONS else None)
        if aim is None or aim is mention or clause.verb.verb.frame in ("on", "in"):
            return None
        belongs_to_people = (
            self._for_people(mention, kind) and not aim.person and any(actor.person for actor in clause.actors)
        )
        return None if belongs_to_people else aim

    @staticmethod
    def _for_people(mention: Mention, kind: str) -> bool:
        ridden = kind == "on" and mention.group == "animals"
        return ridden or mention.portable or mention.group in ENTERED or mention.name in noun_list("seats")

    @staticmethod
    def _is_contained(clause: Clause) -> bool:
        """ "a vase with flowers on the table": the phrase is about the vase."""
        assert clause.open is not None
        return all(m.name in noun_list("containers") for m in clause.open[1])

    @staticmethod
    def _carries(last: Mention, item: Mention, clause: Clause) -> bool:
        """ "a train passes two people with suitcases": only people carry things."""
        return last.person and item.portable and not any(actor.person for actor in clause.actors)

    @staticmethod
    def _modifies_object(mention: Mention, kind: str, clause: Clause) -> bool:
        """ "puts a cup on the table", "feeds a dog with a red collar"."""
        assert clause.verb is not None
        if clause.verb.verb.frame in ("put", "show"):
            return True
        carried = mention.portable and any(actor.person for actor in clause.actors)
        return kind == "with" and not carried

    def attach_of(self, mention: Mention, clause: Clause) -> None:
        """ "a basket of apples", "a statue of a horse": the object is an attribute of the noun before."""
        head = clause.last
        if head is None or head is mention:
            return
        if head.owner is not None or (head.name in OPENINGS and mention.group == "buildings"):
            head.owner = mention
        elif head.name in noun_list("containers") or mention is self.mentions.all[-1]:
            words = plural(mention.name) if mention.count > 1 else mention.name
            described = " ".join([*mention.attributes, *([mention.colour] if mention.colour else []), words])
            head.describe([f"of {described}"], None)
            if mention is self.mentions.all[-1]:
                self.mentions.all.remove(mention)
                clause.depicted_subject = mention
            return
        clause.last = head
