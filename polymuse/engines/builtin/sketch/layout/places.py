"""Choice of the set, and the subjects it shows itself. The table is scenery.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from polymuse.brief import Brief, Subject
from polymuse.brief.lexicon import load_word_table, split_list
from polymuse.brief.lexicon import nouns as lexicon
from polymuse.data_files import load_table
from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.layout.cast import Role
from polymuse.engines.builtin.sketch.scenery import sets

__all__ = ["choose_set", "subjects_in_set", "unknown_place"]

LOOSE = frozenset({"at", "beside", "behind", "facing", "toward", "around"})
"""Relations to a thing of the set that hold wherever somebody stands."""
WATERS = frozenset({"pond", "duck pond", "lily pond", "lake", "river", "stream", "brook", "canal", "sea", "ocean"})
"""Water that exists once per set."""
LARGE = 2.6
"""Height in metres from which a vehicle does not fit into a hall."""
OPEN_AIR = frozenset({"buildings", "vehicles", "plants"})
INLAND = {"lake": "lake", "pond": "swamp", "river": "river"}
GROWN = 2.2
"""Height in metres from which a plant is no pot plant."""
DETACHED = frozenset({"bench", "window", "door", "lamp", "curtain"})
"""Furniture that does not imply a room."""


@cache
def _table() -> Mapping[str, Any]:
    data: Mapping[str, Any] = load_table(__package__, "scenery.yaml")
    return data


@cache
def _places() -> Mapping[str, str]:
    """Every place word → its set."""
    ours = {word: name for name, words in _table()["places"].items() for word in split_list(words)}
    return {**sets.words(), **ours}


def choose_set(brief: Brief, roles: Iterable[Role]) -> str:
    """The set for a brief's place and subjects."""
    roles = list(roles)
    nouns = {s.name for s in brief.subjects} | {r.art for r in roles}
    named = _named(brief.setting.place)
    if named is None:
        return _with_ground(_suggested_set(roles, nouns), roles)
    if brief.setting.place in split_list(_table()["stations"]) and any(_large(r) for r in roles):
        return "meadow"
    if sets.indoors(named) and lexicon().group(brief.setting.place or "") == "buildings" and _in_the_open(roles):
        named = "meadow"
    return _with_ground(_redirect_set(named, roles, nouns), roles)


def unknown_place(brief: Brief) -> tuple[str, ...]:
    """The brief's place if no set shows it."""
    place = brief.setting.place
    return (place,) if place and _named(place) is None else ()


def subjects_in_set(brief: Brief, name: str) -> frozenset[int]:
    """Indices of the subjects that the set shows itself, without further attributes."""
    set_nouns = frozenset(split_list(_table()["shows"].get(name, "")))
    if not sets.indoors(name):
        set_nouns |= frozenset(split_list(_table()["open"]))
    else:
        set_nouns |= frozenset(word for word, set_name in _places().items() if set_name == name)
    painted = frozenset(split_list(_table()["painted"].get(name, "")))
    return frozenset(
        i for i, s in enumerate(brief.subjects) if s.name in painted or (s.name in set_nouns and _plain(brief, i, s))
    )


def _plain(brief: Brief, index: int, subject: Subject) -> bool:
    if subject.name not in art.drawings_by_word() or subject.name in WATERS:
        return True
    tied = any((r.object == index and r.kind not in LOOSE) or r.subject == index for r in brief.relations)
    return not tied and not subject.colour and not any("on the " in a or "in the " in a for a in subject.attributes)


def _in_the_open(roles: list[Role]) -> bool:
    """Whether a building is seen from outside: with trees or other buildings."""
    return any(r.drawing.family in ("buildings", "plants") and r.stand == "ground" and r.height > GROWN for r in roles)


def _large(role: Role) -> bool:
    return role.drawing.family == "vehicles" and role.height > LARGE


def _named(place: str | None) -> str | None:
    if not place:
        return None
    words = _places()
    place = place.lower().strip()
    parts = place.split()
    tails = [" ".join(parts[i:]) for i in range(len(parts))]
    heads = [" ".join(parts[:i]) for i in range(len(parts) - 1, 0, -1)]
    candidates = [c for phrase in (*tails, *heads) for c in (phrase, phrase.removesuffix("s"))]
    set_name = next((words[c] for c in candidates if c in words), None)
    return set_name or (_related_set(parts[-1]) if parts else None)


def _related_set(place: str) -> str | None:
    """The set of a related place ("dockside" → the harbour)."""
    words = _places()
    for kin in (split_list(text) for text in load_word_table("places")["kin"]):
        if place in kin:
            return next((words[word] for word in kin if word in words), None)
    return None


def _redirect_set(name: str, roles: list[Role], nouns: set[str]) -> str:
    """Another set, if it shows a requested thing that this one cannot."""
    afloat = any(r.stand == "water" and r.drawing.family == "vehicles" for r in roles)
    for required, target, others in _table()["steers"]:
        if name in split_list(others) and nouns & set(split_list(required)) and not (target == "headland" and afloat):
            return str(target)
    return name


def _suggested_set(roles: list[Role], nouns: set[str]) -> str:
    """The set for the subjects of a brief without a place."""
    if any(r.stand == "water" and r.drawing.family == "vehicles" for r in roles):
        inland = next((name for water, name in INLAND.items() if water in nouns), None)
        return inland or ("harbour" if any(r.stand == "ground" for r in roles) else "sea")
    for name, words in _table()["hints"]:
        if nouns & set(split_list(words)) and name in sets.names():
            return str(name)
    outdoors = any(r.drawing.family in OPEN_AIR and r.stand == "ground" and r.height > 1 for r in roles)
    if not outdoors and any(r.drawing.family == "furniture" and r.art not in DETACHED for r in roles):
        return "living room"
    if roles and all(r.stand in ("surface", "wall", "ceiling") for r in roles):
        return "living room"
    return "meadow" if roles else "abstract"


def _with_ground(name: str, roles: list[Role]) -> str:
    """A set with ground for those who need it: nobody can walk on the open sea."""
    if name != "sea":
        return name
    afloat = any(r.stand == "water" for r in roles)
    ashore = any(
        r.stand == "ground" and (not r.person or not afloat) and r.action not in ("swim", "row") for r in roles
    )
    return "beach" if ashore else name
