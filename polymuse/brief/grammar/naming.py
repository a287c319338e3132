"""From a noun phrase in its clause to what it speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field

from polymuse.brief.grammar.items import UNKNOWN, Copula, NounPhrase, Preposition, VerbPhrase
from polymuse.brief.grammar.mentions import Mention, Mentions, absent, akin, group_of, place_of, plural, whole_of
from polymuse.brief.grammar.places import is_place

__all__ = ["OPENINGS", "Clause", "Naming"]

SEEN_ALONE = frozenset({"hand", "finger", "face", "foot", "eye"})
"""Parts of a body that show somebody although nobody was named."""

SPIRES = frozenset({"tower", "turret", "spire", "battlement", "steeple"})
TOWERED = frozenset({"castle", "palace", "church", "cathedral", "fortress"})
OPENINGS = frozenset({"window", "door"})
"""What a building has when one speaks of its own."""


@dataclass(slots=True)
class Clause:
    """What a clause is about so far.

    `actors` are its grammatical subject, `group` the nouns joined to a list, `last` the noun before. `fronted` and
    `frame` were said before the subject and wait for it. `open` is the preposition and the subjects that a list may go
    on with.
    """

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
    """What somebody goes to or looks at."""
    joined: bool = False
    joint: str = ""
    last: Mention | None = None
    depicted: Mention | None = None
    """Who a picture in the picture shows."""
    counting: NounPhrase | None = None
    """The "flock" of "a flock of …"."""
    of_follows: bool = False
    skipping: bool = False
    denying: bool = False
    splitting: bool = False
    parted: list[Mention] = field(default_factory=list)


class Naming:
    """Finds or makes the mention that a noun phrase stands for."""

    def __init__(self, mentions: Mentions, place: str | None, portrait: bool = False) -> None:
        self.mentions = mentions
        self.portrait = portrait
        self.place = place

    def mention(self, np: NounPhrase, preposition: Preposition | None, now: Clause) -> Mention | None:
        """The mention of a phrase; None for what is a place, the weather, an hour or nothing that can be seen."""
        owner = self._owner(np, now)
        if np.group == "collectives":
            return None
        if (building := self._building(np)) is not None:
            return self.mentions.add(Mention(np.head, "parts", owner=building, colour=np.colour))
        if np.group in ("body", "garments", "parts"):
            return self._described(np, owner, preposition, now)
        kind = preposition.kind if preposition is not None else ""
        if absent(np) or (np.group == "places" and (self.place is None or akin(self.place, np.head))):
            return None
        if self.place and self._is_here(np, kind) and not self._mentioned(np):
            return None
        return self.mentions.of(np)

    def _is_here(self, np: NounPhrase, kind: str) -> bool:
        """Whether the phrase is only the place. A building that one is at, not in, is to be seen as well."""
        if kind in ("at", "on", "path") and group_of(np.head) == "buildings":
            return False
        return place_of(np, is_place(np, kind)) == self.place

    def _building(self, np: NounPhrase) -> Mention | None:
        """ "the cottage window", "the towers" of a castle just named: the building that they belong to."""
        if np.head in SPIRES and np.determiner == "definite":
            return next((m for m in reversed(self.mentions.all) if m.name in TOWERED), None)
        if np.head not in OPENINGS:
            return None
        of = next((a for a in np.attributes if group_of(a) == "buildings"), None)
        if of is None:
            return None
        return self.mentions.of(NounPhrase(of, determiner="definite", group="buildings"))

    def _mentioned(self, np: NounPhrase) -> bool:
        return any(m.name == np.head for m in self.mentions.all)

    def _owner(self, np: NounPhrase, now: Clause) -> Mention | None:
        """Whose it is. An owner that is new belongs to the picture only if it is alive."""
        if isinstance(np.owner, str):
            owners = [m for m in now.actors if self.mentions.can_be(m, np.owner)] or self.mentions.pronoun(np.owner)
            return owners[-1] if owners else (now.actors[0] if now.actors else None)
        if np.owner is None or absent(np.owner) or np.owner.group == "places":
            return None
        known = self.mentions.known(np.owner)
        if known is not None:
            return known
        if np.group in ("body", "garments", "parts") or np.owner.name or np.owner.determiner == "definite":
            return self.mentions.of(np.owner)
        np.attributes.insert(0, f"{np.owner.head}'s")
        return None

    def _described(
        self, np: NounPhrase, owner: Mention | None, preposition: Preposition | None, now: Clause
    ) -> Mention | None:
        """A garment, a part of a body or of a thing: it describes its owner."""
        if owner is None and now.of_follows and np.group != "garments":
            owner = Mention("", UNKNOWN)
        if owner is None:
            owner = self._bearer(np, preposition, now)
        if owner is None and now.depicted is not None and now.depicted.person and preposition is not None:
            return None
        if owner is None and np.group == "garments":
            return self.mentions.of(np)
        if owner is None and np.group == "body":
            if np.head not in ("hand", "finger", "face", "foot", "eye"):
                return None
            owner = self.mentions.add(Mention("person", "people"))
        if owner is None:
            whole = whole_of(np.head)
            if whole is None or np.determiner == "bare" or self.place in ("kitchen", "bedroom", "room"):
                return None
            owner = self.mentions.of(NounPhrase(whole, determiner="definite", group=group_of(whole)))
        owned = Mention(np.head, np.group, owner=owner, attributes=list(np.attributes), colour=np.colour)
        if np.plural:
            owned.name = plural(np.head)
        return self.mentions.add(owned)

    def _bearer(self, np: NounPhrase, preposition: Preposition | None, now: Clause) -> Mention | None:
        """Who wears it, when nobody says whose it is: the one it is said with."""
        bearing = preposition is not None and preposition.kind in ("in", "with", "wearing")
        wearing = now.verb is not None and now.verb.verb.frame in ("wear", "show")
        if now.joined and now.last is not None and now.last.owner is not None:
            return now.last.owner
        candidates = [now.last] if bearing and now.last else []
        if bearing or wearing or now.verb is not None:
            candidates += now.actors
        for mention in candidates:
            bearer = mention.owner or mention
            if np.group == "parts" and not bearer.living:
                return bearer
            if (np.group == "body" and bearer.living) or (np.group == "garments" and bearer.living):
                return bearer
        if self.portrait and np.group != "parts":
            return next((m for m in self.mentions.all if m.living), None)
        return self.mentions.last_whole(np.head) if np.group == "parts" else None
