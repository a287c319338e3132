"""Chunking: from tagged words to noun phrases, verbs, prepositions and conjunctions, in text order."""

from __future__ import annotations

from collections.abc import Mapping

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
from polymuse.brief.grammar.nouns import NounPhraseParser
from polymuse.brief.grammar.tokens import Token, grammar, noun_at, phrase_at, phrase_openings, verb_at
from polymuse.brief.lexicon import Verb, verbs

__all__ = ["parse_items"]

SENTENCE_ENDS = frozenset(".!?\n;")
OBJECT_PRONOUNS = frozenset({"him", "them", "her", "it", "us", "me", "himself", "herself", "itself", "themselves"})
FACING = frozenset({"look", "gaze", "stare", "peer", "glance", "point", "smile", "wave", "bark", "shout", "listen"})


def parse_items(tokens: list[Token], names: Mapping[str, tuple[str, str, str]]) -> list[Item]:
    """Group the words of a text. `names`: lower-case name → (name, noun, group)."""
    return _Chunker(tokens, names).run()


class _Chunker:
    """One pass over the words, left to right."""

    def __init__(self, tokens: list[Token], names: Mapping[str, tuple[str, str, str]]) -> None:
        self.tokens = tokens
        self.reader = NounPhraseParser(tokens, names)
        self.grammar = grammar()
        self.at = 0
        self.out: list[Item] = []
        self.infinitive = False
        self.negated = False

    def run(self) -> list[Item]:
        steps = (
            self._mark, self._infinitive, self._phrase_word, self._copula, self._verb, self._noun,
            self._pronoun, self._describing, self._joining,
            self._unknown_verb,
        )  # fmt: skip
        while self.at < len(self.tokens):
            if not any(step() for step in steps):
                self.at += 1
        return self.out

    def _word(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at].word if at < len(self.tokens) else ""

    def _last(self) -> Item | None:
        return self.out[-1] if self.out else None

    def _put(self, item: Item, length: int) -> bool:
        self.out.append(item)
        self.at += length
        self.infinitive = False
        return True

    def _mark(self) -> bool:
        token = self.tokens[self.at]
        if token.stop:
            self.negated = False
            return self._put(ClauseEnd(token.word in SENTENCE_ENDS), 1)
        return self._put(Join(","), 1) if token.word == "," else False

    def _infinitive(self) -> bool:
        """ "to" before a verb, and modal verbs: a verb follows."""
        word = self._word()
        if word in self.grammar.negations:
            self.negated = True
        match = verb_at(self.tokens, self.at + 1)
        verbal = match is not None and match[1].form == "base" and self._word(1) not in self.grammar.articles
        if word == "to" and not ((verbal and not noun_at(self.tokens, self.at + 1)) or (verbal and self._after_verb())):
            return False
        if word not in self.grammar.auxiliaries or word in ("has", "have", "had"):
            return False
        self.at += 1
        self.infinitive = True
        return True

    def _after_verb(self) -> bool:
        return isinstance(self._last(), VerbPhrase | PostposedAdjectives)

    def _phrase_word(self) -> bool:
        """Prepositions and frame positions, the longest first."""
        first = self._word()
        longest = max(phrase_openings("prepositions").get(first, 0), phrase_openings("frame").get(first, 0))
        for length in range(longest, 0, -1):
            words = phrase_at(self.tokens, self.at, length)
            if not words:
                continue
            ends = self._ends(length)
            if words in self.grammar.frame and (length > 1 or ends) and not self._modifies(length):
                return self._put(FramePosition(self.grammar.frame[words]), length)
            if words in self.grammar.prepositions:
                if (ends and length == 1) or self._is_other_word_class(words):
                    return False
                return self._put(Preposition(self._relation_kind(words), words), length)
        return False

    def _modifies(self, length: int) -> bool:
        """ "on the left bank": a frame position that is part of a noun phrase."""
        return noun_at(self.tokens, self.at + length) is not None and self._word(length - 1) in ("left", "right")

    def _ends(self, length: int) -> bool:
        following = self._word(length)
        return not following or not following[0].isalnum() or following in ("and", "while", "as")

    def _is_other_word_class(self, words: str) -> bool:
        """ "like" as a verb, "round" as an adjective, "before" as a conjunction."""
        if words == "like":
            return isinstance(self._last(), Pronoun)
        if words == "round":
            return isinstance(self._last(), Copula) or noun_at(self.tokens, self.at + 1) is not None
        return False

    def _relation_kind(self, words: str) -> str:
        """The relation of a preposition, given the preceding verb: one looks at or into a thing, one faces it."""
        kind = self.grammar.prepositions[words]
        last = self._last()
        if words == "to" and isinstance(last, VerbPhrase) and last.passive:
            return "beside"
        if (
            isinstance(last, VerbPhrase)
            and last.verb.base.split()[0] in FACING
            and words in ("at", "to", "into", "over", "across", "out of")
        ):
            return "facing"
        return kind

    def _copula(self) -> bool:
        word = self._word()
        if word == "there" and self._word(1) in ("is", "are", "was", "were", "stands", "stand", "lies", "sits"):
            return self._put(Copula(exists=True), 2)
        if word not in self.grammar.copulas:
            return False
        is_form_of_be = word in ("is", "are", "was", "were", "be", "been", "being", "am")
        if not is_form_of_be and not self._adjective_at(self.at + 1):
            return False
        if word in ("isn't", "aren't"):
            self.negated = True
        if is_form_of_be and self._ing_or_ed(1):
            self.at += 1
            self.infinitive = True
            return True
        return self._put(Copula(), 1)

    def _adjective_at(self, at: int) -> bool:
        word = self.tokens[at].word if at < len(self.tokens) else ""
        if word in ("very", "quite", "rather", "so", "more"):
            return self._adjective_at(at + 1)
        return word in self.grammar.adjectives or word in self.grammar.colours

    def _ing_or_ed(self, ahead: int) -> bool:
        """Whether a progressive or passive follows a form of "be", adverbs between."""
        at = self.at + ahead
        while at < len(self.tokens) and (
            self.tokens[at].word in self.grammar.adverbs or self.tokens[at].word.endswith("ly")
        ):
            at += 1
        match = verb_at(self.tokens, at)
        word = self.tokens[at].word if at < len(self.tokens) else ""
        return bool(match and match[1].form in ("ing", "ed") and word not in self.grammar.adjectives)

    def _verb(self) -> bool:
        match = verb_at(self.tokens, self.at)
        if not match:
            return False
        length, verb = match
        if (
            noun_at(self.tokens, self.at)
            or self._word() in self.grammar.adjectives
            or self.grammar.function(self._word())
        ):
            if not self._is_verb(verb, length):
                return False
        elif verb.form in ("ing", "ed") and self._premodifier(length):
            return False
        words = phrase_at(self.tokens, self.at, length) or ""
        passive = verb.form == "ed" and self._passive(verb, words)
        negated, self.negated = self.negated, False
        return self._put(VerbPhrase(verb, words, passive, self.infinitive, negated), length)

    def _passive(self, verb: Verb, words: str) -> bool:
        if words in verbs().states and not (verb.frame == "put" or self._object_follows()):
            return True
        return self.infinitive and verb.frame not in ("other",)

    def _object_follows(self) -> bool:
        following = self._word(1)
        return following in self.grammar.articles or following in self.grammar.possessives

    def _premodifier(self, length: int) -> bool:
        """ "a sleeping cat", "Rocking boats": a participle before the noun it describes."""
        if isinstance(self._last(), NounPhrase | Pronoun) or self.infinitive:
            return False
        return self.reader.read(self.at) is not None and not self._determined(length)

    def _determined(self, length: int) -> bool:
        following = self._word(length)
        return following in self.grammar.articles or following in self.grammar.possessives

    def _is_verb(self, verb: Verb, length: int) -> bool:
        """Whether a word that could be a noun is a verb here."""
        noun = noun_at(self.tokens, self.at)
        if self.infinitive or (noun and noun[0] > length):
            return self.infinitive
        last = self._last()
        if isinstance(last, Pronoun):
            fronted = len(self.out) > 1 and isinstance(self.out[-2], Preposition) and verb.form != "base"
            return last.relative or last.word not in OBJECT_PRONOUNS or fronted
        if isinstance(last, NounPhrase):
            return verb.form != "base" or last.plural or self._is_joined_subject()
        if isinstance(last, Join | VerbPhrase | PostposedAdjectives | FramePosition):
            return self._is_coordinated_verb(verb)
        at_clause_start = isinstance(last, ClauseEnd) or last is None
        return at_clause_start and verb.form in ("base", "ing") and self._determined(length)

    def _is_joined_subject(self) -> bool:
        """ "a dog and a cat play": coordinated singulars are plural."""
        return len(self.out) > 2 and isinstance(self.out[-2], Join) and isinstance(self.out[-3], NounPhrase)

    def _is_coordinated_verb(self, verb: Verb) -> bool:
        """ "sits and reads": a verb in the form of the previous verb."""
        for item in reversed(self.out[-6:]):
            if isinstance(item, ClauseEnd):
                return False
            if isinstance(item, VerbPhrase):
                return item.verb.form == verb.form and not self._determined(0)
            if isinstance(item, Copula):
                return verb.form == "s"
        return False

    def _noun(self) -> bool:
        last = self._last()
        word = self._word()
        if isinstance(last, Copula) and not last.exists and self._is_predicative():
            return False
        bare = self._allows_bare_unknown(last, word)
        read = self.reader.read(self.at, bare)
        if read is None:
            return False
        np, end = read
        if isinstance(last, VerbPhrase) and np.determiner == "bare" and np.group == "unknown" and not np.plural:
            return False
        return self._put(np, end - self.at)

    def _allows_bare_unknown(self, last: Item | None, word: str) -> bool:
        """Whether an unknown word can be a noun here without a determiner."""
        plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
        if isinstance(last, Preposition):
            return plural
        following = self._word(1)
        alone = not following or not following[0].isalnum()
        if last is None or isinstance(last, ClauseEnd | Join):
            return alone or plural
        return False

    def _is_predicative(self) -> bool:
        """ "is red", "are old and tired": adjectives without a following noun."""
        at = self.at
        while at < len(self.tokens) and (self._adjective_at(at) or self.tokens[at].word in ("very", "quite", "so")):
            at += 1
        if at == self.at:
            return False
        ends = at >= len(self.tokens) or not self.tokens[at].is_word or self.grammar.function(self.tokens[at].word)
        return ends or verb_at(self.tokens, at) is not None

    def _pronoun(self) -> bool:
        word = self._word()
        if (
            word in ("the", "another", "an")
            and self._word(1) in ("other", "second", "first", "third")
            and self._adjective_at(self.at + 2)
        ):
            return self._put(Pronoun("one"), 2)
        if word not in self.grammar.pronouns:
            return False
        relative = word in ("who", "which", "that")
        return self._put(Pronoun(word, relative), 1)

    def _describing(self) -> bool:
        """Adjectives without a noun: "is red and old", "small, crooked"."""
        np, at = NounPhrase(), self.at
        while at < len(self.tokens):
            word = self.tokens[at].word
            if length := self.reader.colour(np, at):
                at += length
            elif word in self.grammar.adjectives or "-" in word or word in verbs().states:
                np.attributes.append(word)
                at += 1
            elif np.modified and word in (",", "and") and self._adjective_at(at + 1):
                at += 1
            else:
                break
        if not np.modified:
            return False
        return self._put(PostposedAdjectives(tuple(np.attributes), np.colour), at - self.at)

    def _joining(self) -> bool:
        word = self._word()
        if word in self.grammar.conjunctions:
            return self._put(Join(word), 1)
        return (
            self._put(ClauseEnd(sentence=False, locative=word == "where"), 1)
            if word in self.grammar.boundaries
            else False
        )

    def _unknown_verb(self) -> bool:
        """An unknown word with a verb's ending, after its subject."""
        word = self._word()
        if self.grammar.function(word) or not self.tokens[self.at].is_word or word.endswith("ly") or len(word) < 4:
            return False
        last = self._last()
        if not isinstance(last, NounPhrase | Pronoun) and not self.infinitive:
            return False
        base = (
            word.removesuffix("ing")
            if word.endswith("ing")
            else word.removesuffix("ed")
            if word.endswith("ed")
            else word
        )
        singular = isinstance(last, NounPhrase) and not last.plural
        if base == word and singular and not self.infinitive:
            if not word.endswith("s"):
                return False
            base = word.removesuffix("es") if word.endswith(("ches", "shes", "sses", "xes")) else word.removesuffix("s")
        form = "ing" if word.endswith("ing") else "ed" if word.endswith("ed") else "s"
        return self._put(VerbPhrase(Verb(base, "meet", form), word, passive=form == "ed"), 1)
