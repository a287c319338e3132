"""From items to a scene graph: mentions, their actions and relations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from polymuse.brief.grammar.attaching import PrepositionAttacher
from polymuse.brief.grammar.counting import apply_count, split_group, take_quantity
from polymuse.brief.grammar.items import (
    ClauseEnd,
    Copula,
    FramePosition,
    Item,
    Join,
    NounPhrase,
    PostposedAdjectives,
    Preposition,
    Pronoun,
    VerbPhrase,
)
from polymuse.brief.grammar.links import COMPARING, Link, Links
from polymuse.brief.grammar.mentions import Mention, Mentions, noun_list, plural
from polymuse.brief.grammar.naming import OPENINGS, Clause, MentionResolver
from polymuse.brief.grammar.places import find_main_place
from polymuse.brief.lexicon import load_word_table

__all__ = ["SceneGraph", "parse_scene"]

NEVER_EXCLUDED = frozenset(
    {"doubt", "sound", "time", "way", "matter", "end", "idea", "need", "reason", "one", "hurry", "noise", "word"}
)
"""Nouns after "no" that exclude nothing from the picture."""

PLAYING = frozenset({"play", "kick", "dribble"})
"""Actions on a ball that lies on the ground."""


@dataclass(frozen=True, slots=True)
class SceneGraph:
    """The result of parsing: mentions in order, relations, the place, and exclusions."""

    mentions: tuple[Mention, ...]
    links: tuple[Link, ...]
    place: str | None
    absent: tuple[str, ...] = ()


def parse_scene(items: list[Item], place: str | None = None, *, portrait: bool = False) -> SceneGraph:
    """Parse the items; `place` if it is known already. In a `portrait` all garments and body parts belong to the one it
    describes."""
    place = place or find_main_place(items)
    reader = _ClauseParser(items, place, portrait)
    reader.run()
    subjects = [m for m in reader.mentions.all if m.owner is None]
    return SceneGraph(tuple(subjects), tuple(reader.links.all), place, tuple(dict.fromkeys(reader.absent)))


class _ClauseParser:
    """One pass over the items; holds what the current clause is about."""

    def __init__(self, items: list[Item], place: str | None, portrait: bool) -> None:
        self.items = items
        self.at = 0
        self.mentions = Mentions()
        self.naming = MentionResolver(self.mentions, place, portrait)
        self.links = Links()
        self.attaching = PrepositionAttacher(self.mentions, self.links)
        self.absent: list[str] = []
        self.now = Clause()

    def _begin_clause(self, clause: Clause) -> None:
        """Start a clause; the agents of the previous one can be referred to by pronouns."""
        if self.now.actors:
            self.mentions.topics.append(list(self.now.actors))
        self.now = clause

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
                    owner.describe([mention.attribute_text()], None)

    def take(self, item: Item) -> None:
        following = self.following()
        self.now.of_follows = isinstance(following, Preposition) and following.words == "of"
        match item:
            case ClauseEnd():
                self._stop(item)
            case Join():
                self.now.is_coordinated, self.now.joint = True, item.word
                self.now.preposition = None if item.word == "," else self.now.preposition
            case NounPhrase():
                self._noun(item)
            case Pronoun():
                self._pronoun(item)
            case VerbPhrase():
                self._verb(item)
            case Copula():
                item = item if self.now.actors else Copula(exists=True)
                self.now.copula, self.now.verb, self.now.object, self.now.is_coordinated = item, None, None, False
                self._resolve_fronted()
            case PostposedAdjectives():
                self._apply_adjectives(item)
            case Preposition():
                self._preposition(item)
            case FramePosition():
                self._in_frame(item)

    def _stop(self, item: ClauseEnd) -> None:
        fronted = list(self.now.fronted)
        if item.locative and self.now.last is not None:
            fronted.append(("on" if self.now.last.group == "furniture" else "at", [self.now.last]))
        self._begin_clause(Clause() if item.sentence else Clause(fronted=fronted, frame=self.now.frame))

    # --- nouns

    def _noun(self, np: NounPhrase) -> None:
        if take_quantity(np, self.now):
            return
        preposition, self.now.preposition = self.now.preposition, None
        np = apply_count(np, self.now)
        kind = preposition.kind if preposition else ""
        if self._exclude(np, kind):
            return
        if kind == "skip" or (kind == "of" and self.now.skipping):
            self.now.skipping, self.now.last = True, None
            return
        if preposition is not None and kind in COMPARING and np.determiner in ("indefinite", "bare"):
            self._compare(np, preposition)
            return
        self.now.skipping = np.head in noun_list("unseen")
        mention = self.naming.resolve(np, preposition, self.now)
        if mention is None:
            self._place_only(kind)
        elif mention.owner is not None:
            self._after_possession(mention, preposition)
        elif preposition:
            self._attach_noun(mention, preposition)
        else:
            self._assign_role(mention, np)
        self.now.is_coordinated = False

    def _exclude(self, np: NounPhrase, kind: str) -> bool:
        """ "no people or cars", "without a hat": exclude from the picture."""
        if (
            kind != "without"
            and np.determiner != "none"
            and not (self.now.denying and self.now.is_coordinated and np.determiner == "bare")
        ):
            self.now.denying = False
            return False
        self.now.denying, self.now.is_coordinated, self.now.last = True, False, None
        if np.head not in NEVER_EXCLUDED:
            self.absent.append(
                " ".join([*np.attributes, np.colour or "", plural(np.head) if np.plural else np.head])
                .strip()
                .replace("  ", " ")
            )
        return True

    def _compare(self, np: NounPhrase, preposition: Preposition) -> None:
        """ "a dog as big as a horse" adds no horse; "bigger than the horse" refers to an existing one."""
        article = "" if np.plural else "an " if np.head[0] in "aeiou" else "a "
        for mention in self.attaching.compared_mentions(self.now):
            mention.describe([f"{preposition.words} {article}{plural(np.head) if np.plural else np.head}"], None)
        self.now.is_coordinated = False

    # --- what a mention does in its clause

    def _place_only(self, kind: str) -> None:
        """A place, an hour or an abstract noun: it fills its role in the clause and adds no mention."""
        if kind:
            self.now.fronted = [f for f in self.now.fronted if f[1]]
        elif self.now.verb is None and not self.now.is_coordinated:
            self.now.actors, self.now.group = [], []
        self.now.last = None

    def _after_possession(self, mention: Mention, preposition: Preposition | None) -> None:
        """After a garment or part: what follows may modify it; a thing in a hand is held."""
        previous, self.now.last = self.now.last, mention
        owner = mention.owner
        assert owner is not None
        if preposition is not None and preposition.kind == "with" and not self.now.is_coordinated:
            self.now.open = ("with", [owner])
        if (
            mention.name in ("hand", "hands", "arm", "arms")
            and preposition
            and preposition.kind in ("in", "under")
            and previous
        ):
            if previous is not owner and previous.owner is None:
                self.links.put_in_hand(owner, previous)
        elif (
            self.now.verb is not None
            and self.now.verb.verb.frame == "hold"
            and self.now.actors
            and owner not in self.now.actors
            and owner.name
        ):
            self.links.add(Link(self.now.actors[0], "beside", owner))
        if preposition is not None and mention.name in OPENINGS:
            self._attach_noun(mention, preposition)
        if preposition is None and self._has_own_verb():
            self.now.actors, self.now.verb, self.now.copula = [mention], None, None
        elif self.now.verb is None and not self.now.actors:
            self.now.actors = [mention]

    def _assign_role(self, mention: Mention, np: NounPhrase) -> None:
        """The role of a noun without a preposition: subject, object, or one more of a list."""
        if self.now.copula is not None and not self.now.copula.exists and self.now.actors:
            self._identify(mention, np)
        elif self.now.is_coordinated and self.now.between:
            self.links.add_between(self.now.between[0], mention)
        elif self._continues_list(mention):
            assert self.now.open is not None
            kind, subjects = self.now.open
            for subject in subjects:
                self.links.link(subject, kind, [mention])
        elif (
            self.now.verb is not None
            and self.now.actors
            and not (self.now.is_coordinated and self._starts_new_clause())
        ):
            self._object(mention)
        else:
            self._subject(mention)
        self.now.last = mention

    def _starts_new_clause(self) -> bool:
        """Whether a coordinated noun starts a clause rather than being one more object."""
        assert self.now.verb is not None
        return self._has_own_verb() or (self.now.verb.verb.frame == "other" and self.now.object is None)

    def _continues_list(self, mention: Mention) -> bool:
        """ "with oranges and fish": one more noun after the same preposition."""
        if not self.now.is_coordinated or self.now.open is None:
            return False
        if self._has_own_verb():
            kind, holders = self.now.open
            return kind == "with" and mention.portable and all(holder.person for holder in holders)
        if self.now.joint == "," and self.now.open[0] not in ("with", "filled"):
            return False
        return not isinstance(self.following(), Preposition | FramePosition)

    def _subject(self, mention: Mention) -> None:
        if self.now.is_coordinated and self.now.group and self.now.verb is None:
            self.now.group.append(mention)
        else:
            self.now.group = [mention]
        self.now.actors = list(self.now.group)
        if self.now.verb is not None and not self.now.is_coordinated and self.now.verb.verb.frame == "other":
            self._apply_verb(self.now.actors, self.now.verb)
        elif self.now.is_coordinated:
            self.now.verb = None
        self._resolve_fronted([mention])

    def _resolve_fronted(self, mentions: Iterable[Mention] | None = None) -> None:
        """Apply phrases before the subject ("behind them …") once it is known."""
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

    def _identify(self, mention: Mention, np: NounPhrase) -> None:
        """ "the man is a sailor": another noun for a known mention."""
        if mention in self.now.actors:
            return
        if mention is self.mentions.all[-1]:
            self.mentions.all.remove(mention)
        self.now.actors[0].describe([*np.attributes, np.head], np.colour)

    def _object(self, mention: Mention) -> None:
        assert self.now.verb is not None
        self.now.object = mention
        if self.now.verb.verb.base in PLAYING and mention.portable and mention.name not in noun_list("instruments"):
            self.links.link_play(self.now.actors, mention)
            return
        for actor in self.now.actors:
            self.links.link_by_verb(actor, self.now.verb, mention)

    def _has_own_verb(self) -> bool:
        """Whether the current noun has a verb of its own ("… and a woman knits")."""
        i = self.at + 1
        while i < len(self.items):
            item = self.items[i]
            if isinstance(item, VerbPhrase | Copula):
                return True
            if isinstance(item, Preposition):
                i += 1
            elif not isinstance(item, FramePosition):
                return False
            i += 1
        return False

    # --- verbs and pronouns

    def _verb(self, item: VerbPhrase) -> None:
        participle = (item.verb.form == "ing" and not item.progressive) or item.passive
        if (
            participle
            and self.now.last is not None
            and not self.now.is_coordinated
            and (self.now.copula is None or self.now.copula.exists)
        ):
            self.now.actors = [self.links.holder(self.now.last) or self.now.last]
        self.now.copula, self.now.object, self.now.aim, self.now.between = None, None, None, []
        self.now.verb = item
        self.now.is_coordinated = False
        self._resolve_fronted()
        self._apply_verb(self.now.actors, item)

    def _apply_verb(self, actors: list[Mention], item: VerbPhrase) -> None:
        for actor in actors:
            agent = actor.owner if actor.owner is not None and item.verb.frame not in ("other", "show") else actor
            if item.negated:
                continue
            if item.passive:
                agent.describe([item.words], None)
            elif item.verb.frame not in ("show", "wear", "put", "under_it", "around"):
                agent.set_action(item.verb.base)
            elif item.verb.frame == "put":
                agent.set_action("stand")

    def _pronoun(self, item: Pronoun) -> None:
        if item.relative:
            if self.now.last is not None:
                self.now.actors, self.now.group = [self.now.last], [self.now.last]
            self.now.verb, self.now.copula, self.now.object = None, None, None
            return
        preposition, self.now.preposition = self.now.preposition, None
        if item.word == "one" and isinstance(self.following(), PostposedAdjectives):
            self.now.splitting = True
            return
        one_of = item.word == "one" and self.now.of_follows
        referents = self._companions(item, preposition) or self.mentions.resolve_pronoun(
            "they" if one_of else _case(item.word)
        )
        if not referents:
            if preposition is None and self.now.verb is None:
                self.now.actors, self.now.group = [], []
        elif preposition is not None:
            self._attach_noun(referents[-1], preposition, referents[:-1] if preposition.kind == "between" else [])
        elif self.now.verb is not None and self.now.actors and referents[0] not in self.now.actors:
            self._object(referents[0])
        elif self.now.verb is None or self.now.is_coordinated:
            self.now.group, self.now.actors = list(referents), list(referents)
            self.now.verb, self.now.is_coordinated = None, False
            self._resolve_fronted()
        self.now.last = referents[-1] if referents else self.now.last

    def _companions(self, item: Pronoun, preposition: Preposition | None) -> list[Mention]:
        """ "they walk with a dog between them": the mentions the dog is with."""
        clause = self.now
        together = clause.open is not None and clause.open[0] == "with" and clause.last not in clause.open[1]
        several = len(clause.actors) > 1 and _case(item.word) == "they"
        return list(clause.actors) if preposition is not None and together and several else []

    def _apply_adjectives(self, item: PostposedAdjectives) -> None:
        if self.now.splitting:
            split_group(item, self.mentions, self.links, self.now)
            self.now.splitting = False
            return
        self.now.preposition = None
        subjects = self.now.copula is not None and self.now.actors
        targets = self.now.actors if subjects or self.now.last is None else [self.now.last]
        for target in targets:
            target.describe(item.attributes, item.colour)

    def _in_frame(self, item: FramePosition) -> None:
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
            self.now.verb, self.now.actors, self.now.group, self.now.is_coordinated = None, [], [], False

    # --- prepositions

    def _preposition(self, item: Preposition) -> None:
        if item.words == "of" and self.now.counting is not None:
            return
        if self.now.is_coordinated and self.now.verb is None and self.now.actors and self.now.preposition is None:
            self.now.is_coordinated = False
        self.now.preposition = item

    def _attach_noun(self, mention: Mention, preposition: Preposition, more_objects: Sequence[Mention] = ()) -> None:
        """A noun after a preposition; "of" counts only directly after another noun."""
        if preposition.kind != "of":
            self.attaching.attach(mention, preposition, self.now, more_objects)
        elif self.at > 1 and isinstance(self.items[self.at - 2], NounPhrase):
            self.attaching.attach_of(mention, self.now)


def _case(word: str) -> str:
    forms: Mapping[str, str] = load_word_table("words")["pronouns"]
    return forms.get(word, word)
