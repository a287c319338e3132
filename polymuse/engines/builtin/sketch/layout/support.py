"""Support: sitters on seats, cups on tables, birds on branches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from polymuse.brief import Relation
from polymuse.engines.builtin.sketch.layout.cast import Role

__all__ = ["Support", "enlarge_for_guests", "find_supports", "support_position", "with_support_action"]

ENCLOSED = frozenset(
    {"car", "bus", "train", "tram", "truck", "aeroplane", "helicopter", "rocket", "hot-air-balloon", "tent"}
)
FLAT = frozenset({"pond", "rug", "picnic-blanket", "bridge", "pier", "island", "mountain", "flower-bed", "stairs"})
SPREAD = frozenset({"rug", "picnic-blanket"})
"""Things one sits on rather than stands on."""
ROOM, LARGEST_BLANKET = 0.85, 1.7
"""Blanket width per sitter in metres, and its maximum scale."""
POND, AMID = "pond", 0.4
"""Water that is a thing on the ground, and the part of its height at which swimmers are."""
DESKS = frozenset({"desk", "table", "kitchen-counter", "piano"})
SEAT = 0.45
"""Height in metres of a seat hidden by a desk."""
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
"""Things whose near side hides the legs of sitters."""
ASTRIDE = frozenset({"horse", "bicycle", "motorbike", "elephant", "cow", "dragon", "camel", "donkey"})
MIDST, SLIM = 1.3, 0.75
"""Height in metres, and part of a seat's width, up to which something fits between sitters."""
HIDDEN = 0.02
"""Depth ratio by which a supported thing is behind or in front of its carrier."""


@dataclass(frozen=True, slots=True)
class Support:
    """The carrier of a role, and the named point of it that carries (`hand` for held things)."""

    child: int
    parent: int
    anchor: str


def find_supports(roles: Mapping[int, Role], relations: Sequence[Relation]) -> dict[int, Support]:
    """Supports by role; the first statement counts, without cycles."""
    result: dict[int, Support] = {}
    for r in relations:
        if r.subject not in roles or r.object not in roles or (r.subject in result and r.kind != "holding"):
            continue
        child, parent = roles[r.subject], roles[r.object]
        if r.kind == "holding" and r.object not in result and not _loops(result, r.object, r.subject):
            result[r.object] = Support(r.object, r.subject, "hand")
        elif r.kind in ("on", "in") and not _loops(result, r.subject, r.object):
            anchor = _carrying_point(r.kind, child, parent)
            if anchor:
                result[r.subject] = Support(r.subject, r.object, anchor)
        elif r.kind == "at" and child.person and child.action.startswith("sit"):
            anchor = "seat" if "seat" in parent.drawing.points else "behind" if parent.art in DESKS else None
            if anchor:
                result[r.subject] = Support(r.subject, r.object, anchor)
    return result | _add_between(result, roles, relations)


def _add_between(
    supports: Mapping[int, Support], roles: Mapping[int, Role], relations: Sequence[Relation]
) -> dict[int, Support]:
    """What is between two things on one carrier is on it too: a dog between two people on a bench."""
    amid = {}
    for r in relations:
        ends = supports.get(r.object), supports.get(r.object if r.second is None else r.second)
        if r.kind != "between" or r.subject in supports or r.subject not in roles or None in ends:
            continue
        (first, second), child = ends, roles[r.subject]
        assert first is not None and second is not None
        carrier = roles[first.parent]
        is_group = r.second is None and roles[r.object].count == 1
        small = child.height <= MIDST and child.width <= SLIM * carrier.width
        if (
            (first.parent, first.anchor) == (second.parent, second.anchor)
            and first.anchor != "hand"
            and small
            and not is_group
        ):
            amid[r.subject] = Support(r.subject, first.parent, "midst")
    return amid


def _loops(supports: Mapping[int, Support], child: int, parent: int) -> bool:
    while parent in supports:
        parent = supports[parent].parent
        if parent == child:
            return True
    return child == parent


def _carrying_point(kind: str, child: Role, parent: Role) -> str | None:
    """The parent's point that carries the child; None if it stands beside it."""
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


def with_support_action(child: Role, support: Support, parent: Role) -> Role:
    """The child with the action its support implies."""
    if not child.person:
        return replace(child, stand="ground", speed=parent.speed) if support.anchor != "hand" else child
    if support.anchor == "lie":
        return child.with_action("sleep" if child.action == "sleep" else "lie")
    if support.anchor == "flat":
        parts = ["sit-ground" if a in ("sit", "stand") and parent.art in SPREAD else a for a in child.action.split("+")]
        return replace(child, action="+".join(parts), speed=0.0)
    if support.anchor not in ("seat", "midst"):
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


def enlarge_for_guests(parent: Role, guests: int) -> Role:
    """A blanket large enough for its sitters."""
    if parent.art not in SPREAD:
        return parent
    return replace(parent, enlarged=min(LARGEST_BLANKET, max(1.0, guests * ROOM / parent.width)))


def support_position(
    child: Role, parent: Role, support: Support, number: int, total: int, facing: int
) -> tuple[float, float, float, float]:
    """Position relative to the parent: metres right and up, depth ratio behind (> 0) or in front, and the part of the
    frame it needs above the parent's ground."""
    if support.anchor == "hand":
        at = parent.point("hand", facing) or parent.point("mouth", facing) or (0.0, parent.height * 0.6)
        return at[0], at[1] - child.height * 0.4, -HIDDEN, at[1] + child.height
    if support.anchor in ("behind", "among", "flat"):
        return _position_around(child, parent, support, number, total)
    spread = (number - (total - 1) / 2) / max(1, total)
    match support.anchor:
        case "leaves":
            at = parent.point("branch", facing) or (spread * parent.width * 0.5, parent.height * 0.62)
            return at[0] + spread * 0.6, at[1], -HIDDEN, at[1] + child.height
        case "door":
            at = parent.point("door", facing) or (0.0, 0.0)
            return at[0], 0.0, -HIDDEN, child.height
    return _seat_position(child, parent, support, number, total, facing)


def _position_around(
    child: Role, parent: Role, support: Support, number: int, total: int
) -> tuple[float, float, float, float]:
    """As `support_position`, behind a desk, among leaves, or on something flat."""
    spread = (number - (total - 1) / 2) / max(1, total)
    if support.anchor == "behind":
        return spread * parent.width * 0.9, SEAT, HIDDEN, SEAT + child.height
    if support.anchor == "among":
        return spread * parent.width * 0.6, 0.0, HIDDEN, child.height
    rows = HIDDEN * (number % 2 if total > 2 else 0)
    lift = AMID * parent.height if parent.art == POND else 0.0
    return spread * parent.width * 0.7, lift, rows - HIDDEN, lift + child.height


def _seat_position(
    child: Role, parent: Role, support: Support, number: int, total: int, facing: int
) -> tuple[float, float, float, float]:
    """As `support_position`, on a seat or along the top."""
    points = parent.drawing.points
    spread = (number - (total - 1) / 2) / max(1, total)
    seats = [name for name in (support.anchor, f"{support.anchor}-2", f"{support.anchor}-3") if name in points]
    named = parent.point(seats[number % len(seats)], facing) if seats else None
    at = named or _middle(parent, facing)
    along = 0.0
    if total > len(seats) and support.anchor in ("top", "lie"):
        along = spread * min(parent.width * 0.8, total * child.width * 1.4)
    elif total > len(seats):
        along = (number // max(1, len(seats))) * 0.3
    behind = {"seat": HIDDEN if parent.art in HULLS else -HIDDEN, "midst": -2 * HIDDEN}.get(support.anchor, -HIDDEN)
    return at[0] + along, at[1], behind, at[1] + child.height


def _middle(parent: Role, facing: int) -> tuple[float, float]:
    """The middle of all seats, or of the top."""
    seats = [at for name in ("seat", "seat-2", "seat-3") if (at := parent.point(name, facing)) is not None]
    if not seats or parent.art in DESKS:
        return 0.0, parent.height
    return sum(x for x, _ in seats) / len(seats), sum(y for _, y in seats) / len(seats)
