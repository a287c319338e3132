"""Casting: which drawing plays each subject of a brief, in which colours, doing what."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from polymuse.brief import Brief, Relation, Subject
from polymuse.brief.lexicon import nouns
from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.art import Art, Rgb
from polymuse.engines.builtin.sketch.colours import colour
from polymuse.engines.builtin.sketch.figures import actions, looks, people

__all__ = ["Cast", "Role", "cast", "drawing_of"]

DARK = frozenset({"night", "dusk", "sunset"})
"""When fireflies are to be seen; the air's painter shows them."""
MOST = 48
"""Of one kind of thing no more are drawn; the rest is reported."""

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
"""What the sky's painter shows by the hour and the weather."""

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
"""Nouns for people in the lexicon that a person's figure does not show."""

WINGED = frozenset({"angel", "fairy", "superhero", "witch", "wizard", "ghost", "hero", "goddess", "astronaut"})
"""People who fly when they are said to; others fly kites and planes."""

SIZES: Mapping[str, float] = {
    "tiny": 0.6, "little": 0.75, "small": 0.75, "big": 1.25, "large": 1.25, "tall": 1.2, "huge": 1.5, "giant": 1.6,
    "enormous": 1.6, "gigantic": 1.6, "massive": 1.5,
}  # fmt: skip
"""What words say of the size of a thing, as a factor."""
PEOPLE_SIZES: Mapping[str, float] = {
    "tiny": 0.62, "miniature": 0.4, "huge": 1.5, "giant": 2.4, "enormous": 2.0, "gigantic": 2.6, "massive": 1.5,
}  # fmt: skip
"""The same of a person; what else is said of people's size belongs to their looks."""

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
"""Metres per second of things without limbs."""


@dataclass(frozen=True, slots=True)
class Role:
    """A subject with the drawing that plays it; `subject` is its index. `stand` as in art/README.md."""

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
    """What it does, as the brief says it."""
    busy: bool = False
    """Whether somebody's hands are full of something that is drawn apart."""
    held: tuple[str, ...] = ()
    holders: int = 0
    """So many of them, the first ones, hold what `held` says."""
    enlarged: float = 1.0
    """How much bigger than usual it is drawn, because somebody says so or to be seen at all."""

    @property
    def person(self) -> bool:
        return self.art == "person"

    @property
    def living(self) -> bool:
        return self.person or self.drawing.family == "animals"

    @property
    def height(self) -> float:
        """Metres from the ground to the top of what is drawn."""
        return (self.anchor[1] - self.drawing.bounds[1]) * self.drawing.scale * self.enlarged

    @property
    def depth(self) -> float:
        """Metres that reach below its place: under the waterline, or a sitter's legs."""
        return max(0.0, (self.drawing.bounds[3] - self.anchor[1]) * self.drawing.scale * self.enlarged)

    @property
    def width(self) -> float:
        """Metres across what is drawn."""
        return (self.drawing.bounds[2] - self.drawing.bounds[0]) * self.drawing.scale * self.enlarged

    @property
    def reach(self) -> float:
        """Metres from its place to the farther of its two sides, so that it may face either way."""
        left, _, right, _ = self.drawing.bounds
        middle = self.anchor[0]
        return max(middle - left, right - middle) * self.drawing.scale * self.enlarged

    @property
    def anchor(self) -> tuple[float, float]:
        """The viewBox point that is put at its place."""
        if self.drawing.joints():
            return actions.anchor(self.drawing, self.action)
        return self.drawing.width / 2, self.drawing.ground

    def point(self, name: str, facing: int = 1) -> tuple[float, float] | None:
        """Metres right of and above its place of a named point."""
        if name not in self.drawing.points:
            return None
        x, y = self.drawing.points[name]
        scale = self.drawing.scale * self.enlarged
        return (x - self.anchor[0]) * scale * facing, (self.anchor[1] - y) * scale

    def words_of(self, number: int) -> tuple[str, ...]:
        """The words for one of them."""
        return (*self.words, *self.held) if number < self.holders else self.words

    def doing(self, action: str) -> Role:
        """The same in another action."""
        return replace(self, action=action)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays, which relations are left to be arranged, and what cannot be drawn."""

    roles: Mapping[int, Role]
    relations: tuple[Relation, ...]
    undrawn: tuple[str, ...]


def cast(brief: Brief, covered: frozenset[int], seed: int) -> Cast:
    """Cast a brief's subjects. `covered`: indices of what the set shows by itself."""
    held = {r.object: r for r in brief.relations if r.kind == "holding"}
    roles: dict[int, Role] = {}
    undrawn: list[str] = []
    for i, subject in enumerate(brief.subjects):
        if i in covered or _painted(subject, brief):
            continue
        if _burning(i, subject, brief):
            continue
        role = _role(i, subject, brief, seed)
        if role is None:
            if i not in held:
                undrawn.append(_named(subject))
            continue
        roles[i] = role
        if subject.count > MOST:
            undrawn.append(f"{subject.count - MOST} more of {subject.count} {subject.name}")
    relations = list(brief.relations)
    for relation in held.values():
        _hold(brief, relation, roles, relations, undrawn)
    for i, role in roles.items():
        undrawn += _unworn(role, brief.subjects[i])
    return Cast(roles, tuple(relations), tuple(dict.fromkeys(undrawn)))


def _burning(index: int, subject: Subject, brief: Brief) -> bool:
    """A fire in the fireplace, which burns by itself."""
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
    own = zlib.crc32((subject.character or f"{seed}:{index}:{subject.name}").encode()) & 0xFFFF
    action = acting(subject.action)
    if _is_person(subject.name):
        action = "stand" if action == "fly" and subject.name not in WINGED else action
        words = (_person_noun(subject), *map(_single, subject.attributes))
        look = people.look_of(words[0], words[1:], own)[0]
        drawing = people.build(people.equipped(look, subject.action or ""))
        speed = actions.travel(drawing, action)
        colours = {"main": rgb} if subject.colour and (rgb := colour(subject.colour)) else {}
        return Role(
            index, subject.name, "person", drawing, "ground", count, action, words, colours,
            subject.attributes, speed, own, subject.action or "", enlarged=_said(subject, PEOPLE_SIZES),
        )  # fmt: skip
    name = drawing_of(subject.name, subject.attributes)
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
        subject.attributes, speed, own, subject.action or "", enlarged=_said(subject, SIZES),
    )  # fmt: skip


def _said(subject: Subject, sizes: Mapping[str, float]) -> float:
    return next((sizes[a] for a in subject.attributes if a in sizes), 1.0)


def _in_the_air(name: str, subject: Subject, action: str) -> tuple[str, str]:
    """Birds fly unless they are said to do something else."""
    drawing = art.load(name)
    if drawing.family != "animals":
        return name, action
    aloft = "in the sky" in subject.attributes or (subject.action or "").split(" ")[0] in FLIES
    if (subject.action is None and drawing.stand == "air") or aloft:
        action = "fly"
    return actions.form(name, action), action


def acting(verb: str | None) -> str:
    """The action's name for a verb in base form, with or without its particle; `stand` for others."""
    if not verb:
        return "stand"
    return actions.ACTIONS.get(verb) or actions.ACTIONS.get(verb.split()[0], "stand")


def _is_person(noun: str) -> bool:
    last = noun.rpartition(" ")[2]
    if noun in INHUMAN or noun in art.words():
        return False
    known = nouns().group(noun) or nouns().group(last)
    return noun in people.WORDS or last in people.WORDS or known in ("women", "men", "people")


def _person_noun(subject: Subject) -> str:
    """A noun that `people` knows: the word itself, else what the lexicon says it is."""
    noun = subject.name
    if noun in people.WORDS or noun.rpartition(" ")[2] in people.WORDS:
        return noun
    return {"women": "woman", "men": "man"}.get(nouns().group(noun) or "", noun)


@cache
def drawing_of(noun: str, attributes: tuple[str, ...] = ()) -> str | None:
    """The drawing for a noun, the more exact one where its attributes ask for it; None when there is none."""
    words = art.words()
    described = [f"{a} {noun}" for a in attributes] + [f"{noun} {a}" for a in attributes if a.startswith("of ")]
    last = noun.rpartition(" ")[2]
    for candidate in (*described, noun, PART_OF.get(noun, ""), last if " " in noun else "", noun.replace("-", " ")):
        if candidate in words:
            return words[candidate]
    return None


def _single(attribute: str) -> str:
    """What each of several people wears: "red shirts" are a red shirt for everyone."""
    described, _, last = attribute.rpartition(" ")
    noun = nouns().find(last)
    if noun is None or noun.group != "garments" or not noun.plural or last in looks.THINGS:
        return attribute
    return f"{described} {noun.lemma}".strip()


def _colours(drawing: Art, subject: Subject) -> dict[str, Rgb]:
    """The asked-for colour in the main slot, and those of parts ("red roof") in theirs."""
    found = {}
    if subject.colour and (rgb := colour(subject.colour)):
        found[drawing.main] = rgb
    for attribute in subject.attributes:
        shade, _, part = attribute.rpartition(" ")
        slot = next((s for s in (part, part.removesuffix("s")) if s in drawing.slots), None)
        if slot and shade and (rgb := colour(shade.split()[-1]) or colour(shade)):
            found[slot] = rgb
    return found


def _hold(
    brief: Brief, relation: Relation, roles: dict[int, Role], relations: list[Relation], undrawn: list[str]
) -> None:
    """Put a thing into somebody's hand: as part of the figure where people know it, else as a thing of its own."""
    holder, thing = roles.get(relation.subject), brief.subjects[relation.object]
    described = f"{thing.colour} {thing.name}" if thing.colour else thing.name
    if holder is not None and holder.person:
        look, unused = people.look_of(holder.words[0], (*holder.words[1:], *holder.held, described), holder.seed)
        if described not in unused:
            roles[relation.subject] = _playing(
                replace(
                    holder, held=(*holder.held, described), holders=_hands(holder, thing), drawing=people.build(look)
                ),
                look.prop,
            )
            roles.pop(relation.object, None)
            relations[:] = [r for r in relations if relation.object not in (r.subject, r.object)]
            return
    if relation.object not in roles:
        undrawn.append(_named(thing))
    elif holder is not None and holder.person:
        look = people.look_of(holder.words[0], holder.words[1:], holder.seed)[0]
        roles[relation.subject] = replace(holder, busy=True, drawing=people.build(look))


def _hands(holder: Role, thing: Subject) -> int:
    """How many of them hold one: two girls with an umbrella have one umbrella."""
    return max(holder.holders, min(holder.count, thing.count))


def _playing(role: Role, prop: str) -> Role:
    """A sitter with a book reads."""
    if prop in ("book", "newspaper") and role.action in ("stand", "sit"):
        return role.doing("sit+read" if role.action == "sit" else "read")
    return role


def _unworn(role: Role, subject: Subject) -> Iterable[str]:
    """Clothes that were asked for and that no figure has."""
    if not role.person:
        return
    _, unused = people.look_of(role.words[0], role.words[1:], role.seed)
    for attribute in unused:
        noun = nouns().find(attribute.rpartition(" ")[2])
        if noun is not None and noun.group == "garments":
            yield f"{attribute} of the {subject.name}"
