"""Quantities: "a flock of gulls", "the edge of the wood", "a crowd", "two boats, one red and one blue"."""

from __future__ import annotations

from polymuse.brief.grammar.items import NounPhrase, PostposedAdjectives
from polymuse.brief.grammar.links import Links
from polymuse.brief.grammar.mentions import Mention, Mentions, group_of, noun_list
from polymuse.brief.grammar.naming import Clause

__all__ = ["apply_count", "split_group", "take_quantity"]


def take_quantity(np: NounPhrase, clause: Clause) -> bool:
    """ "a flock of …": keep the number for the next noun; "the edge of …": skip. Returns whether the phrase was one."""
    if not clause.of_follows:
        return False
    if np.head in noun_list("collectives") and np.group not in ("places",):
        clause.counting = np
        return True
    if np.group in ("abstract", "scenery") and np.head not in noun_list("unseen"):
        clause.counting = NounPhrase(determiner=np.determiner)
        return True
    return False


def apply_count(np: NounPhrase, clause: Clause) -> NounPhrase:
    """Apply a kept number to a noun, or replace a collective noun by its members."""
    if clause.counting is not None:
        if clause.counting.head:
            member_count = noun_list("collectives")[clause.counting.head][0]
            np.count = np.count or member_count * (clause.counting.count or 1)
            np.plural = True
        if np.determiner == "bare":
            np.determiner = "indefinite" if clause.counting.determiner == "bare" else clause.counting.determiner
        clause.counting = None
    elif np.head in noun_list("collectives") and noun_list("collectives")[np.head][1]:
        count, member = noun_list("collectives")[np.head]
        np.count, np.head, np.group, np.plural = count * (np.count or 1), member, group_of(member), True
    return np


def split_group(item: PostposedAdjectives, mentions: Mentions, links: Links, clause: Clause) -> None:
    """ "two boats, one red and one blue": split a group into single mentions."""
    group = next(
        (m for m in reversed(mentions.all) if m.owner is None and (m.count > 1 or m in clause.split_groups)), None
    )
    if group is None:
        return
    if group.count > 1:
        part = Mention(group.name, group.group, 1, list(group.attributes), group.colour, group.action)
        mentions.all.insert(mentions.all.index(group), part)
        group.count -= 1
        clause.split_groups.append(group)
        links.copy_links(group, part)
        clause.actors = clause.group = [part, group]
    else:
        part = group
    part.describe(item.attributes, item.colour)
