"""Noun phrases: determiner, number, adjectives, colour, head."""

from __future__ import annotations

from collections.abc import Mapping

from polymuse.brief.grammar.items import UNKNOWN, NounPhrase
from polymuse.brief.grammar.tokens import Token, grammar, noun_at, phrase_at, phrase_openings, verb_at
from polymuse.brief.lexicon import Noun, nouns

__all__ = ["NounPhraseParser", "is_abstract"]

ABSTRACT_ENDINGS = (
    "ness", "ity", "tion", "sion", "ment", "ism", "ance", "ence", "ship", "hood", "dom", "ure", "ing", "acy",
    "th", "ology",
)  # fmt: skip
PERSON_ENDINGS = ("man", "woman", "smith", "wright", "keeper", "maker", "seller", "monger", "ist", "person", "blower")
ADJECTIVE_ENDINGS = (
    "ous", "ful", "less", "ish", "ic", "ical", "ive", "able", "ible", "esque", "like", "ed", "ary", "en", "ian",
    "ese", "al",
    "y", "ant", "ent", "ing",
)  # fmt: skip
CERTAIN_ADJECTIVE_ENDINGS = ("ous", "ful", "less", "ish", "esque", "able", "ible", "like", "haired", "eyed", "ical")
COMPOUND_BREAKERS = frozenset({"left", "saw", "rose", "lit", "felt", "fell", "set", "wound", "lay", "bore", "dove"})
DEPTH = 5
MANY = 1000


def is_abstract(word: str) -> bool:
    """Whether an unknown noun is abstract, by its ending."""
    return len(word) > 5 and word.endswith(ABSTRACT_ENDINGS)


class NounPhraseParser:
    """Parses the noun phrases of one text. `names`: lower-case character names → (name, noun, group)."""

    def __init__(self, tokens: list[Token], names: Mapping[str, tuple[str, str, str]]) -> None:
        self.tokens = tokens
        self.names = names
        self.grammar = grammar()
        words = [t.text for t in tokens if t.is_word]
        self.shouting = sum(w.isupper() for w in words) > len(words) / 2

    def read(self, start: int, bare_unknown: bool = False) -> tuple[NounPhrase, int] | None:
        """The noun phrase that starts at `start`, and its end; None if there is none. `bare_unknown` allows an unknown
        word as head without a determiner."""
        np, at = NounPhrase(), start
        while at < len(self.tokens):
            step = (
                self._named(np, at) or self._number(np, at) or self._determiner(np, at) or self._noun(np, at)
                or self._describing(np, at) or self._unknown(np, at, bare_unknown) or self._between(np, at)
            )  # fmt: skip
            if not step:
                return None
            at += step
            if np.head:
                return self._finish(np), at
        return None

    def _word(self, at: int) -> str:
        return self.tokens[at].word if 0 <= at < len(self.tokens) else ""

    def _named(self, np: NounPhrase, at: int) -> int:
        for length in (3, 2, 1) if self.names else ():
            words = phrase_at(self.tokens, at, length)
            if not words or words not in self.names:
                continue
            name, noun, group = self.names[words]
            return self._take_owner(np, NounPhrase(noun, group, determiner="definite", name=name), at, length)
        token = self.tokens[at]
        if not self._capital(at) or nouns().find(token.word) or self.grammar.function(token.word):
            return 0
        if token.word in self.names or not self._is_personal_name(at):
            return 0
        group = self.grammar.names.get(token.word, "people")
        noun = {"women": "woman", "men": "man"}.get(group, "person")
        return self._take_owner(np, NounPhrase(noun, group, determiner="definite", name=token.text.title()), at, 1)

    def _take_owner(self, np: NounPhrase, phrase: NounPhrase, at: int, length: int) -> int:
        """Use the phrase as head, or, before a possessive `'s`, as owner of what follows."""
        if self.tokens[at + length - 1].owns:
            np.owner, np.determiner = phrase, "possessive"
        else:
            np.head, np.group, np.name = phrase.head, phrase.group, phrase.name
            np.determiner = phrase.determiner
        return length

    def _capital(self, at: int) -> bool:
        return not self.shouting and self.tokens[at].text[:1].isupper() and len(self.tokens[at].text) > 1

    def _is_personal_name(self, at: int) -> bool:
        """Whether a capitalised word is a name: a common first name, or an unknown word before a verb or 's."""
        token = self.tokens[at]
        if token.word in self.grammar.names:
            return True
        if at and self._word(at - 1) in ("in", "at", "from", "to", "of", "near", "over", "through", "across", "the"):
            return False
        if verb_at(self.tokens, at) or token.word in self.grammar.adjectives or token.word in self.grammar.colours:
            return False
        following = verb_at(self.tokens, at + 1)
        copula = self._word(at + 1) in self.grammar.copulas
        return token.owns or copula or bool(following and following[1].form in ("s", "ed"))

    def _number(self, np: NounPhrase, at: int) -> int:
        word = self._word(at)
        if np.count is not None or np.attributes or np.colour:
            return 0
        if word.isdecimal():
            np.count = min(MANY, max(1, int(word[:5])))
            return 1
        for length in range(phrase_openings("numbers").get(word, 0), 0, -1):
            words = phrase_at(self.tokens, at, length) or ""
            if words in self.grammar.numbers and (length > 1 or word != "one" or self._continues_phrase(at + 1)):
                np.count = self.grammar.numbers[words]
                of = self._word(at + length) == "of" and not words.endswith("of")
                return length + (1 if of else 0)
        return 0

    def _determiner(self, np: NounPhrase, at: int) -> int:
        word = self._word(at)
        if np.attributes or np.colour or np.determiner not in ("bare",):
            return 0
        if word in self.grammar.possessives and self._continues_phrase(at + 1) and not self._is_inverted(at):
            np.determiner, np.owner = "possessive", self.grammar.possessives[word]
            return 1
        if word in self.grammar.articles and self._word(at + 1) not in self.grammar.boundaries:
            np.determiner = self.grammar.articles[word]
            of = self._word(at + 1) == "of" and word in ("all", "both", "each", "any", "either")
            return 2 if of else 1
        return 0

    def _is_inverted(self, at: int) -> bool:
        """ "Beside her stands a man": "her" is not a possessive."""
        verb, following = verb_at(self.tokens, at + 1), self._word(at + 2)
        inverted = verb is not None and verb[0] == 1 and verb[1].form == "s"
        return self._word(at) == "her" and inverted and following in self.grammar.articles

    def _noun(self, np: NounPhrase, at: int) -> int:
        match = self._longest(np, at)
        if not match:
            return 0
        length, noun = match
        word = self._word(at)
        describes = word in self.grammar.colours or word in self.grammar.adjectives or word in self.grammar.shades
        if (
            length == 1
            and describes
            and (self._continues_phrase(at + 1) or not (np.modified or noun.plural or self._is_plant(noun, at)))
        ):
            return 0
        if self.tokens[at + length - 1].owns:
            owner = NounPhrase(noun.lemma, noun.group, np.count, noun.plural, np.determiner, np.owner)
            owner.attributes, owner.colour = np.attributes, np.colour
            np.count, np.attributes, np.colour, np.owner, np.determiner = None, [], None, owner, "possessive"
            return length
        words = phrase_at(self.tokens, at, length) or ""
        if self._is_compound_modifier(np, noun, at + length):
            np.attributes.append(words)
        else:
            np.head, np.group, np.plural = noun.lemma, noun.group, noun.plural
        return length

    def _longest(self, np: NounPhrase, at: int) -> tuple[int, Noun] | None:
        """The longest noun here; in "a coat stands" the verb is not part of it."""
        match = noun_at(self.tokens, at)
        if match is None or match[0] == 1 or not match[1].plural or np.count is not None:
            return match
        length = match[0] - 1
        shorter, verb = phrase_at(self.tokens, at, length), verb_at(self.tokens, at + length)
        noun = nouns().find(shorter) if shorter and verb and verb[1].form == "s" else None
        one = np.determiner == "indefinite" or self._word(at + length + 1) in self.grammar.prepositions
        return (length, noun) if noun is not None and one else match

    def _is_plant(self, noun: Noun, at: int) -> bool:
        """ "lavender blooms": a colour word used as a plant or fruit, because it has a verb."""
        return noun.group in ("flowers", "food") and verb_at(self.tokens, at + 1) is not None

    def _is_compound_modifier(self, np: NounPhrase, noun: Noun, next_at: int) -> bool:
        """Whether the noun modifies the next noun ("garden" in "garden gate")."""
        if noun.plural or next_at >= len(self.tokens) or not self.tokens[next_at].is_word:
            return False
        word = self._word(next_at)
        if (
            word in COMPOUND_BREAKERS
            or word in ("next", "close")
            or word in self.grammar.colours
            or self.grammar.function(word)
        ):
            return False
        match, verb = noun_at(self.tokens, next_at), verb_at(self.tokens, next_at)
        if match:
            if not verb or match[0] > verb[0]:
                return True
            many = np.count is not None and np.count > 1
            return many or (verb[1].form == "base" and not noun.living)
        if verb or word in self.grammar.adjectives or self._capital(next_at) or noun.living or not np.modified:
            return False
        many = np.count is not None and np.count > 1
        return many or not word.endswith(("s", "ed", "ing", "ly"))

    def _describing(self, np: NounPhrase, at: int) -> int:
        word = self._word(at)
        if word in self.grammar.articles or word in self.grammar.pronouns:
            return 0
        if length := self.colour(np, at):
            return length
        if (word in self.grammar.adverbs or word.endswith("ly")) and word not in self.grammar.adjectives:
            describes = self._word(at + 1) in self.grammar.adjectives or self._word(at + 1).endswith(("ed", "ing"))
            return 1 if describes and self._continues_phrase(at + 1) else 0
        return self._adjective(np, at) if self._continues_phrase(at + 1, comma=np.modified) else 0

    def _adjective(self, np: NounPhrase, at: int) -> int:
        """Parse an adjective or participle: "a sleeping cat" sleeps, "a painted boat" is painted."""
        word = self._word(at)
        verb = verb_at(self.tokens, at)
        if verb and verb[0] == 1 and verb[1].form in ("ing", "ed") and word not in self.grammar.adjectives:
            if verb[1].form == "ing":
                np.action = verb[1].base
            else:
                np.attributes.append(word)
            return 1
        if word in self.grammar.adjectives or "-" in word or word.endswith(CERTAIN_ADJECTIVE_ENDINGS):
            np.attributes.append(word)
            return 1
        return 0

    def colour(self, np: NounPhrase, at: int) -> int:
        """Parse a colour ("dark blue"); the first one is the colour, later ones are attributes."""
        for length in (2, 1):
            words = phrase_at(self.tokens, at, length) or ""
            modifier, _, last = words.rpartition(" ")
            is_colour = words in self.grammar.colours or (
                modifier in self.grammar.shades and last in self.grammar.colours
            )
            hyphened = "-and-" in words and length == 1 and words.split("-and-")[0] in self.grammar.colours
            if not is_colour and not hyphened:
                continue
            if np.colour is None:
                np.colour = words.split("-and-")[0]
            if hyphened or np.colour != words:
                np.attributes.append(words)
            return length
        if (word := self._word(at)).startswith("#"):
            np.colour = np.colour or word
            return 1
        return 0

    def _unknown(self, np: NounPhrase, at: int, allow_bare: bool) -> int:
        token = self.tokens[at]
        word = token.word
        is_known = self.grammar.function(word) or word in self.grammar.adjectives
        verbal = verb_at(self.tokens, at) and (np.determiner == "bare" or self._continues_phrase(at + 1))
        if not token.is_word or is_known or verbal or len(word) < 3:
            return 0
        lemma, plural = nouns().singular(word)
        if np.modified and self._continues_phrase(at + 1) and not self._is_verb_of_noun(at + 1):
            np.attributes.append(word)
            return 1
        describing = word.endswith("ly") or (not np.modified and word.endswith(ADJECTIVE_ENDINGS))
        if describing or (not np.modified and not allow_bare):
            return 0
        if token.owns:
            np.owner, np.determiner = NounPhrase(lemma, determiner=np.determiner), "possessive"
            return 1
        np.head, np.plural = lemma, plural
        np.group = "abstract" if is_abstract(lemma) else "people" if lemma.endswith(PERSON_ENDINGS) else UNKNOWN
        return 1

    def _is_verb_of_noun(self, at: int) -> bool:
        """Whether the word is the verb of the noun before it ("stands") rather than another noun."""
        match = verb_at(self.tokens, at)
        return match is not None and match[1].form == "s"

    def _between(self, np: NounPhrase, at: int) -> int:
        """Skip a comma or "and" between adjectives: "a small, red boat", "black and white cats"."""
        if self._word(at) not in (",", "and") or not (np.attributes or np.colour):
            return 0
        step = 2 if self._word(at) == "," and self._word(at + 1) == "and" else 1
        word = self._word(at + step)
        describes = word in self.grammar.adjectives or word in self.grammar.colours or "-" in word
        determined = np.determiner != "bare" or np.count is not None or self._word(at) == "and"
        return step if describes and determined and self._continues_phrase(at + step + 1, comma=True) else 0

    def _continues_phrase(self, at: int, depth: int = DEPTH, comma: bool = False) -> bool:
        """Whether a noun phrase can continue here, up to its head."""
        token = self.tokens[at] if at < len(self.tokens) else None
        word = self._word(at)
        if comma and word in (",", "and"):
            following = self._word(at + 1)
            describes = following in self.grammar.adjectives or following in self.grammar.colours
            return describes and depth > 0 and self._continues_phrase(at + 1, depth - 1, comma=True)
        if token is None or depth == 0 or not token.is_word or word in self.grammar.articles:
            return False
        if noun_at(self.tokens, at):
            return True
        if word in self.grammar.adjectives or word in self.grammar.colours or word in self.grammar.numbers:
            return self._continues_phrase(at + 1, depth - 1, comma)
        verb = verb_at(self.tokens, at)
        if verb or word.endswith("ly"):
            goes_on = verb is None or verb[1].form in ("ing", "ed")
            return goes_on and self._continues_phrase(at + 1, depth - 1)
        return not self.grammar.function(word) and len(word) > 2

    def _finish(self, np: NounPhrase) -> NounPhrase:
        if np.count is None and np.determiner == "bare" and nouns().invariant(np.head):
            np.plural = True
        if np.count is not None and np.count > 1 and np.group != "abstract":
            np.plural = True
        return np
