"""Casting: who plays which role in the piece, and who is silent in which section."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from polymuse.engines.builtin.composer.data import instruments
from polymuse.engines.builtin.composer.form import Plan, Section

__all__ = ["ROLES", "Cast", "cast", "players"]

ROLES = ("lead", "harmony", "pad", "bass", "sparkle", "drums")

Cast = Mapping[str, tuple[str, ...]]
"""For each role who may play it, the first choice first."""

_ENERGY_FOR = {"lead": 0.0, "harmony": 0.0, "pad": 0.16, "bass": 0.34, "sparkle": 0.0, "drums": 0.55}
_DRUMS_ALWAYS = 0.25
_CALM = -0.15
_DEEP = 43


def cast(plan: Plan) -> Cast:
    """The players: those asked for in the roles they can take, the style's for the rest (unless only those asked for
    may play)."""
    wish = plan.wish
    rng = Random(f"cast {wish.entropy}")
    chosen: dict[str, tuple[str, ...]] = {}
    asked = _asked_roles(wish.instruments)
    for role in ROLES:
        usual = [name for name in wish.style.players(role) if name not in wish.without]
        rng.shuffle(usual)
        usual.sort(key=lambda name: name in {names[0] for names in chosen.values() if names})
        if role == "drums" and wish.style.drums == "none":
            usual = []
        own = asked.get(role, [])
        others = [] if wish.only_these else [name for name in usual if name not in own]
        chosen[role] = tuple(own + others)
    if not asked.get("lead"):
        chosen["lead"] = (*_melodists(wish.instruments), *chosen["lead"])
    return _shared(chosen, wish.only_these)


def players(section: Section, plan: Plan, company: Cast) -> dict[str, str]:
    """Who plays in a section: role → instrument. A cue's own instruments come first; quiet sections have fewer."""
    if section.cue.swell == "silent":
        return {}
    cued = {} if plan.wish.only_these else _asked_roles(section.cue.instruments)
    asked = _asked_roles(plan.wish.instruments)
    found: dict[str, str] = {}
    for role in ROLES:
        options = cued.get(role) or company[role]
        needed = role in cued or role in asked or (role == "bass" and _lacks_depth(found))
        enough = needed or section.energy >= _least(role, section, plan)
        if options and enough and (_suits(role, section) or not company["harmony"]):
            turn = "ABCD".find(section.letter) if role == "lead" and not cued.get(role) else 0
            found[role] = options[max(turn, 0) % min(len(options), 3)]
    if found.get("lead") == found.get("sparkle"):
        found.pop("sparkle", None)
    return found


def _lacks_depth(found: dict[str, str]) -> bool:
    """Whether the accompaniment is too high to be its own bass."""
    return "harmony" in found and instruments()[found["harmony"]].range[0] > _DEEP


def _least(role: str, section: Section, plan: Plan) -> float:
    """The energy from which a role is heard; drums never in a calm section."""
    if role != "drums":
        return _ENERGY_FOR[role]
    if section.mood.arousal < _CALM:
        return 2.0
    return _ENERGY_FOR[role] if plan.wish.style.drums in ("light", "pulse") else _DRUMS_ALWAYS


def _suits(role: str, section: Section) -> bool:
    """The intro states the theme's head over the accompaniment; the outro is for the accompaniment."""
    if section.letter == "intro":
        return role in ("lead", "harmony", "pad", "bass")
    if section.letter == "outro":
        return role in ("harmony", "pad", "bass", "sparkle")
    return True


def _asked_roles(names: tuple[str, ...]) -> dict[str, list[str]]:
    """Each instrument in its natural role, or in the next one it can take when that is taken."""
    taken: dict[str, list[str]] = {}
    for name in names:
        roles = instruments()[name].roles
        role = next((role for role in roles if role not in taken), roles[0])
        taken.setdefault(role, []).append(name)
    return taken


def _melodists(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those asked for who could take the melody as well as their own part: in "hopeful piano" the piano sings."""
    about = instruments()
    return tuple(name for name in names if about[name].roles[0] == "harmony" and "lead" in about[name].roles)


def _shared(chosen: dict[str, tuple[str, ...]], only_these: bool) -> Cast:
    """When few may play, those who can take an empty role as well do: a lone piano also has the melody."""
    if only_these:
        present = list(dict.fromkeys(name for names in chosen.values() for name in names))
        for role in ("lead", "harmony"):
            able = [name for name in present if role in instruments()[name].roles]
            if not chosen[role] and able:
                chosen[role] = (able[0],)
    return chosen
