"""Companions: a dog that runs behind its owner has her direction and pace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from polymuse.brief import Relation
from polymuse.engines.builtin.sketch.layout.cast import Role

__all__ = ["find_escorts", "match_pace", "without_trails"]

LED = frozenset({"dog", "horse", "goat", "cow", "sheep"})
"""Who accompanies walkers beside them."""


def find_escorts(roles: Mapping[int, Role], relations: Sequence[Relation]) -> dict[int, tuple[int, str]]:
    """Follower → leader, and "behind" or "beside"."""
    result: dict[int, tuple[int, str]] = {}
    for r in relations:
        if r.kind not in ("behind", "beside") or r.subject not in roles or r.object not in roles:
            continue
        follower, leader = r.subject, r.object
        if _idle(roles[leader]) and roles[leader].art in LED and r.kind == "beside":
            follower, leader = leader, follower
        goes = roles[follower].speed or (_idle(roles[follower]) and roles[follower].living and r.kind == "beside")
        if goes and roles[leader].speed and follower not in result and leader not in result:
            result[follower] = (leader, r.kind)
    return result | _align_abreast(result, roles, relations)


def _align_abreast(
    going: Mapping[int, tuple[int, str]], roles: Mapping[int, Role], relations: Sequence[Relation]
) -> dict[int, tuple[int, str]]:
    """Two who walk with somebody between them go the same way."""
    result = {}
    for r in relations:
        if r.kind != "between" or r.second is None or r.subject not in going:
            continue
        leader, _ = going[r.subject]
        other_subject = r.second if leader == r.object else r.object
        if (
            leader in (r.object, r.second)
            and other_subject in roles
            and roles[other_subject].speed
            and other_subject not in going
        ):
            result[other_subject] = (leader, "beside")
    return result


def _idle(role: Role) -> bool:
    return not role.verb and not role.speed and role.living and role.stand == "ground"


def match_pace(roles: Mapping[int, Role], going: Mapping[int, tuple[int, str]]) -> dict[int, Role]:
    """The roles with every follower at the pace of its leader."""
    result = dict(roles)
    for follower, (leader, _) in going.items():
        role = result[follower]
        action = role.action if role.speed else "walk"
        result[follower] = replace(role, action=action, speed=result[leader].speed)
    return result


def without_trails(relations: Sequence[Relation], going: Mapping[int, tuple[int, str]]) -> list[Relation]:
    """The relations without those of trailing, which are lateral on screen, not in depth."""
    return [r for r in relations if not (r.kind == "behind" and going.get(r.subject) == (r.object, "behind"))]
