"""Role assignment: which instrument plays which role, and which are silent in a section."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from polymuse.engines.builtin.composer.data import instruments
from polymuse.engines.builtin.composer.form import FormSection, MusicPlan

__all__ = ["ROLES", "RoleAssignment", "active_players", "assign_roles"]

ROLES = ("lead", "harmony", "pad", "bass", "sparkle", "drums")

RoleAssignment = Mapping[str, tuple[str, ...]]
"""Candidates per role, the first choice first."""

_ENERGY_FOR = {"lead": 0.0, "harmony": 0.0, "pad": 0.16, "bass": 0.34, "sparkle": 0.0, "drums": 0.55}
_DRUMS_ALWAYS = 0.25
_CALM = -0.15
_DEEP = 43


def assign_roles(plan: MusicPlan) -> RoleAssignment:
    """Requested instruments in the roles they can take, the style's for the rest (unless the request is exclusive)."""
    request = plan.request
    rng = Random(f"cast {request.entropy}")
    assignment: dict[str, tuple[str, ...]] = {}
    requested = _requested_roles(request.instruments)
    for role in ROLES:
        usual = [name for name in request.style.players(role) if name not in request.excluded]
        rng.shuffle(usual)
        usual.sort(key=lambda name: name in {names[0] for names in assignment.values() if names})
        if role == "drums" and request.style.drums == "none":
            usual = []
        requested_names = requested.get(role, [])
        others = [] if request.is_exclusive else [name for name in usual if name not in requested_names]
        assignment[role] = tuple(requested_names + others)
    if not requested.get("lead"):
        assignment["lead"] = (*_melody_candidates(request.instruments), *assignment["lead"])
    return _double_roles(assignment, request.is_exclusive)


def active_players(section: FormSection, plan: MusicPlan, company: RoleAssignment) -> dict[str, str]:
    """Instruments that play in a section, by role. A cue's own instruments come first; quiet sections have fewer."""
    if section.cue.swell == "silent":
        return {}
    cued = {} if plan.request.is_exclusive else _requested_roles(section.cue.instruments)
    requested = _requested_roles(plan.request.instruments)
    playing: dict[str, str] = {}
    for role in ROLES:
        options = cued.get(role) or company[role]
        is_required = role in cued or role in requested or (role == "bass" and _needs_bass(playing))
        is_playing = is_required or section.energy >= _minimum_energy(role, section, plan)
        if options and is_playing and (_is_role_in_section(role, section) or not company["harmony"]):
            turn = "ABCD".find(section.letter) if role == "lead" and not cued.get(role) else 0
            playing[role] = options[max(turn, 0) % min(len(options), 3)]
    if playing.get("lead") == playing.get("sparkle"):
        playing.pop("sparkle", None)
    return playing


def _needs_bass(playing: dict[str, str]) -> bool:
    """Whether the accompaniment is too high to do without a bass."""
    return "harmony" in playing and instruments()[playing["harmony"]].range[0] > _DEEP


def _minimum_energy(role: str, section: FormSection, plan: MusicPlan) -> float:
    """Energy from which a role plays; drums never in a calm section."""
    if role != "drums":
        return _ENERGY_FOR[role]
    if section.mood.arousal < _CALM:
        return 2.0
    return _ENERGY_FOR[role] if plan.request.style.drums in ("light", "pulse") else _DRUMS_ALWAYS


def _is_role_in_section(role: str, section: FormSection) -> bool:
    """The intro has the theme's head over the accompaniment; the outro has the accompaniment only."""
    if section.letter == "intro":
        return role in ("lead", "harmony", "pad", "bass")
    if section.letter == "outro":
        return role in ("harmony", "pad", "bass", "sparkle")
    return True


def _requested_roles(names: tuple[str, ...]) -> dict[str, list[str]]:
    """Each instrument in its natural role, or in the next free one it can take."""
    by_role: dict[str, list[str]] = {}
    for name in names:
        roles = instruments()[name].roles
        role = next((role for role in roles if role not in by_role), roles[0])
        by_role.setdefault(role, []).append(name)
    return by_role


def _melody_candidates(names: tuple[str, ...]) -> tuple[str, ...]:
    """Requested instruments that can play the melody besides their own part: in "hopeful piano" the piano does."""
    about = instruments()
    return tuple(name for name in names if about[name].roles[0] == "harmony" and "lead" in about[name].roles)


def _double_roles(assignment: dict[str, tuple[str, ...]], only_these: bool) -> RoleAssignment:
    """With few players, those who can take an empty role do so: a solo piano also has the melody."""
    if only_these:
        present = list(dict.fromkeys(name for names in assignment.values() for name in names))
        for role in ("lead", "harmony"):
            able = [name for name in present if role in instruments()[name].roles]
            if not assignment[role] and able:
                assignment[role] = (able[0],)
    return assignment
