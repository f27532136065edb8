"""How firmly a target is put: the words around its number, and whether they bind."""

from __future__ import annotations

import re
from functools import cache

from .candidates import Mention, bounds
from .lexicon import rule, table, terms

_CLAUSE_START = re.compile("[，,。；;：:、]")


def touching(words: str, mention: Mention) -> tuple[int, int]:
    """The span of a number with the modifier that touches it: 不低于900万人, 5%左右.

    >>> from govreport.quantities import find_mentions
    >>> text = "城镇新增就业不低于900万人。"
    >>> start, end = touching(text, find_mentions(text)[0])
    >>> text[start:end]
    '不低于900万人'
    """
    start, end = mention.start, mention.end
    before, kinds = bounds("before")
    after, _ = bounds("after")
    if found := after.match(words, end):
        return start, found.end()
    if found := before.search(words, max(0, start - 8), start):
        cue = next(cue for cue in terms("bounds", side="before") if found[0].startswith(cue))
        start = found.start() if kinds[cue] == mention.bound else start
    return start, end


def hedges(words: str, start: int, end: int, opens: int = 0) -> tuple[list[str], list[str], list[str]]:
    """The words of modality of the target that stands at a span: of its clause before it, on it, and beyond it.

    Args:
        words: words of the sentence.
        start: where the number starts.
        end: where it ends, with what touches it.
        opens: where the words that can belong to it start at the earliest.

    >>> text = "地区生产总值力争增长5%左右，在实际工作中努力争取更好结果。"
    >>> hedges(text, text.index("5"), text.index("，"))
    (['力争'], ['左右'], ['努力争取'])
    """
    begun = [found.end() for found in _CLAUSE_START.finditer(words, opens, start)]
    stretch = rule("stretch").match(words[end : end + 40])
    free = _pattern("commitment", "frame")  # 以上 of 规模以上工业 bounds nothing
    before = free.findall(words, begun[-1] if begun else opens, start)
    on = _pattern("bound", "commitment").findall(words, start, end)
    return before, on, free.findall(stretch[0] if stretch else "")


def constraint(before: list[str], on: list[str]) -> str:
    """Whether the words of a target bind: ``hard``, ``soft`` or ``none`` (data/lexicon/hedges.csv).

    A commitment said before the number decides (确保 hard, 力争 soft); without one the bound on the number does (以上
    hard, 左右 soft); 控制在 and bare numbers are ``none``. What is striven for beyond it (争取更好结果) does not count.

    Args:
        before: the words of modality before the number.
        on: those on it.

    >>> constraint(["确保"], ["左右"]), constraint([], ["左右"]), constraint(["控制在"], [])
    ('hard', 'soft', 'none')
    """
    kinds = _constraints()
    return next((kinds[word] for word in [*before, *on] if kinds[word] != "none"), "none")


@cache
def _pattern(*kinds: str) -> re.Pattern[str]:
    """Any hedge of some kinds; 预期 of 预期目标 names the list and hedges nothing."""
    words = [word for word in terms("hedges") if _kinds()[word] in kinds]
    return re.compile("|".join(f"{word}(?!目标)" for word in words))


@cache
def _kinds() -> dict[str, str]:
    return dict(zip(table("hedges")["hedge"], table("hedges")["kind"], strict=True))


@cache
def _constraints() -> dict[str, str]:
    return dict(zip(table("hedges")["hedge"], table("hedges")["constraint"], strict=True))
