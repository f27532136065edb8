"""Indicators to targets: what the report sets for the coming year and beyond, how firmly, and where it says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from .aims import Target, numbered
from .conversion import in_base_units
from .passages import headline_sentences
from .unnumbered import compared, none_stated

if TYPE_CHECKING:
    from .report import Report

COLUMNS = [
    "indicator", "low", "high", "unit", "bound", "hedge", "constraint", "subject", "text", "year", "headline",
    "relative", "horizon", "start", "end", "sentence_id", "rule",
]  # fmt: skip


def targets(report: Report) -> pd.DataFrame:
    r"""Targets of a report: what it sets for the coming year, and for plan periods, with the words that hedge it.

    Returns:
        One row a target, in the order of the text; one said again is not a row again.

        - ``indicator``: ``gdp_growth``, ``employment_new_urban``, … (``target`` in data/lexicon/indicators.csv), else
          the canonical indicator, else null.
        - ``low, high, unit, bound``: one number is both low and high; they differ in a range (``bound`` range) and in
          two tiers (7%以上、力争达到8%: 7, 8, above). Percent as written, mass in tons, a planned reduction positive.
          Null where the target has no number.
        - ``hedge``: its words of modality joined by ``|``; ``none stated`` where the report says it sets no figure.
        - ``constraint``: hard, soft or none (`govreport.hedges.constraint`).
        - ``subject``: what it is set for; ``text, start, end``: the number with what touches it, or the comparison;
          ``sentence_id``.
        - ``year``: the coming year, null for a target of a plan period; ``horizon``: that period (2026/2030, 2030).
        - ``headline``: whether it stands in the passage that lists the expected targets.
        - ``relative``: measured against something else (与经济增长同步, 高于全国平均水平).
        - ``rule``: what the row was read by.

    >>> from govreport import read_report
    >>> text = "二、2026年工作安排\n今年主要预期目标是：地区生产总值增长5%左右，居民收入增长与经济增长同步。"
    >>> rows = targets(read_report(text=text, name="made_up_2026"))
    >>> rows[["indicator", "text", "bound", "hedge", "relative"]].astype(object).fillna("").values.tolist()
    [['gdp_growth', '5%左右', 'about', '左右', False], ['income_growth', '与经济增长同步', '', '', True]]
    """
    return report.cached("targets", lambda: _targets_table(report))


def _targets_table(report: Report) -> pd.DataFrame:
    rows, relative = list(numbered(report)), list(compared(report))
    passage = headline_sentences(report, rows + relative)
    rows += [row for row in relative if row.sentence_id in passage]
    rows = [replace(row, headline=row.sentence_id in passage) for row in rows]
    rows = sorted(_once([*rows, *none_stated(report)]), key=lambda row: row.start)
    rows = pd.DataFrame(rows, columns=COLUMNS)
    return _in_tons(rows.astype({"low": float, "high": float, "year": "Int64"}))


def _once(rows: Iterable[Target]) -> Iterator[Target]:
    """The rows without those that say a target again: of a year's indicator the headline passage has the last word."""
    seen: set[tuple] = set()
    settled: set[str] = set()
    for row in sorted(rows, key=lambda row: (not row.headline, row.start)):
        key = (row.of, row.indicator, row.low, row.high, row.horizon)
        if row.of and (key in seen or (not row.headline and not row.horizon and row.of in settled)):
            continue
        seen.add(key)
        if row.of and row.headline and row.low is not None:
            settled.add(row.of)
        yield row


def _in_tons(rows: pd.DataFrame) -> pd.DataFrame:
    """The table with mass in tons."""
    based = in_base_units(rows.assign(value=1.0).fillna({"unit": ""}))
    mass = based["base_unit"] == "吨"
    factor = based["base_value"].where(mass, 1.0)
    return rows.assign(
        low=rows["low"] * factor, high=rows["high"] * factor, unit=rows["unit"].mask(mass, based["base_unit"])
    )
