"""What rests on what: sitters on seats, cups on tables, birds on branches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from polymuse.brief import Relation
from polymuse.engines.builtin.sketch.layout.cast import Role

__all__ = ["Rest", "place_on", "rests_of", "roomy", "seated"]

ENCLOSED = frozenset(
    {"car", "bus", "train", "tram", "truck", "aeroplane", "helicopter", "rocket", "hot-air-balloon", "tent"}
)
FLAT = frozenset({"pond", "rug", "picnic-blanket", "bridge", "pier", "island", "mountain", "flower-bed", "stairs"})
SPREAD = frozenset({"rug", "picnic-blanket"})
"""What one sits down on rather than stands."""
ROOM, LARGEST_BLANKET = 0.85, 1.7
"""Metres of a blanket for each who sits on it, and how much it grows for them at most."""
POND, AMID = "pond", 0.4
"""Water that is a thing on the ground, and the part of its height at which what swims on it is."""
DESKS = frozenset({"desk", "table", "kitchen-counter", "piano"})
SEAT = 0.45
"""Metres above the floor of a seat that a desk hides."""
LEAFY = frozenset({"plants"})
SEATED = frozenset(
    {
        "sit",
        "ride",
        "row",
        "sit-ground",
        "read",
        "sleep",
        "lie",
        "play",
        "fish",
        "talk",
        "drink",
        "eat",
        "think",
        "stand",
    }
)
HULLS = frozenset(
    {
        "rowing-boat",
        "fishing-boat",
        "sailing-boat",
        "ferry",
        "ship",
        "bathtub",
        "cart",
        "tractor",
        "crib",
        "hot-air-balloon",
    }
)
"""Things whose near side hides the legs of who sits in them."""
ASTRIDE = frozenset({"horse", "bicycle", "motorbike", "elephant", "cow", "dragon", "camel", "donkey"})
MIDST, SLIM = 1.3, 0.75
"""Metres of height, and the part of a seat's width, up to which something has room between those who sit there."""
HIDDEN = 0.02
"""Part of the depth by which one goes behind or before what carries it."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A role that is carried by another, and at which of its named points (`hand` for held things)."""

    child: int
    parent: int
    where: str


def rests_of(roles: Mapping[int, Role], relations: Sequence[Relation]) -> dict[int, Rest]:
    """Who is carried by whom; the first thing said counts, and nobody carries each other."""
    found: dict[int, Rest] = {}
    for r in relations:
        if r.subject not in roles or r.object not in roles or (r.subject in found and r.kind != "holding"):
            continue
        child, parent = roles[r.subject], roles[r.object]
        if r.kind == "holding" and r.object not in found and not _loops(found, r.object, r.subject):
            found[r.object] = Rest(r.object, r.subject, "hand")
        elif r.kind in ("on", "in") and not _loops(found, r.subject, r.object):
            where = _where(r.kind, child, parent)
            if where:
                found[r.subject] = Rest(r.subject, r.object, where)
        elif r.kind == "at" and child.person and child.action.startswith("sit"):
            where = "seat" if "seat" in parent.drawing.points else "behind" if parent.art in DESKS else None
            if where:
                found[r.subject] = Rest(r.subject, r.object, where)
    return found | _amid(found, roles, relations)


def _amid(found: Mapping[int, Rest], roles: Mapping[int, Role], relations: Sequence[Relation]) -> dict[int, Rest]:
    """What is between two that one thing carries is carried by it, too: a dog between two people on a bench."""
    amid = {}
    for r in relations:
        ends = found.get(r.object), found.get(r.object if r.second is None else r.second)
        if r.kind != "between" or r.subject in found or r.subject not in roles or None in ends:
            continue
        (first, second), child = ends, roles[r.subject]
        assert first is not None and second is not None
        carrier = roles[first.parent]
        one = r.second is None and roles[r.object].count == 1
        small = child.height <= MIDST and child.width <= SLIM * carrier.width
        if (first.parent, first.where) == (second.parent, second.where) and first.where != "hand" and small and not one:
            amid[r.subject] = Rest(r.subject, first.parent, "midst")
    return amid


def _loops(found: Mapping[int, Rest], child: int, parent: int) -> bool:
    while parent in found:
        parent = found[parent].parent
        if parent == child:
            return True
    return child == parent


def _where(kind: str, child: Role, parent: Role) -> str | None:
    """The point of the parent that carries the child; None where it does not carry it but stands by it."""
    points = parent.drawing.points
    if child.stand == "water" and parent.art == POND:
        return "flat"
    if child.stand == "water" or (kind == "in" and (parent.art in ENCLOSED or parent.drawing.family == "buildings")):
        return "door" if kind == "in" and child.person and "door" in points else None
    if parent.drawing.family in LEAFY and "seat" not in points:
        in_crown = child.drawing.family == "animals" and parent.height > 4
        return "leaves" if in_crown else "among" if kind == "in" else "flat"
    if parent.art in FLAT or parent.height < 0.05:
        return "flat"
    if child.living and {"lie", "seat"} & set(points) and parent.art != "piano":
        on_deck = child.action == "stand" and kind == "on" and parent.art in HULLS
        lies = "lie" in points and child.action in ("lie", "sleep")
        return "top" if on_deck else "lie" if lies else "seat"
    return "top" if child.height <= 4 * parent.height else None


def seated(child: Role, rest: Rest, parent: Role) -> Role:
    """The child in the action that its place asks for."""
    if not child.person:
        return replace(child, stand="ground", speed=parent.speed) if rest.where != "hand" else child
    if rest.where == "lie":
        return child.doing("sleep" if child.action == "sleep" else "lie")
    if rest.where == "flat":
        parts = ["sit-ground" if a in ("sit", "stand") and parent.art in SPREAD else a for a in child.action.split("+")]
        return replace(child, action="+".join(parts), speed=0.0)
    if rest.where not in ("seat", "midst"):
        return replace(child, speed=0.0)
    if parent.art in ASTRIDE:
        return replace(child, action="ride", speed=0.0)
    parts = [
        a
        for a in child.action.split("+")
        if a not in ("sit", "stand", "walk", "run", "sit-ground", "climb", "ride", "sleep", "lie")
    ]
    action = "row" if "row" in parts or (parent.art == "rowing-boat" and not parts) else "+".join(["sit", *parts[:1]])
    return replace(child, action=action, speed=0.0)


def roomy(parent: Role, guests: int) -> Role:
    """A blanket that is large enough for all who sit on it."""
    if parent.art not in SPREAD:
        return parent
    return replace(parent, enlarged=min(LARGEST_BLANKET, max(1.0, guests * ROOM / parent.width)))


def place_on(
    child: Role, parent: Role, rest: Rest, number: int, total: int, facing: int
) -> tuple[float, float, float, float]:
    """Where the child is, relative to its parent: metres right and up, the share of the depth it is behind (> 0) or
    before, and how much of the frame it needs above the parent's ground."""
    if rest.where == "hand":
        at = parent.point("hand", facing) or parent.point("mouth", facing) or (0.0, parent.height * 0.6)
        return at[0], at[1] - child.height * 0.4, -HIDDEN, at[1] + child.height
    if rest.where in ("behind", "among", "flat"):
        return _around(child, parent, rest, number, total)
    spread = (number - (total - 1) / 2) / max(1, total)
    match rest.where:
        case "leaves":
            at = parent.point("branch", facing) or (spread * parent.width * 0.5, parent.height * 0.62)
            return at[0] + spread * 0.6, at[1], -HIDDEN, at[1] + child.height
        case "door":
            at = parent.point("door", facing) or (0.0, 0.0)
            return at[0], 0.0, -HIDDEN, child.height
    return _seat(child, parent, rest, number, total, facing)


def _around(child: Role, parent: Role, rest: Rest, number: int, total: int) -> tuple[float, float, float, float]:
    """The same for those who sit behind a desk, are among leaves, or on something flat."""
    spread = (number - (total - 1) / 2) / max(1, total)
    if rest.where == "behind":
        return spread * parent.width * 0.9, SEAT, HIDDEN, SEAT + child.height
    if rest.where == "among":
        return spread * parent.width * 0.6, 0.0, HIDDEN, child.height
    rows = HIDDEN * (number % 2 if total > 2 else 0)
    lift = AMID * parent.height if parent.art == POND else 0.0
    return spread * parent.width * 0.7, lift, rows - HIDDEN, lift + child.height


def _seat(
    child: Role, parent: Role, rest: Rest, number: int, total: int, facing: int
) -> tuple[float, float, float, float]:
    """The same on one of the parent's seats, or along its top."""
    points = parent.drawing.points
    spread = (number - (total - 1) / 2) / max(1, total)
    seats = [name for name in (rest.where, f"{rest.where}-2", f"{rest.where}-3") if name in points]
    named = parent.point(seats[number % len(seats)], facing) if seats else None
    at = named or _middle(parent, facing)
    along = 0.0
    if total > len(seats) and rest.where in ("top", "lie"):
        along = spread * min(parent.width * 0.8, total * child.width * 1.4)
    elif total > len(seats):
        along = (number // max(1, len(seats))) * 0.3
    behind = {"seat": HIDDEN if parent.art in HULLS else -HIDDEN, "midst": -2 * HIDDEN}.get(rest.where, -HIDDEN)
    return at[0] + along, at[1], behind, at[1] + child.height


def _middle(parent: Role, facing: int) -> tuple[float, float]:
    """The middle of all seats, or else of the top."""
    seats = [at for name in ("seat", "seat-2", "seat-3") if (at := parent.point(name, facing)) is not None]
    if not seats or parent.art in DESKS:
        return 0.0, parent.height
    return sum(x for x, _ in seats) / len(seats), sum(y for _, y in seats) / len(seats)
