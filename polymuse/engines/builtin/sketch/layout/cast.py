"""Casting: the drawing, colours and action of each subject of a brief."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from polymuse.brief import Brief, Relation, Subject
from polymuse.brief.lexicon import nouns
from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.art import Art, Rgb
from polymuse.engines.builtin.sketch.colours import parse_colour
from polymuse.engines.builtin.sketch.figures import actions, looks, people

__all__ = ["Casting", "Role", "cast_roles", "find_drawing"]

DARK = frozenset({"night", "dusk", "sunset"})
"""Hours of fireflies; the air's painter shows them."""
MOST = 48
"""Maximum number of instances of a subject; the rest is reported."""

PAINTED = frozenset(
    {
        "sun",
        "star",
        "cloud",
        "sky",
        "moon",
        "full moon",
        "crescent moon",
        "lightning",
        "milky way",
        "rain cloud",
        "storm cloud",
    }
)
"""What the sky's painter shows by hour and weather."""

INHUMAN = frozenset(
    {
        "snowman",
        "ghost",
        "scarecrow",
        "giant",
        "gnome",
        "dragon",
        "alien",
        "zombie",
        "angel",
        "vampire",
        "audience",
        "orchestra",
        "choir",
        "band",
        "team",
    }
)
"""Nouns of people in the lexicon that are not drawn as a person."""

WINGED = frozenset({"angel", "fairy", "superhero", "witch", "wizard", "ghost", "hero", "goddess", "astronaut"})
"""People who can fly; others fly kites and planes."""

SIZES: Mapping[str, float] = {
    "tiny": 0.6, "little": 0.75, "small": 0.75, "big": 1.25, "large": 1.25, "tall": 1.2, "huge": 1.5, "giant": 1.6,
    "enormous": 1.6, "gigantic": 1.6, "massive": 1.5,
}  # fmt: skip
"""Scale factors of size words."""
PEOPLE_SIZES: Mapping[str, float] = {
    "tiny": 0.62, "miniature": 0.4, "huge": 1.5, "giant": 2.4, "enormous": 2.0, "gigantic": 2.6, "massive": 1.5,
}  # fmt: skip
"""Scale factors for people; other size words belong to their looks."""

PART_OF = {"branch": "tree", "bough": "tree", "twig": "bush", "harbour wall": "wall"}
"""What is drawn as part of a larger thing."""

FLIES = {"fly", "soar", "glide", "circle", "hover", "swoop", "flutter", "wheel"}
MOVES: Mapping[str, float] = {
    "sail": 0.7, "drift": 0.25, "float": 0.15, "row": 0.5, "glide": 0.6, "drive": 3.0, "pass": 1.6, "rush": 4.0,
    "race": 5.0, "leave": 1.0,
    "arrive": 0.8, "cross": 1.2, "fly": 3.0, "return": 0.7, "speed": 5.0, "roll": 1.2, "steam": 1.0, "travel":
    1.5, "depart": 0.8, "cruise": 1.0,
    "chug": 0.9, "enter": 0.7, "approach": 0.8, "come": 0.8, "go": 0.8, "move": 0.8, "soar": 2.0, "hurry": 3.0,
    "hover": 0.1, "rise": 0.1,
}  # fmt: skip
"""Speed in metres per second of things without limbs."""


@dataclass(frozen=True, slots=True)
class Role:
    """A subject with its drawing; `subject` is its index. `stand` as in art/README.md."""

    subject: int
    noun: str
    art: str
    drawing: Art
    stand: str
    count: int = 1
    action: str = "stand"
    words: tuple[str, ...] = ()
    colours: Mapping[str, Rgb] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()
    speed: float = 0.0
    seed: int = 0
    verb: str = ""
    """Its verb in the brief."""
    busy: bool = False
    """Whether its hands hold something drawn separately."""
    held: tuple[str, ...] = ()
    holders: int = 0
    """Number of instances, the first ones, that hold `held`."""
    enlarged: float = 1.0
    """Scale relative to the usual size, by the brief or for visibility."""

    @property
    def person(self) -> bool:
        return self.art == "person"

    @property
    def living(self) -> bool:
        return self.person or self.drawing.family == "animals"

    @property
    def height(self) -> float:
        """Height of what is drawn above the ground in metres."""
        return (self.anchor[1] - self.drawing.bounds[1]) * self.drawing.scale * self.enlarged

    @property
    def depth(self) -> float:
        """Metres below its position: under the waterline, or a sitter's legs."""
        return max(0.0, (self.drawing.bounds[3] - self.anchor[1]) * self.drawing.scale * self.enlarged)

    @property
    def width(self) -> float:
        """Width of what is drawn in metres."""
        return (self.drawing.bounds[2] - self.drawing.bounds[0]) * self.drawing.scale * self.enlarged

    @property
    def reach(self) -> float:
        """Metres from its position to its farther side, so that it can face either way."""
        left, _, right, _ = self.drawing.bounds
        middle = self.anchor[0]
        return max(middle - left, right - middle) * self.drawing.scale * self.enlarged

    @property
    def anchor(self) -> tuple[float, float]:
        """The viewBox point at its position."""
        if self.drawing.joints():
            return actions.anchor(self.drawing, self.action)
        return self.drawing.width / 2, self.drawing.ground

    def point(self, name: str, facing: int = 1) -> tuple[float, float] | None:
        """A named point, in metres right of and above its position."""
        if name not in self.drawing.points:
            return None
        x, y = self.drawing.points[name]
        scale = self.drawing.scale * self.enlarged
        return (x - self.anchor[0]) * scale * facing, (self.anchor[1] - y) * scale

    def words_for(self, number: int) -> tuple[str, ...]:
        """Noun and attributes of one instance."""
        return (*self.words, *self.held) if number < self.holders else self.words

    def with_action(self, action: str) -> Role:
        """The role with another action."""
        return replace(self, action=action)


@dataclass(frozen=True, slots=True)
class Casting:
    """The roles, the relations left to arrange, and what cannot be drawn."""

    roles: Mapping[int, Role]
    relations: tuple[Relation, ...]
    undrawn: tuple[str, ...]


def cast_roles(brief: Brief, covered: frozenset[int], seed: int) -> Casting:
    """Cast a brief's subjects. `covered`: indices of subjects that the set shows itself."""
    holdings = {r.object: r for r in brief.relations if r.kind == "holding"}
    roles: dict[int, Role] = {}
    undrawn: list[str] = []
    for i, subject in enumerate(brief.subjects):
        if i in covered or _painted(subject, brief):
            continue
        if _is_fireplace_fire(i, subject, brief):
            continue
        role = _role(i, subject, brief, seed)
        if role is None:
            if i not in holdings:
                undrawn.append(_named(subject))
            continue
        roles[i] = role
        if subject.count > MOST:
            undrawn.append(f"{subject.count - MOST} more of {subject.count} {subject.name}")
    relations = list(brief.relations)
    for relation in holdings.values():
        _hold(brief, relation, roles, relations, undrawn)
    for i, role in roles.items():
        undrawn += _unavailable_clothes(role, brief.subjects[i])
    return Casting(roles, tuple(relations), tuple(dict.fromkeys(undrawn)))


def _is_fireplace_fire(index: int, subject: Subject, brief: Brief) -> bool:
    """Whether it is the fire of a fireplace, which has its own."""
    places = {brief.subjects[r.object].name for r in brief.relations if r.subject == index and r.kind in ("in", "on")}
    return subject.name in ("fire", "log fire", "flame") and bool(places & {"fireplace", "hearth", "stove"})


def _painted(subject: Subject, brief: Brief) -> bool:
    if subject.name == "firefly":
        return brief.setting.time_of_day in DARK
    if subject.name == "leaf":
        return brief.setting.season == "autumn"
    if subject.name not in PAINTED:
        return False
    night = brief.setting.time_of_day in ("night", "dusk")
    return not ("moon" in subject.name and not night)


def _named(subject: Subject) -> str:
    return subject.name


def _role(index: int, subject: Subject, brief: Brief, seed: int) -> Role | None:
    count = min(subject.count, MOST)
    entropy = zlib.crc32((subject.character or f"{seed}:{index}:{subject.name}").encode()) & 0xFFFF
    action = action_of(subject.action)
    if _is_person(subject.name):
        action = "stand" if action == "fly" and subject.name not in WINGED else action
        words = (_person_noun(subject), *map(_single, subject.attributes))
        look = people.look_of(words[0], words[1:], entropy)[0]
        drawing = people.build(people.equipped(look, subject.action or ""))
        speed = actions.travel(drawing, action)
        colours = {"main": rgb} if subject.colour and (rgb := parse_colour(subject.colour)) else {}
        return Role(
            index, subject.name, "person", drawing, "ground", count, action, words, colours,
            subject.attributes, speed, entropy, subject.action or "", enlarged=_said(subject, PEOPLE_SIZES),
        )  # fmt: skip
    name = find_drawing(subject.name, subject.attributes)
    if name is None:
        return None
    name, action = _in_the_air(name, subject, action)
    drawing = art.load(name)
    speed = actions.travel(drawing, action) if drawing.joints() else MOVES.get(subject.action or "", 0.0)
    if (
        drawing.family not in ("vehicles", "animals", "sky")
        or "moored" in subject.attributes
        or "parked" in subject.attributes
    ):
        speed = 0.0
    stand = (
        "air"
        if "in the sky" in subject.attributes and drawing.stand in ("ground", "air") and not drawing.joints()
        else drawing.stand
    )
    return Role(
        index, subject.name, name, drawing, stand, count, action, (), _colours(drawing, subject),
        subject.attributes, speed, entropy, subject.action or "", enlarged=_said(subject, SIZES),
    )  # fmt: skip


def _said(subject: Subject, sizes: Mapping[str, float]) -> float:
    return next((sizes[a] for a in subject.attributes if a in sizes), 1.0)


def _in_the_air(name: str, subject: Subject, action: str) -> tuple[str, str]:
    """Birds fly unless they do something else."""
    drawing = art.load(name)
    if drawing.family != "animals":
        return name, action
    aloft = "in the sky" in subject.attributes or (subject.action or "").split(" ")[0] in FLIES
    if (subject.action is None and drawing.stand == "air") or aloft:
        action = "fly"
    return actions.form(name, action), action


def action_of(verb: str | None) -> str:
    """The action of a verb in base form, with or without particle; `stand` for unknown ones."""
    if not verb:
        return "stand"
    return actions.ACTIONS.get(verb) or actions.ACTIONS.get(verb.split()[0], "stand")


def _is_person(noun: str) -> bool:
    last = noun.rpartition(" ")[2]
    if noun in INHUMAN or noun in art.drawings_by_word():
        return False
    group = nouns().group(noun) or nouns().group(last)
    return noun in people.WORDS or last in people.WORDS or group in ("women", "men", "people")


def _person_noun(subject: Subject) -> str:
    """A noun that `people` knows: the word itself, else its lexicon entry."""
    noun = subject.name
    if noun in people.WORDS or noun.rpartition(" ")[2] in people.WORDS:
        return noun
    return {"women": "woman", "men": "man"}.get(nouns().group(noun) or "", noun)


@cache
def find_drawing(noun: str, attributes: tuple[str, ...] = ()) -> str | None:
    """The drawing of a noun, the most specific one for its attributes; None if there is none."""
    words = art.drawings_by_word()
    described = [f"{a} {noun}" for a in attributes] + [f"{noun} {a}" for a in attributes if a.startswith("of ")]
    last = noun.rpartition(" ")[2]
    for candidate in (*described, noun, PART_OF.get(noun, ""), last if " " in noun else "", noun.replace("-", " ")):
        if candidate in words:
            return words[candidate]
    return None


def _single(attribute: str) -> str:
    """A plural attribute per person: "red shirts" → a red shirt each."""
    described, _, last = attribute.rpartition(" ")
    noun = nouns().find(last)
    if noun is None or noun.group != "garments" or not noun.plural or last in looks.THINGS:
        return attribute
    return f"{described} {noun.lemma}".strip()


def _colours(drawing: Art, subject: Subject) -> dict[str, Rgb]:
    """The requested colour for the main slot, and those of parts ("red roof") for theirs."""
    result = {}
    if subject.colour and (rgb := parse_colour(subject.colour)):
        result[drawing.main] = rgb
    for attribute in subject.attributes:
        shade, _, part = attribute.rpartition(" ")
        slot = next((s for s in (part, part.removesuffix("s")) if s in drawing.slots), None)
        if slot and shade and (rgb := parse_colour(shade.split()[-1]) or parse_colour(shade)):
            result[slot] = rgb
    return result


def _hold(
    brief: Brief, relation: Relation, roles: dict[int, Role], relations: list[Relation], undrawn: list[str]
) -> None:
    """Put a thing into someone's hand: as part of the figure if available, else as a thing of its own."""
    holder, subject = roles.get(relation.subject), brief.subjects[relation.object]
    described = f"{subject.colour} {subject.name}" if subject.colour else subject.name
    if holder is not None and holder.person:
        look, unused = people.look_of(holder.words[0], (*holder.words[1:], *holder.held, described), holder.seed)
        if described not in unused:
            roles[relation.subject] = _with_prop_action(
                replace(
                    holder, held=(*holder.held, described), holders=_hands(holder, subject), drawing=people.build(look)
                ),
                look.prop,
            )
            roles.pop(relation.object, None)
            relations[:] = [r for r in relations if relation.object not in (r.subject, r.object)]
            return
    if relation.object not in roles:
        undrawn.append(_named(subject))
    elif holder is not None and holder.person:
        look = people.look_of(holder.words[0], holder.words[1:], holder.seed)[0]
        roles[relation.subject] = replace(holder, busy=True, drawing=people.build(look))


def _hands(holder: Role, subject: Subject) -> int:
    """Number of instances that hold one: two girls with an umbrella have one umbrella."""
    return max(holder.holders, min(holder.count, subject.count))


def _with_prop_action(role: Role, prop: str) -> Role:
    """A sitter with a book reads."""
    if prop in ("book", "newspaper") and role.action in ("stand", "sit"):
        return role.with_action("sit+read" if role.action == "sit" else "read")
    return role


def _unavailable_clothes(role: Role, subject: Subject) -> Iterable[str]:
    """Requested clothes that no figure has."""
    if not role.person:
        return
    _, unused = people.look_of(role.words[0], role.words[1:], role.seed)
    for attribute in unused:
        noun = nouns().find(attribute.rpartition(" ")[2])
        if noun is not None and noun.group == "garments":
            yield f"{attribute} of the {subject.name}"
