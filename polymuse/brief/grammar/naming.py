"""From a noun phrase in its clause to its mention."""

from __future__ import annotations

from dataclasses import dataclass, field

from polymuse.brief.grammar.items import UNKNOWN, Copula, NounPhrase, Preposition, VerbPhrase
from polymuse.brief.grammar.mentions import (
    Mention,
    Mentions,
    are_related_places,
    group_of,
    is_absent,
    owner_of_part,
    place_type,
    plural,
)
from polymuse.brief.grammar.places import is_place

__all__ = ["OPENINGS", "Clause", "MentionResolver"]

VISIBLE_ALONE = frozenset({"hand", "finger", "face", "foot", "eye"})
"""Body parts that show a person even if none is mentioned."""

SPIRES = frozenset({"tower", "turret", "spire", "battlement", "steeple"})
TOWERED = frozenset({"castle", "palace", "church", "cathedral", "fortress"})
OPENINGS = frozenset({"window", "door"})
"""Parts that a building is implied by."""


@dataclass(slots=True)
class Clause:
    """State of a clause. `actors` are its grammatical subject, `group` the nouns of a list, `last` the preceding noun.
    `fronted` and `frame` precede the subject and wait for it. `open` is the preposition and the subjects that a list
    may continue."""

    actors: list[Mention] = field(default_factory=list)
    group: list[Mention] = field(default_factory=list)
    fronted: list[tuple[str, list[Mention]]] = field(default_factory=list)
    frame: list[str] = field(default_factory=list)
    verb: VerbPhrase | None = None
    object: Mention | None = None
    copula: Copula | None = None
    preposition: Preposition | None = None
    between: list[Mention] = field(default_factory=list)
    open: tuple[str, list[Mention]] | None = None
    aim: Mention | None = None
    """Goal of a movement or gaze."""
    is_coordinated: bool = False
    joint: str = ""
    last: Mention | None = None
    depicted_subject: Mention | None = None
    """Subject of a picture within the picture."""
    counting: NounPhrase | None = None
    """The "flock" of "a flock of …"."""
    of_follows: bool = False
    skipping: bool = False
    denying: bool = False
    splitting: bool = False
    split_groups: list[Mention] = field(default_factory=list)


class MentionResolver:
    """Finds or creates the mention of a noun phrase."""

    def __init__(self, mentions: Mentions, place: str | None, portrait: bool = False) -> None:
        self.mentions = mentions
        self.portrait = portrait
        self.place = place

    def resolve(self, np: NounPhrase, preposition: Preposition | None, clause: Clause) -> Mention | None:
        """The mention of a phrase; None for places, weather, times and invisible things."""
        owner = self._owner(np, clause)
        if np.group == "collectives":
            return None
        if (building := self._building(np)) is not None:
            return self.mentions.add(Mention(np.head, "parts", owner=building, colour=np.colour))
        if np.group in ("body", "garments", "parts"):
            return self._resolve_part(np, owner, preposition, clause)
        kind = preposition.kind if preposition is not None else ""
        if is_absent(np) or (np.group == "places" and (self.place is None or are_related_places(self.place, np.head))):
            return None
        if self.place and self._is_here(np, kind) and not self._mentioned(np):
            return None
        return self.mentions.resolve(np)

    def _is_here(self, np: NounPhrase, kind: str) -> bool:
        """Whether the phrase is only the place. A building that one is at, not in, is visible too."""
        if kind in ("at", "on", "path") and group_of(np.head) == "buildings":
            return False
        return place_type(np, is_place(np, kind)) == self.place

    def _building(self, np: NounPhrase) -> Mention | None:
        """ "the cottage window", "the towers" of a castle: the building they belong to."""
        if np.head in SPIRES and np.determiner == "definite":
            return next((m for m in reversed(self.mentions.all) if m.name in TOWERED), None)
        if np.head not in OPENINGS:
            return None
        of = next((a for a in np.attributes if group_of(a) == "buildings"), None)
        if of is None:
            return None
        return self.mentions.resolve(NounPhrase(of, determiner="definite", group="buildings"))

    def _mentioned(self, np: NounPhrase) -> bool:
        return any(m.name == np.head for m in self.mentions.all)

    def _owner(self, np: NounPhrase, clause: Clause) -> Mention | None:
        """The owner of a phrase. A new owner is in the picture only if it is alive."""
        if isinstance(np.owner, str):
            owners = [m for m in clause.actors if self.mentions.can_be(m, np.owner)] or self.mentions.resolve_pronoun(
                np.owner
            )
            return owners[-1] if owners else (clause.actors[0] if clause.actors else None)
        if np.owner is None or is_absent(np.owner) or np.owner.group == "places":
            return None
        existing = self.mentions.find_existing(np.owner)
        if existing is not None:
            return existing
        if np.group in ("body", "garments", "parts") or np.owner.name or np.owner.determiner == "definite":
            return self.mentions.resolve(np.owner)
        np.attributes.insert(0, f"{np.owner.head}'s")
        return None

    def _resolve_part(
        self, np: NounPhrase, owner: Mention | None, preposition: Preposition | None, clause: Clause
    ) -> Mention | None:
        """A garment or a part: an attribute of its owner."""
        if owner is None and clause.of_follows and np.group != "garments":
            owner = Mention("", UNKNOWN)
        if owner is None:
            owner = self._wearer(np, preposition, clause)
        if (
            owner is None
            and clause.depicted_subject is not None
            and clause.depicted_subject.person
            and preposition is not None
        ):
            return None
        if owner is None and np.group == "garments":
            return self.mentions.resolve(np)
        if owner is None and np.group == "body":
            if np.head not in ("hand", "finger", "face", "foot", "eye"):
                return None
            owner = self.mentions.add(Mention("person", "people"))
        if owner is None:
            owner_name = owner_of_part(np.head)
            if owner_name is None or np.determiner == "bare" or self.place in ("kitchen", "bedroom", "room"):
                return None
            owner = self.mentions.resolve(NounPhrase(owner_name, determiner="definite", group=group_of(owner_name)))
        owned = Mention(np.head, np.group, owner=owner, attributes=list(np.attributes), colour=np.colour)
        if np.plural:
            owned.name = plural(np.head)
        return self.mentions.add(owned)

    def _wearer(self, np: NounPhrase, preposition: Preposition | None, clause: Clause) -> Mention | None:
        """The wearer of a garment without a stated owner: the mention it occurs with."""
        bearing = preposition is not None and preposition.kind in ("in", "with", "wearing")
        wearing = clause.verb is not None and clause.verb.verb.frame in ("wear", "show")
        if clause.is_coordinated and clause.last is not None and clause.last.owner is not None:
            return clause.last.owner
        candidates = [clause.last] if bearing and clause.last else []
        if bearing or wearing or clause.verb is not None:
            candidates += clause.actors
        for mention in candidates:
            wearer = mention.owner or mention
            if np.group == "parts" and not wearer.living:
                return wearer
            if (np.group == "body" and wearer.living) or (np.group == "garments" and wearer.living):
                return wearer
        if self.portrait and np.group != "parts":
            return next((m for m in self.mentions.all if m.living), None)
        return self.mentions.last_owner_of(np.head) if np.group == "parts" else None
