"""What a person looks like, from words such as "old keeper" and "yellow coat".

The vocabulary is the file art/people/looks.yaml.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from polymuse.data_files import load_table
from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.colours import parse_colour

TABLE: Mapping[str, Any] = load_table("polymuse.engines.builtin", "art/people/looks.yaml")
OLDER = {"man": "old man", "woman": "old woman", "teen": "man", "boy": "old man", "girl": "old woman"}
YOUNGER = {"man": "man", "woman": "woman", "old man": "man", "old woman": "woman", "boy": "boy", "girl": "girl"}
SHADE = Rgb.parse("#3f2f45")
SHADES = {"dark": 0.22, "darker": 0.42}
"""How much of the shade colour the darker tones take; mixing keeps them muted, as gouache does."""
FEMININE = {"woman", "girl", "old woman"}
MASCULINE = {"man", "boy", "old man"}
JOINTS = re.compile(r",|;|\b(?:and|with|in|wearing|holding|carrying)\b")
DARK_SKIN = 0.7
"""Red channel below which a skin counts as dark when hair is chosen."""
BEARDED = 0.4
"""Part of the men that chance gives a beard."""
FLAT_UNDER_HATS = {"afro": "curly", "bun": "crop", "quiff": "crop", "spiky": "crop", "curly": "crop", "short": "crop"}
HIDES_HAIR = {"hijab", "hood", "headscarf", "helmet"}


@dataclass(frozen=True, slots=True)
class Outfit:
    """How a kind of dress is drawn; the fields are explained in looks.yaml."""

    garment: str
    sleeve: str = "long"
    legs: str = "trousers"
    hem: float = 0.0
    hem_slot: str = "main"
    flare: float = 1.2
    cloth: str = "main"


OUTFITS: Mapping[str, Outfit] = {name: Outfit(**row) for name, row in TABLE["outfits"].items()}


@dataclass(frozen=True, slots=True)
class Look:
    """A person's looks. Part names are those of the files in art/people/parts; colours are `#rrggbb`."""

    body: str = "man"
    build: str = "average"
    size: float = 1.0
    head: str = "plain"
    skin: str = "#d9a27c"
    hair: str = "short"
    hair_colour: str = "#5a3b2a"
    beard: str = ""
    hat: str = ""
    hat_colour: str = "#b5483d"
    glasses: str = ""
    mood: str = "smile"
    brows: str = "calm"
    outfit: str = "shirt"
    over: tuple[str, ...] = ()
    back: str = ""
    worn: str = ""
    prop: str = ""
    prop_colour: str = "#b5483d"
    main: str = "#4a75a0"
    second: str = "#dfb54b"
    legs: str = "#4b566e"
    shoes: str = "#4d3b32"

    @property
    def colours(self) -> dict[str, str]:
        """Colour of every slot of the drawing, with its darker tones."""
        skin = Rgb.parse(self.skin)
        cheek = skin if self.head == "robot" else skin.mix(Rgb.parse("#cf6a5a"), 0.45)
        flat = {
            "skin": self.skin,
            "cheek": cheek.hex(),
            "hair": self.hair_colour,
            "main": self.main,
            "second": self.second,
            "legs": self.legs,
            "shoes": self.shoes,
            "hat": self.hat_colour,
            "prop": self.prop_colour,
        }
        return flat | {
            f"{slot}-{tone}": Rgb.parse(colour).mix(SHADE, amount).hex()
            for slot, colour in flat.items()
            for tone, amount in SHADES.items()
        }

    @property
    def eyes(self) -> str:
        return "lashes" if self.body in FEMININE else "plain"

    @property
    def worn_hair(self) -> str:
        """The hair style as it shows under the hat."""
        if self.hat in HIDES_HAIR:
            return ""
        covers = self.hat not in {"", "tiara", "headband", "flowers", "visor"}
        return FLAT_UNDER_HATS.get(self.hair, self.hair) if covers else self.hair

    @property
    def hold(self) -> str:
        """How the prop is held; names the joint that keeps it level."""
        return next((hold for hold, props in TABLE["holds"].items() if self.prop in props), "up")


def _expanded(table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """One entry per word of keys such as `keeper, lighthouse keeper`."""
    return {" ".join(word.split()): entry for words, entry in table.items() for word in words.split(",")}


PEOPLE = _expanded(TABLE["people"])
ATTRIBUTES = _expanded(TABLE["attributes"])
THINGS = _expanded(TABLE["things"])
WORDS: Mapping[str, str] = dict.fromkeys(PEOPLE, "person")
"""Every noun (singular, lower case) that asks for a drawn person."""


def look_of(noun: str, attributes: Iterable[str] = (), seed: int = 0) -> tuple[Look, list[str]]:
    """The look that words ask for; what they leave open varies with the seed. Returns also the attributes not used.

    The noun may carry adjectives ("old lighthouse keeper"); of several known nouns in it the longest and last counts.
    """
    reader = _LookParser(seed)
    before, role, after = _split(noun.lower())
    reader.apply(PEOPLE[role])
    for word in (*before, " ".join(after)):
        reader.parse(word)
    unused = [attribute for attribute in attributes if not reader.parse(attribute)]
    return reader.look(), unused


def equipped(look: Look, verb: str) -> Look:
    """The look with what the verb needs in its hands: a reader gets a book. Hands that hold something keep it."""
    if look.prop or look.worn:
        return look
    prop = next((tool for tool, verbs in TABLE["tools"].items() if verb in verbs), "")
    worn = next((tool for tool, verbs in TABLE["worn_tools"].items() if verb in verbs), "")
    wood = {"guitar": "#b87b45", "violin": "#9c5f38"}.get(worn, look.prop_colour)
    return replace(look, prop=prop, worn=worn, prop_colour=wood)


def _split(noun: str) -> tuple[list[str], str, list[str]]:
    """Words before, the longest and last known noun, and words after it; `person` when none is known."""
    tokens = re.findall(r"[\w'-]+", noun)
    for length in range(len(tokens), 0, -1):
        for start in range(len(tokens) - length, -1, -1):
            phrase = " ".join(tokens[start : start + length])
            for role in (phrase, phrase.removesuffix("s")):
                if role in PEOPLE:
                    return tokens[:start], role, tokens[start + length :]
    return tokens, "person", []


@dataclass
class _LookParser:
    """Gathers what words say about a look, then fills the rest by chance: each part has its own dice, so that a word
    about one part leaves the others as they were."""

    seed: int
    values: dict[str, Any] = field(default_factory=dict)
    older: bool = False
    younger: bool = False

    def choice(self, key: str, options: Sequence[str]) -> str:
        """One of the options by the dice of a key."""
        return random.Random(f"{self.seed}/{key}").choice(options)

    def apply(self, entry: Mapping[str, Any]) -> None:
        """Note an entry of the table; a list stands for one of its values, except `over`, which adds up."""
        for key, value in entry.items():
            if key == "over":
                self.values["over"] = tuple(dict.fromkeys((*self.values.get("over", ()), *value)))
            elif key in {"older", "younger"}:
                setattr(self, key, True)
            elif key != "slot":
                self.values[key] = self.choice(key, value) if isinstance(value, list) else value

    def parse(self, text: str) -> bool:
        """Read an attribute such as "bearded" or "a red wool scarf and glasses"; False when nothing in it is known."""
        found = [self._parse_words(re.findall(r"[\w'-]+", piece)) for piece in JOINTS.split(text.lower())]
        return any(found)

    def _parse_words(self, words: list[str]) -> bool:
        """Read words about one thing: the longest known name counts, and what stands before it tells its colour."""
        for length in range(min(3, len(words)), 0, -1):
            for start in range(len(words) - length, -1, -1):
                name = " ".join(words[start : start + length])
                if name in THINGS:
                    self._wear(THINGS[name], words[:start] + words[start + length :])
                    return True
                if name in ATTRIBUTES and (length > 1 or len(words) <= 2):
                    self.apply(ATTRIBUTES[name])
                    return True
        return self._hair_colour(words) or self._dress_colour(words)

    def _dress_colour(self, words: list[str]) -> bool:
        """Nothing but a colour: "a girl in red"."""
        if not words or parse_colour(" ".join(words)) is None:
            return False
        self.values["main"] = " ".join(words)
        return True

    def _wear(self, thing: Mapping[str, Any], described: Iterable[str]) -> None:
        words = list(described)
        self.apply(thing)
        hue = next((end for end in range(len(words), 0, -1) if parse_colour(" ".join(words[:end]))), 0)
        slot = thing.get("slot")
        if slot == "hair":
            self._hair_colour([*words, "haired"])
            for word in words:
                self.apply(ATTRIBUTES.get(f"{word} hair", {}))
        elif slot and hue:
            self.values[f"{slot}_colour" if slot in {"hat", "prop"} else slot] = " ".join(words[:hue])

    def _hair_colour(self, words: list[str]) -> bool:
        """Words such as "red-haired", "blonde", "white haired"."""
        for word in words:
            name = word.removesuffix("-haired").replace("blonde", "blond").replace("gray", "grey")
            if name in TABLE["hair_colours"] and (name != word or "haired" in words or word in {"blond", "auburn"}):
                self.values["hair_colour"] = name
                return True
        return False

    def look(self) -> Look:
        body = self.values.get("body") or self.choice("body", TABLE["bodies"])
        if self.older:
            body = OLDER.get(body, body)
        if self.younger:
            body = YOUNGER.get(body, body)
        chosen = self._random_choices(body) | {key: value for key, value in self.values.items() if value is not None}
        return _fitting(Look(**{key: _hex(key, value) for key, value in (chosen | {"body": body}).items()}))

    def _random_choices(self, body: str) -> dict[str, Any]:
        """Every part of a look that words may leave open."""
        skin = self.values.get("skin") or self.choice("skin", TABLE["skins"])
        outfit = self.values.get("outfit") or self.choice("outfit", TABLE["casual"][body])
        main = self.choice("main", TABLE["suits" if outfit == "suit" else "tops"])
        bearded = body in {"man", "old man"} and random.Random(f"{self.seed}/bearded").random() < BEARDED
        return self._accessories(body) | {
            "build": self.choice("build", ("average",) * 6 + ("slim",) * 2 + ("stout",)),
            "skin": skin,
            "hair": self.choice("hair", TABLE["hair"][body]),
            "hair_colour": self._natural_hair(skin, body),
            "beard": self.choice("beard", ("full", "moustache", "stubble", "goatee")) if bearded else "",
            "brows": "bushy" if body == "old man" else "calm",
            "outfit": outfit,
            "main": main,
            "second": self.choice("second", [tone for tone in TABLE["seconds"] if tone != main]),
            "legs": self.choice("legs", TABLE["bottoms"]),
            "shoes": self.choice("shoes", TABLE["shoe_colours"]),
            "hat_colour": self.choice("hat_colour", TABLE["tops"]),
            "prop_colour": self.choice("prop_colour", TABLE["tops"]),
        }

    def _accessories(self, body: str) -> dict[str, Any]:
        """A hat, glasses or a scarf now and then, for those whose words say nothing of dress or hair."""
        if {"outfit", "hair", "hair_colour"} & self.values.keys():
            return {}
        scarf = self.choice("scarf", TABLE["chance_scarf"])
        return {
            "hat": self.choice("hat", TABLE["chance_hats"][body]),
            "glasses": self.choice("glasses", TABLE["chance_glasses"]),
            "over": (scarf,) if scarf else (),
        }

    def _natural_hair(self, skin: str, body: str) -> str:
        """Hair colours that go with an age and a skin."""
        if body.startswith("old"):
            return self.choice("hair_colour", TABLE["old_hair"])
        dark = Rgb.parse(skin).r < DARK_SKIN
        return self.choice("hair_colour", TABLE["dark_skin_hair" if dark else "fair_skin_hair"])


def _hex(key: str, value: Any) -> Any:
    """Colour names as `#rrggbb`; anything else as it is."""
    if key == "hair_colour":
        return TABLE["hair_colours"].get(value, value)
    if key in {"main", "second", "legs", "shoes", "hat_colour", "prop_colour"}:
        named = parse_colour(value)
        return named.hex() if named else value
    return value


def _fitting(look: Look) -> Look:
    """Undo what chance put together badly: a beard on a woman's or child's face, a gown on a man."""
    if look.body not in {"man", "old man"} and look.beard:
        look = replace(look, beard="")
    if look.body in MASCULINE and look.outfit in {"gown", "dress", "skirt"}:
        look = replace(look, outfit="suit")
    if look.body in FEMININE and look.outfit == "suit" and look.legs == look.main:
        look = replace(look, outfit="skirt")
    return look
