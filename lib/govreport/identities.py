"""Relations across a report: an indicator said twice, a year within its period, figures that one formula ties."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from .figures import Figure
from .intervals import interval, up_to
from .lexicon import rule, table
from .relations import Relation, relate

if TYPE_CHECKING:
    from mpmath.ctx_iv import ivmpf

_FLOWS = ("employment_new_urban",)


def identities(figures: list[Figure]) -> Iterator[Relation]:
    """The relations among the named indicators of a report."""
    named = [f for f in figures if f.row.indicator and f.row.period]
    known = [f for f in named if not rule("set apart").search(f.link) and not rule("over years").search(f.lead)]
    groups: defaultdict[tuple, list[Figure]] = defaultdict(list)
    for f in known:
        row = f.row
        groups[row.indicator, row.measure, row.unit, row.period, row.modality, row.direction].append(f)
    return chain(_restated(groups), _within_periods(known), _grown(known), _tied(known))


def _restated(groups: dict[tuple, list[Figure]]) -> Iterator[Relation]:
    """An indicator of one year said again, in another sentence that names the year."""
    for (name, measure, _, period, modality, _), said in groups.items():
        if name in _headline() and modality == "actual" and len(period) == 4 and measure != "increment":
            dated = [f for f in said if f.each.times and f.mention.bound == "exact" and f.mention.value is not None]
            for again in dated[1:]:
                if again.row.sentence_id != dated[0].row.sentence_id:
                    yield relate("restated", (dated[0], again), lambda first: first)


@cache
def _headline() -> set[str]:
    """Indicators that headline targets are set for: their names are never used of a part of the place."""
    rows = table("indicators")
    return set(rows.loc[rows["target"] != "", "indicator"])


def _within_periods(known: list[Figure]) -> Iterator[Relation]:
    """What one year added is at most what the years around it added."""
    flows = [f for f in known if f.row.indicator in _FLOWS and f.row.modality == "actual"]
    for whole in flows:
        years = re.fullmatch(r"(\d{4})/(\d{4})", whole.row.period)
        for part in flows if years else ():
            year = re.fullmatch(r"\d{4}", part.row.period)
            if year and int(years[1]) <= int(year[0]) <= int(years[2]) and part.row.indicator == whole.row.indicator:
                yield relate("part of the period", (whole, part), up_to)


def _grown(known: list[Figure]) -> Iterator[Relation]:
    """The growth of a year against the levels of that year and of the one before, stated elsewhere."""
    levels: dict[tuple[str, str], Figure] = {}
    for f in known:
        if f.row.measure == "level" and f.row.modality == "actual" and f.mention.value:
            levels.setdefault((f.row.indicator, f.row.period), f)
    for c in known:
        year = (
            c.row.period if c.row.measure == "growth" and c.mention.unit == "%" and c.row.modality == "actual" else ""
        )
        before = levels.get((c.row.indicator, str(int(year) - 1))) if re.fullmatch(r"\d{4}", year) else None
        now = levels.get((c.row.indicator, year))
        if before and now and not rule("real growth").search(f"{c.row.subject}{c.clause}"):
            sign = -1 if c.row.direction == "down" else 1
            yield relate("growth", (before, now, c), lambda a, b, sign=sign: sign * (b / a - 1) * 100)


def _tied(known: list[Figure]) -> Iterator[Relation]:
    """Figures that an identity of data/lexicon/identities.csv ties, where all three speak of one time."""
    levels: dict[tuple[str, str], Figure] = {}
    for f in known:
        if f.row.measure in ("level", "share") and f.row.modality == "actual" and f.mention.value:
            levels.setdefault((f.row.indicator, f.row.period), f)
    for row in table("identities").itertuples():
        for (name, period), result in levels.items():
            first, second = levels.get((row.first, period)), levels.get((row.second, period))
            if name == row.result and first and second and first.mention.value:
                yield relate(row.operation, (first, second, result), _formula(row, result))


def _formula(row: Any, result: Figure) -> Callable[..., ivmpf]:
    """What the two figures make, in the unit of the result; the second may be off by the slack of the identity."""
    slack, times = float(row.slack), 100 if result.mention.unit == "%" else 1
    if row.operation == "total":
        return lambda first, second: first + second
    return lambda first, second: first / (second * interval(1 - slack, 1 + slack)) * times
