"""From items to a scene: who does what, and how everything stands to everything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from polymuse.brief.grammar.attaching import Attaching
from polymuse.brief.grammar.counting import counted, quantity, split
from polymuse.brief.grammar.items import (
    Copula,
    Describing,
    InFrame,
    Item,
    Join,
    NounPhrase,
    Preposition,
    Pronoun,
    Stop,
    VerbPhrase,
)
from polymuse.brief.grammar.links import COMPARING, Link, Links
from polymuse.brief.grammar.mentions import Mention, Mentions, noun_list, plural
from polymuse.brief.grammar.naming import OPENINGS, Clause, Naming
from polymuse.brief.grammar.places import main_place
from polymuse.brief.lexicon import table

__all__ = ["Scenario", "read"]

NEVER_ABSENT = frozenset(
    {"doubt", "sound", "time", "way", "matter", "end", "idea", "need", "reason", "one", "hurry", "noise", "word"}
)
"""What "no" denies without taking anything out of a picture."""

PLAYING = frozenset({"play", "kick", "dribble"})
"""What one does with a ball that lies on the ground."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What the items say: things in order, relations, the place, and what is not to be seen."""

    mentions: tuple[Mention, ...]
    links: tuple[Link, ...]
    place: str | None
    absent: tuple[str, ...] = ()


def read(items: list[Item], place: str | None = None, *, portrait: bool = False) -> Scenario:
    """Understand the items; `place` when it is known already. In a `portrait` all clothes and parts of a body belong to
    the one it describes."""
    place = place or main_place(items)
    reader = _Reader(items, place, portrait)
    reader.run()
    subjects = [m for m in reader.mentions.all if m.owner is None]
    return Scenario(tuple(subjects), tuple(reader.links.all), place, tuple(dict.fromkeys(reader.absent)))


class _Reader:
    """Walks the items once and keeps what a sentence is about."""

    def __init__(self, items: list[Item], place: str | None, portrait: bool) -> None:
        self.items = items
        self.at = 0
        self.mentions = Mentions()
        self.naming = Naming(self.mentions, place, portrait)
        self.links = Links()
        self.attaching = Attaching(self.mentions, self.links)
        self.absent: list[str] = []
        self.now = Clause()

    def _begin(self, now: Clause) -> None:
        """Begin a clause; who acted in the one before can be taken up by pronouns."""
        if self.now.actors:
            self.mentions.topics.append(list(self.now.actors))
        self.now = now

    def run(self) -> None:
        for at, item in enumerate(self.items):
            self.at = at
            self.take(item)
        self.finish()

    def following(self) -> Item | None:
        return self.items[self.at + 1] if self.at + 1 < len(self.items) else None

    def finish(self) -> None:
        for mention in self.mentions.all:
            if mention.owner is not None:
                owner = mention.owner
                while owner.owner is not None:
                    owner = owner.owner
                if mention.attributes or mention.colour or mention.group == "garments":
                    owner.describe([mention.words()], None)

    def take(self, item: Item) -> None:
        following = self.following()
        self.now.of_follows = isinstance(following, Preposition) and following.words == "of"
        match item:
            case Stop():
                self._stop(item)
            case Join():
                self.now.joined, self.now.joint = True, item.word
                self.now.preposition = None if item.word == "," else self.now.preposition
            case NounPhrase():
                self._noun(item)
            case Pronoun():
                self._pronoun(item)
            case VerbPhrase():
                self._verb(item)
            case Copula():
                item = item if self.now.actors else Copula(exists=True)
                self.now.copula, self.now.verb, self.now.object, self.now.joined = item, None, None, False
                self._settle()
            case Describing():
                self._describing(item)
            case Preposition():
                self._preposition(item)
            case InFrame():
                self._in_frame(item)

    def _stop(self, item: Stop) -> None:
        fronted = list(self.now.fronted)
        if item.where and self.now.last is not None:
            fronted.append(("on" if self.now.last.group == "furniture" else "at", [self.now.last]))
        self._begin(Clause() if item.sentence else Clause(fronted=fronted, frame=self.now.frame))

    # --- nouns

    def _noun(self, np: NounPhrase) -> None:
        if quantity(np, self.now):
            return
        preposition, self.now.preposition = self.now.preposition, None
        np = counted(np, self.now)
        kind = preposition.kind if preposition else ""
        if self._unwanted(np, kind):
            return
        if kind == "skip" or (kind == "of" and self.now.skipping):
            self.now.skipping, self.now.last = True, None
            return
        if preposition is not None and kind in COMPARING and np.determiner in ("indefinite", "bare"):
            self._likened(np, preposition)
            return
        self.now.skipping = np.head in noun_list("unseen")
        mention = self.naming.mention(np, preposition, self.now)
        if mention is None:
            self._place_only(kind)
        elif mention.owner is not None:
            self._belonging(mention, preposition)
        elif preposition:
            self._placed(mention, preposition)
        else:
            self._role(mention, np)
        self.now.joined = False

    def _unwanted(self, np: NounPhrase, kind: str) -> bool:
        """ "no people or cars", "without a hat": what must not be in the picture."""
        if (
            kind != "without"
            and np.determiner != "none"
            and not (self.now.denying and self.now.joined and np.determiner == "bare")
        ):
            self.now.denying = False
            return False
        self.now.denying, self.now.joined, self.now.last = True, False, None
        if np.head not in NEVER_ABSENT:
            self.absent.append(
                " ".join([*np.attributes, np.colour or "", plural(np.head) if np.plural else np.head])
                .strip()
                .replace("  ", " ")
            )
        return True

    def _likened(self, np: NounPhrase, preposition: Preposition) -> None:
        """ "a dog as big as a horse": a measure, and no horse; "bigger than the horse" speaks of one that is there."""
        article = "" if np.plural else "an " if np.head[0] in "aeiou" else "a "
        for mention in self.attaching.compared(self.now):
            mention.describe([f"{preposition.words} {article}{plural(np.head) if np.plural else np.head}"], None)
        self.now.joined = False

    # --- what a mention does in its clause

    def _place_only(self, kind: str) -> None:
        """A place, an hour or an abstract noun: it takes its role in the clause and leaves nothing behind."""
        if kind:
            self.now.fronted = [f for f in self.now.fronted if f[1]]
        elif self.now.verb is None and not self.now.joined:
            self.now.actors, self.now.group = [], []
        self.now.last = None

    def _belonging(self, mention: Mention, preposition: Preposition | None) -> None:
        """A coat or a roof was named: what follows may say more of it; in a hand, a thing is held."""
        held, self.now.last = self.now.last, mention
        owner = mention.owner
        assert owner is not None
        if preposition is not None and preposition.kind == "with" and not self.now.joined:
            self.now.open = ("with", [owner])
        if (
            mention.name in ("hand", "hands", "arm", "arms")
            and preposition
            and preposition.kind in ("in", "under")
            and held
        ):
            if held is not owner and held.owner is None:
                self.links.hand(owner, held)
        elif (
            self.now.verb is not None
            and self.now.verb.verb.frame == "hold"
            and self.now.actors
            and owner not in self.now.actors
            and owner.name
        ):
            self.links.add(Link(self.now.actors[0], "beside", owner))
        if preposition is not None and mention.name in OPENINGS:
            self._placed(mention, preposition)
        if preposition is None and self._acts_later():
            self.now.actors, self.now.verb, self.now.copula = [mention], None, None
        elif self.now.verb is None and not self.now.actors:
            self.now.actors = [mention]

    def _role(self, mention: Mention, np: NounPhrase) -> None:
        """A noun without a preposition: subject, object, or one more of a list."""
        if self.now.copula is not None and not self.now.copula.exists and self.now.actors:
            self._is_a(mention, np)
        elif self.now.joined and self.now.between:
            self.links.between(self.now.between[0], mention)
        elif self._goes_on(mention):
            assert self.now.open is not None
            kind, subjects = self.now.open
            for subject in subjects:
                self.links.link(subject, kind, [mention])
        elif self.now.verb is not None and self.now.actors and not (self.now.joined and self._begins()):
            self._object(mention)
        else:
            self._subject(mention)
        self.now.last = mention

    def _begins(self) -> bool:
        """Whether a joined noun begins something new rather than being one more object."""
        assert self.now.verb is not None
        return self._acts_later() or (self.now.verb.verb.frame == "other" and self.now.object is None)

    def _goes_on(self, mention: Mention) -> bool:
        """ "with oranges and fish": one more noun after the same preposition."""
        if not self.now.joined or self.now.open is None:
            return False
        if self._acts_later():
            kind, holders = self.now.open
            return kind == "with" and mention.portable and all(holder.person for holder in holders)
        if self.now.joint == "," and self.now.open[0] not in ("with", "filled"):
            return False
        return not isinstance(self.following(), Preposition | InFrame)

    def _subject(self, mention: Mention) -> None:
        if self.now.joined and self.now.group and self.now.verb is None:
            self.now.group.append(mention)
        else:
            self.now.group = [mention]
        self.now.actors = list(self.now.group)
        if self.now.verb is not None and not self.now.joined and self.now.verb.verb.frame == "other":
            self._act(self.now.actors, self.now.verb)
        elif self.now.joined:
            self.now.verb = None
        self._settle([mention])

    def _settle(self, mentions: Iterable[Mention] | None = None) -> None:
        """What was said in front of the subject ("behind them …") is true of it now that it is known."""
        subjects = self.now.actors if mentions is None else list(mentions)
        if not subjects:
            return
        for kind, objects in self.now.fronted:
            for subject in subjects:
                self.links.link(subject, kind, objects)
        for place in self.now.frame:
            for subject in subjects:
                subject.describe([place], None)
        if mentions is None or len(self.now.group) == 1:
            self.now.fronted, self.now.frame = self.now.fronted if mentions else [], []

    def _is_a(self, mention: Mention, np: NounPhrase) -> None:
        """ "the man is a sailor": a word for the one we know, and no new thing."""
        if mention in self.now.actors:
            return
        if mention is self.mentions.all[-1]:
            self.mentions.all.remove(mention)
        self.now.actors[0].describe([*np.attributes, np.head], np.colour)

    def _object(self, mention: Mention) -> None:
        assert self.now.verb is not None
        self.now.object = mention
        if self.now.verb.verb.base in PLAYING and mention.portable and mention.name not in noun_list("instruments"):
            self.links.play(self.now.actors, mention)
            return
        for actor in self.now.actors:
            self.links.deal(actor, self.now.verb, mention)

    def _acts_later(self) -> bool:
        """Whether the noun at hand has a verb of its own ("… and a woman knits")."""
        i = self.at + 1
        while i < len(self.items):
            item = self.items[i]
            if isinstance(item, VerbPhrase | Copula):
                return True
            if isinstance(item, Preposition):
                i += 1
            elif not isinstance(item, InFrame):
                return False
            i += 1
        return False

    # --- verbs and pronouns

    def _verb(self, item: VerbPhrase) -> None:
        participle = (item.verb.form == "ing" and not item.progressive) or item.passive
        if (
            participle
            and self.now.last is not None
            and not self.now.joined
            and (self.now.copula is None or self.now.copula.exists)
        ):
            self.now.actors = [self.links.holder(self.now.last) or self.now.last]
        self.now.copula, self.now.object, self.now.aim, self.now.between = None, None, None, []
        self.now.verb = item
        self.now.joined = False
        self._settle()
        self._act(self.now.actors, item)

    def _act(self, actors: list[Mention], item: VerbPhrase) -> None:
        for actor in actors:
            doer = actor.owner if actor.owner is not None and item.verb.frame not in ("other", "show") else actor
            if item.negated:
                continue
            if item.passive:
                doer.describe([item.words], None)
            elif item.verb.frame not in ("show", "wear", "put", "under_it", "around"):
                doer.act(item.verb.base)
            elif item.verb.frame == "put":
                doer.act("stand")

    def _pronoun(self, item: Pronoun) -> None:
        if item.relative:
            if self.now.last is not None:
                self.now.actors, self.now.group = [self.now.last], [self.now.last]
            self.now.verb, self.now.copula, self.now.object = None, None, None
            return
        preposition, self.now.preposition = self.now.preposition, None
        if item.word == "one" and isinstance(self.following(), Describing):
            self.now.splitting = True
            return
        one_of = item.word == "one" and self.now.of_follows
        meant = self._accompanied(item, preposition) or self.mentions.pronoun("they" if one_of else _case(item.word))
        if not meant:
            if preposition is None and self.now.verb is None:
                self.now.actors, self.now.group = [], []
        elif preposition is not None:
            self._placed(meant[-1], preposition, meant[:-1] if preposition.kind == "between" else [])
        elif self.now.verb is not None and self.now.actors and meant[0] not in self.now.actors:
            self._object(meant[0])
        elif self.now.verb is None or self.now.joined:
            self.now.group, self.now.actors = list(meant), list(meant)
            self.now.verb, self.now.joined = None, False
            self._settle()
        self.now.last = meant[-1] if meant else self.now.last

    def _accompanied(self, item: Pronoun, preposition: Preposition | None) -> list[Mention]:
        """ "they walk with a dog between them": those that the dog is with."""
        now = self.now
        together = now.open is not None and now.open[0] == "with" and now.last not in now.open[1]
        several = len(now.actors) > 1 and _case(item.word) == "they"
        return list(now.actors) if preposition is not None and together and several else []

    def _describing(self, item: Describing) -> None:
        if self.now.splitting:
            split(item, self.mentions, self.links, self.now)
            self.now.splitting = False
            return
        self.now.preposition = None
        said = self.now.copula is not None and self.now.actors
        targets = self.now.actors if said or self.now.last is None else [self.now.last]
        for target in targets:
            target.describe(item.attributes, item.colour)

    def _in_frame(self, item: InFrame) -> None:
        target = (
            self.now.actors
            if self.now.verb is not None or self.now.copula is not None
            else [self.now.last]
            if self.now.last
            else []
        )
        if target and not isinstance(self.following(), NounPhrase):
            for mention in target:
                mention.describe([item.place], None)
        else:
            self.now.frame.append(item.place)
            self.now.verb, self.now.actors, self.now.group, self.now.joined = None, [], [], False

    # --- prepositions

    def _preposition(self, item: Preposition) -> None:
        if item.words == "of" and self.now.counting is not None:
            return
        if self.now.joined and self.now.verb is None and self.now.actors and self.now.preposition is None:
            self.now.joined = False
        self.now.preposition = item

    def _placed(self, mention: Mention, preposition: Preposition, others: Sequence[Mention] = ()) -> None:
        """A noun after a preposition; "of" counts only right after another noun."""
        if preposition.kind != "of":
            self.attaching.placed(mention, preposition, self.now, others)
        elif self.at > 1 and isinstance(self.items[self.at - 2], NounPhrase):
            self.attaching.of(mention, self.now)


def _case(word: str) -> str:
    forms: Mapping[str, str] = table("words")["pronouns"]
    return forms.get(word, word)
