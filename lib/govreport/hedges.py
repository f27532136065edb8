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


def hedges(words: str, start: int, end: int, opens: int = 0) -> list[str]:
    """The words of modality of the target that stands at a span, in order; those of its clause and of what follows.

    Args:
        words: words of the sentence.
        start: where the number starts.
        end: where it ends, with what touches it.
        opens: where the words that can belong to it start at the earliest.

    >>> text = "地区生产总值力争增长5%左右，在实际工作中努力争取更好结果。"
    >>> hedges(text, text.index("5"), text.index("，"))
    ['力争', '左右', '努力争取']
    """
    begun = [found.end() for found in _CLAUSE_START.finditer(words, opens, start)]
    stretch = rule("stretch").match(words[end:])
    said = words[begun[-1] if begun else opens : end + (stretch.end() if stretch else 0)]
    return [found.group() for found in _pattern().finditer(said)]


def constraint(said: list[str], number: str) -> str:
    """Whether the words of a target bind: ``hard``, ``soft`` or ``none`` (data/lexicon/hedges.csv).

    A commitment said before the number decides (确保 hard, 力争 soft); without one the bound on the number does (以上
    hard, 左右 soft); 控制在 and bare numbers are ``none``. What is striven for beyond it (争取更好结果) does not count.

    Args:
        said: words of `hedges`.
        number: the number with what touches it.

    >>> constraint(["确保", "左右"], "5%左右"), constraint(["左右", "努力争取"], "5%左右"), constraint(["控制在"], "3%")
    ('hard', 'soft', 'none')
    """
    kinds = _kinds()
    touched = next((i for i, word in enumerate(said) if kinds[word][0] == "bound" and word in number), len(said))
    first = [word for word in said[:touched] if kinds[word][0] == "commitment"]
    decisive = first or said[touched : touched + 1]
    return kinds[decisive[0]][1] if decisive else "none"


@cache
def _pattern() -> re.Pattern[str]:
    """Any hedge; 预期 of 预期目标 names the list and hedges nothing."""
    return re.compile("|".join(f"{word}(?!目标)" for word in terms("hedges")))


@cache
def _kinds() -> dict[str, tuple[str, str]]:
    return {row.hedge: (row.kind, row.constraint) for row in table("hedges").itertuples()}
