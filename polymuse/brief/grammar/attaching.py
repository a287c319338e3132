"""Where a prepositional phrase belongs: "a boat behind the pier", "plays with a ball", "a basket of apples"."""

from __future__ import annotations

from collections.abc import Sequence

from polymuse.brief.grammar.items import Preposition
from polymuse.brief.grammar.links import COMPARING, Links
from polymuse.brief.grammar.mentions import Mention, Mentions, noun_list, plural
from polymuse.brief.grammar.naming import OPENINGS, Clause

__all__ = ["Attaching"]

AIMING = frozenset({"toward", "facing"})
"""What says where one goes or looks; who does so is not there yet, so that what follows tells of what is there."""
RESTING = frozenset({
    "on", "in", "under", "above", "behind", "in front of", "beside", "between", "around", "left of", "right of",
})  # fmt: skip
"""Where something is, not where it goes."""
ENTERED = frozenset({"boats", "vehicles"})


class Attaching:
    """Relates what comes after a preposition to what it is said of."""

    def __init__(self, mentions: Mentions, links: Links) -> None:
        self.mentions = mentions
        self.links = links

    def placed(self, mention: Mention, preposition: Preposition, now: Clause, others: Sequence[Mention] = ()) -> None:
        """A noun after a preposition: a relation of what was said before, or of what is still to come."""
        kind = preposition.kind
        subjects = self._attached_to(mention, kind, now)
        if kind == "between":
            subjects = self._midst(subjects, [mention, *others], now)
            now.between = subjects or [mention]
        if not subjects and kind in ("with", "filled") and not mention.portable:
            now.open = None
        elif not subjects:
            now.fronted.append((kind, [mention, *others]))
        elif kind == "with" and mention.portable and self._playing(now):
            self.links.play(subjects, mention)
        else:
            for subject in subjects:
                self.links.link(subject, kind, [mention, *others])
            now.open = (kind, subjects)
            now.aim = mention if kind in AIMING else now.aim
        now.last = mention

    @staticmethod
    def _midst(subjects: list[Mention], ends: list[Mention], now: Clause) -> list[Mention]:
        """Who is between: nobody who is one of the two. "They walk with a dog between them": the dog."""
        found = [m for m in subjects if m not in ends]
        return found or ([now.last] if now.last is not None and now.last not in ends else [])

    @staticmethod
    def compared(now: Clause) -> list[Mention]:
        """What is larger than something else: the subject of "is", else the noun just before."""
        found = now.actors if now.copula is not None or now.last is None else [now.last]
        return [m.owner or m for m in found]

    @staticmethod
    def _playing(now: Clause) -> bool:
        return now.verb is not None and now.verb.verb.base == "play" and now.object is None

    def _attached_to(self, mention: Mention, kind: str, now: Clause) -> list[Mention]:
        """Whom a prepositional phrase is about: after a verb the subject (or what it puts there), else the
        last noun."""
        if kind in COMPARING:
            return self.compared(now)
        if now.verb is not None and now.object is not None and self._about_object(mention, kind, now):
            return [now.object]
        if (aim := self._aim(mention, kind, now)) is not None:
            return [aim.owner or aim]
        if kind == "with" and now.last is not None and self._carries(now.last, mention, now):
            return [now.last]
        acting = now.verb is not None or (now.copula is not None and not now.copula.exists)
        if kind == "with" and now.last is not None and now.last.name in noun_list("surfaces"):
            found = [now.last]
        elif acting and now.actors:
            found = now.actors
        elif now.open is not None and now.open[0] in ("with", "filled") and self._contained(now):
            found = now.open[1]
        else:
            found = [now.last] if now.last is not None else now.actors
        return [m.owner or m for m in found if m is not mention and (m.owner or m) is not mention]

    def _aim(self, mention: Mention, kind: str, now: Clause) -> Mention | None:
        """ "runs toward a man on a bench", "watches a bird on a branch": what one goes or looks to is there. Only seats
        and the like are rather for people: "watches a bird on a bench"."""
        if now.joined or now.verb is None or not (kind in RESTING or (kind == "with" and now.last is now.aim)):
            return None
        aim = now.aim or (now.object if now.verb.verb.frame in AIMING else None)
        if aim is None or aim is mention or now.verb.verb.frame in ("on", "in"):
            return None
        theirs = self._for_people(mention, kind) and not aim.person and any(actor.person for actor in now.actors)
        return None if theirs else aim

    @staticmethod
    def _for_people(mention: Mention, kind: str) -> bool:
        ridden = kind == "on" and mention.group == "animals"
        return ridden or mention.portable or mention.group in ENTERED or mention.name in noun_list("seats")

    @staticmethod
    def _contained(now: Clause) -> bool:
        """ "a vase with flowers on the table": it is the vase that stands there."""
        assert now.open is not None
        return all(m.name in noun_list("containers") for m in now.open[1])

    @staticmethod
    def _carries(last: Mention, thing: Mention, now: Clause) -> bool:
        """ "a train passes two people with suitcases": of those named, only the people have hands."""
        return last.person and thing.portable and not any(actor.person for actor in now.actors)

    @staticmethod
    def _about_object(mention: Mention, kind: str, now: Clause) -> bool:
        """ "puts a cup on the table", "feeds a dog with a red collar"."""
        assert now.verb is not None
        if now.verb.verb.frame in ("put", "show"):
            return True
        carried = mention.portable and any(actor.person for actor in now.actors)
        return kind == "with" and not carried

    def of(self, mention: Mention, now: Clause) -> None:
        """ "a basket of apples", "a statue of a horse": what it is of says what it is like."""
        head = now.last
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
                now.depicted = mention
            return
        now.last = head
