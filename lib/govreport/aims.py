"""Planned numbers to targets: which time each is set for, its tiers, its name, and the words that hedge it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .candidates import Mention
from .hedges import constraint, hedges, touching
from .indicators import canonical, indicators
from .lexicon import rule, table, terms
from .quantities import Found, found

if TYPE_CHECKING:
    from .report import Report

_AND = re.compile("[、和及]")


@dataclass
class Target:
    """A row of `govreport.targets`, with the indicator that it is a target of (``of``)."""

    indicator: str | None
    low: float | None
    high: float | None
    unit: str | None
    bound: str | None
    hedge: str | None
    constraint: str
    subject: str | None
    text: str
    year: int | None
    headline: bool
    relative: bool
    horizon: str | None
    start: int
    end: int
    sentence_id: int
    rule: str
    of: str | None = None


class _Tiers(NamedTuple):
    """A number, or two tiers of one target, in the words of a sentence.

    ``opens`` is where the number before ends, ``closes`` where the words on it end: 以内 of 5%和3%以内 is on both.
    """

    first: Mention
    second: Mention | None
    opens: int
    closes: int


def numbered(report: Report) -> Iterator[Target]:
    """The targets of a report that have a number, wherever they stand; those said again too."""
    planned = indicators(report).query("modality == 'target'")
    planned = planned.astype(object).where(planned.notna(), None)
    aims = {aim.start: aim for aim in planned.itertuples(index=False)}
    for each in found(report).values():
        in_review = report.layout.units[each.sentence.unit_id].part_kind == "review"
        for tiers in _tiers(each):
            aim = aims.get(each.place(tiers.first)[0])
            if aim and not rule("gap").search(each.reading.words[max(0, tiers.first.start - 20) : tiers.first.start]):
                year, horizon = _time(aim.period, report.year)
                if horizon or (year and (aim.period or not in_review)) or not report.year:
                    yield from _targets(each, tiers, aim, year, horizon)


def _tiers(each: Found) -> Iterator[_Tiers]:
    """The numbers of a sentence, those of two tiers (7%以上、力争达到8%) together."""
    said = [m for m in each.mentions if not m.ignore]
    words, at, opens = each.reading.words, 0, 0
    while at < len(said):
        first, following = said[at], said[at + 1] if at + 1 < len(said) else None
        between = words[touching(words, first)[1] : following.start] if following else ""
        tiered = following and following.unit == first.unit and rule("second tier").match(between)
        last = at + 1 if tiered else at
        yield _Tiers(first, following if tiered else None, opens, _closes(words, said, last))
        opens, at = said[last].end, last + 1


def _closes(words: str, said: list[Mention], at: int) -> int:
    """Where the words on a number end: with what touches it, or where that is said after the last of a list."""
    end = touching(words, said[at])[1]
    while end == said[at].end and said[at].bound != "exact" and at + 1 < len(said):
        if not _AND.fullmatch(words, end, said[at + 1].start):
            break
        at += 1
        end = touching(words, said[at])[1]
    return end


def _time(period: str | None, year: int | None) -> tuple[int | None, str | None]:
    """The coming year or the horizon of a target; neither where its time is past."""
    years = [int(digits) for digits in re.findall(r"\d{4}", period or "")] if year else []
    if not years or years[0] == years[-1] == year:
        return year, None
    return None, period if years[-1] >= year else None


def _targets(each: Found, tiers: _Tiers, aim: Any, year: int | None, horizon: str | None) -> Iterator[Target]:
    """The rows of one number: one, or one for each of the indicators that share it (社零总额、投资增长4%)."""
    words, (first, second, opens, closes) = each.reading.words, tiers
    start, end = touching(words, first)
    end = touching(words, second)[1] if second else end
    before, on, beyond = hedges(words, start, closes, opens)
    low, high, bound = _limits(first, second)
    begin, stop = each.reading.span(start, end)
    at = each.sentence.start
    hedge = "|".join(before + on + beyond) or None
    kind = "two tiers" if second else "range" if bound == "range" else "number"
    for subject, indicator in _shared(aim):
        yield Target(
            target_name(indicator, aim.measure, aim.unit), low, high, aim.unit, bound, hedge,
            constraint(before, on), subject, each.sentence.text[begin:stop], year, False, False, horizon,
            at + begin, at + stop, each.sentence.sentence_id, kind, indicator,
        )  # fmt: skip


def _limits(first: Mention, second: Mention | None) -> tuple[float | None, float | None, str]:
    """The low and the high end of a target, and its bound; 2.1∶1 is 2.1."""
    if first.low is not None:
        return first.low, first.high, "range"
    value = first.values[0] / first.values[1] if first.values and len(first.values) == 2 and first.values[1] else None
    value = first.value if value is None else value
    if second:
        return value, second.value, "above" if first.bound == "exact" else first.bound
    return value, value, first.bound


def _shared(aim: Any) -> list[tuple[str | None, str | None]]:
    """Subject and indicator of each of the targets that share a number; one where any part has no name."""
    parts = [(part, canonical(part, aim.measure)) for part in _AND.split(aim.subject or "")]
    if aim.indicator or len(parts) < 2 or not all(name for _, name in parts):
        return [(aim.subject, aim.indicator)]
    return parts


def target_name(indicator: str | None, measure: str, unit: str) -> str | None:
    """The name that a target has: its own, else that of its indicator, unless that names a target of another measure.

    >>> [target_name(name, "growth", "%") for name in ("gdp", "grain_output", "exports")]
    ['gdp_growth', None, 'exports']
    """
    own, names = _names()
    return own.get((indicator, measure, unit)) or (None if indicator in names else indicator)


def target_names() -> set[str]:
    """Names of the targets that data/lexicon/indicators.csv knows.

    >>> "gdp_growth" in target_names(), "gdp" in target_names()
    (True, False)
    """
    return _names()[1]


@cache
def _names() -> tuple[dict[tuple[str, str, str], str], set[str]]:
    """Names of targets by indicator, measure and unit (mass in any unit), and all of them."""
    rows = [row for row in table("indicators").itertuples() if row.target]
    units = {"吨": terms("units", dimension="mass")}
    own = {(row.indicator, row.measure, unit): row.target for row in rows for unit in units.get(row.unit, [row.unit])}
    return own, set(own.values())
