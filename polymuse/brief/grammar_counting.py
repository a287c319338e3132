"""Quantities said with "of": "a flock of gulls", "the edge of the wood", "a crowd"."""

from __future__ import annotations

from polymuse.brief.grammar_items import NounPhrase
from polymuse.brief.grammar_mentions import group_of, noun_list
from polymuse.brief.grammar_naming import Clause

__all__ = ["counted", "quantity"]


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
