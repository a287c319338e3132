"""Quantities: "a flock of gulls", "the edge of the wood", "a crowd", "two boats, one red and one blue"."""

from __future__ import annotations

from polymuse.brief.grammar.items import Describing, NounPhrase
from polymuse.brief.grammar.links import Links
from polymuse.brief.grammar.mentions import Mention, Mentions, group_of, noun_list
from polymuse.brief.grammar.naming import Clause

__all__ = ["counted", "quantity", "split"]


def quantity(np: NounPhrase, now: Clause) -> bool:
    """ "a flock of …": the number for the noun to come; "the edge of …": nothing."""
    if not now.of_follows:
        return False
    if np.head in noun_list("collectives") and np.group not in ("places",):
        now.counting = np
        return True
    if np.group in ("abstract", "scenery") and np.head not in noun_list("unseen"):
        now.counting = NounPhrase(determiner=np.determiner)
        return True
    return False


def counted(np: NounPhrase, now: Clause) -> NounPhrase:
    """Give a noun the number that was said before "of", or stand a collective's own members for it."""
    if now.counting is not None:
        if now.counting.head:
            each = noun_list("collectives")[now.counting.head][0]
            np.count = np.count or each * (now.counting.count or 1)
            np.plural = True
        if np.determiner == "bare":
            np.determiner = "indefinite" if now.counting.determiner == "bare" else now.counting.determiner
        now.counting = None
    elif np.head in noun_list("collectives") and noun_list("collectives")[np.head][1]:
        count, member = noun_list("collectives")[np.head]
        np.count, np.head, np.group, np.plural = count * (np.count or 1), member, group_of(member), True
    return np


def split(item: Describing, mentions: Mentions, links: Links, now: Clause) -> None:
    """ "two boats, one red and one blue": each its own."""
    whole = next((m for m in reversed(mentions.all) if m.owner is None and (m.count > 1 or m in now.parted)), None)
    if whole is None:
        return
    if whole.count > 1:
        part = Mention(whole.name, whole.group, 1, list(whole.attributes), whole.colour, whole.action)
        mentions.all.insert(mentions.all.index(whole), part)
        whole.count -= 1
        now.parted.append(whole)
        links.copy(whole, part)
        now.actors = now.group = [part, whole]
    else:
        part = whole
    part.describe(item.attributes, item.colour)
