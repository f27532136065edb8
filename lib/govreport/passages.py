"""The headline passage: the sentences in which a report lists the expected targets of the coming year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .aims import Target, target_names
from .lexicon import rule
from .structure import Sentence, listed

if TYPE_CHECKING:
    from .report import Report


def headline_sentences(report: Report, rows: Iterable[Target]) -> set[int]:
    """``sentence_id`` of the sentences of the headline passage; none where no sentence lists targets.

    It opens with the sentence that announces the growth target of the coming year, the one with most of the headline
    targets where several do; without one, with the sentence that lists most, at least three. It goes on while the
    sentences that follow set such targets.
    """
    aims: defaultdict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row.indicator and not row.horizon:
            aims[row.sentence_id].add(row.indicator)
    said = listed(report)
    ranked = sorted((_rank(said, i, names & target_names()), -i) for i, names in aims.items())
    if not ranked or ranked[-1][0] < (False, 3):
        return set()
    first = last = -ranked[-1][1]
    while step := next((step for step in (1, 2) if _goes_on(report, said, aims, last, step)), 0):
        last += step
    return set(range(first, last + 1))


def _rank(said: list[Sentence], at: int, names: set[str]) -> tuple[bool, int]:
    """Whether a sentence announces growth, and how many of the headline targets it sets."""
    around = (said[at - 1].text if at else "") + said[at].text
    return "gdp_growth" in names and bool(rule("announced").search(around)), len(names)


def _goes_on(report: Report, said: list[Sentence], aims: dict[int, set[str]], last: int, step: int) -> bool:
    """Whether the passage goes on in the next sentence, or in the one after it where that sets several targets.

    It stays in its paragraph, or goes on in the next item of a list.
    """
    at = last + step
    if len(aims.get(at, ())) < step or any(rule("explains").match(said[i].text) for i in range(last + 1, at + 1)):
        return False
    return said[at].unit_id == said[last].unit_id or report.layout.units[said[at].unit_id].kind == "item"
