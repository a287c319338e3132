"""Who goes with whom: a dog that runs behind its owner keeps her direction and her pace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from polymuse.brief import Relation
from polymuse.engines.builtin.sketch.layout.cast import Role

__all__ = ["escorts", "in_step", "without_trails"]

LED = frozenset({"dog", "horse", "goat", "cow", "sheep"})
"""Who comes along when somebody walks beside them."""


def escorts(roles: Mapping[int, Role], relations: Sequence[Relation]) -> dict[int, tuple[int, str]]:
    """Follower → whom it goes with, and whether "behind" or "beside" them."""
    found: dict[int, tuple[int, str]] = {}
    for r in relations:
        if r.kind not in ("behind", "beside") or r.subject not in roles or r.object not in roles:
            continue
        follower, leader = r.subject, r.object
        if _idle(roles[leader]) and roles[leader].art in LED and r.kind == "beside":
            follower, leader = leader, follower
        goes = roles[follower].speed or (_idle(roles[follower]) and roles[follower].living and r.kind == "beside")
        if goes and roles[leader].speed and follower not in found and leader not in found:
            found[follower] = (leader, r.kind)
    return found | _abreast(found, roles, relations)


def _abreast(
    going: Mapping[int, tuple[int, str]], roles: Mapping[int, Role], relations: Sequence[Relation]
) -> dict[int, tuple[int, str]]:
    """Two who walk with somebody between them go the same way."""
    found = {}
    for r in relations:
        if r.kind != "between" or r.second is None or r.subject not in going:
            continue
        leader, _ = going[r.subject]
        other = r.second if leader == r.object else r.object
        if leader in (r.object, r.second) and other in roles and roles[other].speed and other not in going:
            found[other] = (leader, "beside")
    return found


def _idle(role: Role) -> bool:
    return not role.verb and not role.speed and role.living and role.stand == "ground"


def in_step(roles: Mapping[int, Role], going: Mapping[int, tuple[int, str]]) -> dict[int, Role]:
    """The roles with every follower at the pace of its leader."""
    found = dict(roles)
    for follower, (leader, _) in going.items():
        role = found[follower]
        action = role.action if role.speed else "walk"
        found[follower] = replace(role, action=action, speed=found[leader].speed)
    return found


def without_trails(relations: Sequence[Relation], going: Mapping[int, tuple[int, str]]) -> list[Relation]:
    """The relations but for those of trailing, which is beside each other on the screen and no question of depth."""
    return [r for r in relations if not (r.kind == "behind" and going.get(r.subject) == (r.object, "behind"))]
