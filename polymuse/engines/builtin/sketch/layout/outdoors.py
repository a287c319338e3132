"""Outdoor casting: windows and doors belong to a house, lamps stand in the street."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from polymuse.brief import Relation
from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.layout.cast import Casting, Role

__all__ = ["cast_outdoors"]

LIGHTS = frozenset({"lamp", "desk-lamp", "candle", "lantern"})
"""What shines in a house's windows."""
WITHIN = frozenset({"in", "at", "behind", "on", "beside"})
FITTINGS = frozenset({"curtain", "picture", "wall-clock", "mirror", "door"})
"""Parts of a room or house that do not stand alone."""


def cast_outdoors(company: Casting, alone: bool = False) -> dict[int, Role]:
    """The roles cast outdoors. A light in a house is its lit windows; a window or door without a house gets one (unless
    doors may stand `alone`), and a door colours the house's door."""
    roles = dict(company.roles)
    openings = [i for i, r in roles.items() if r.art == "window" or (r.art == "door" and not alone)]
    houses = [i for i, r in roles.items() if r.drawing.family == "buildings"]
    doors = {i: colour for i in openings if roles[i].art == "door" and (colour := roles[i].colours.get("door"))}
    if openings and not houses:
        roles[openings[0]] = replace(
            roles[openings[0]], art="cottage", drawing=art.load("cottage"), stand="ground", count=1, colours={}
        )
        houses, openings = [openings[0]], openings[1:]
    for i, colour in doors.items():
        owners = [r.object for r in company.relations if r.subject == i and r.object in houses]
        house = (owners or houses)[0]
        if "door" in roles[house].drawing.slots:
            roles[house] = replace(roles[house], colours={"door": colour, **roles[house].colours})
    lit = _inside(company.relations, roles, {*houses, *openings})
    for i in [i for i in roles if i in openings or i in lit]:
        del roles[i]
    carried = {r.subject for r in company.relations if r.kind in ("on", "in")}
    for i, role in roles.items():
        if role.art == "lamp" and i not in carried:
            roles[i] = replace(role, art="street-lamp", drawing=art.load("street-lamp"), stand="ground")
    return roles


def _inside(relations: tuple[Relation, ...], roles: Mapping[int, Role], houses: set[int]) -> set[int]:
    """Lights and fittings that are in one of the houses."""
    return {
        r.subject
        for r in relations
        if r.subject in roles and r.object in houses and r.kind in WITHIN
        and ((roles[r.subject].art in LIGHTS and r.kind == "in") or roles[r.subject].art in FITTINGS)
    }  # fmt: skip
