"""The headline indicators of a report, one row each: the latest figure and the latest growth."""

from __future__ import annotations

import re

import pandas as pd

from .lexicon import table

COLUMNS = [
    "indicator", "english", "chinese", "measure", "text", "period", "start", "end",
    "growth", "growth_period", "growth_start", "growth_end",
]  # fmt: skip


def headline(indicators: pd.DataFrame, *, modality: str = "actual") -> pd.DataFrame:
    r"""Headline indicators: those with a canonical name, each with its latest figure and its latest growth.

    Args:
        indicators: table of `govreport.indicators`.
        modality: ``actual`` or ``target``.

    Returns:
        One row an indicator, in the order of ``data/lexicon/indicators.csv``: ``indicator, english, chinese``, the
        latest level (else increment, share or ratio) as ``measure, text, period, start, end``, and ``growth`` (percent,
        a fall negative), ``growth_period, growth_start, growth_end``; null where the report has none. Of several
        figures of one time the first is taken.

    >>> from govreport import indicators, read_report
    >>> rows = headline(indicators(read_report(text="2025年工作回顾\n2025年，全省生产总值800亿元,增长5.2%。")))
    >>> rows[["indicator", "text", "growth", "growth_period"]].values.tolist()
    [['gdp', '800亿元', 5.2, '2025']]
    """
    rows = indicators[indicators["indicator"].notna() & (indicators["modality"] == modality)]
    found = [_row(name, group) for name, group in rows.groupby("indicator", sort=False)]
    names = table("indicators").drop_duplicates("indicator").set_index("indicator")
    order = {name: at for at, name in enumerate(names.index)}
    found.sort(key=lambda row: order[row["indicator"]])
    for row in found:
        row |= {"english": names.at[row["indicator"], "english"], "chinese": names.at[row["indicator"], "chinese"]}
    return pd.DataFrame(found, columns=COLUMNS)


def _row(name: str, group: pd.DataFrame) -> dict:
    """The latest figure and the latest growth of one indicator."""
    row: dict = {"indicator": name}
    figures = (group[group["measure"] == measure] for measure in ("level", "increment", "share", "ratio"))
    if (figure := next((_latest(rows) for rows in figures if len(rows)), None)) is not None:
        row |= {key: figure[key] for key in ("measure", "text", "period", "start", "end")}
    changes = group[(group["measure"] == "growth") & (group["unit"] == "%")]
    if len(changes):
        change = _latest(changes)
        signed = -change["value"] if change["direction"] == "down" else change["value"]
        row |= {"growth": signed, "growth_period": change["period"], "growth_start": change["start"]}
        row |= {"growth_end": change["end"]}
    return row


def _latest(rows: pd.DataFrame) -> pd.Series:
    """The row of the latest time, of the shortest where several end in one year; the first of equals."""

    def time(period: str | None) -> tuple[int, int]:
        years = [int(year) for year in re.findall(r"\d{4}", period or "")]
        return (years[-1], years[0] - years[-1]) if years else (0, 0)

    times = [time(period) for period in rows["period"]]
    return rows.iloc[times.index(max(times))]
