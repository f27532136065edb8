"""Units and sentences of a report as tables, and where the rows of any table stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from .lines import LINE, SENTENCE

if TYPE_CHECKING:
    from .report import Report


def units(report: Report) -> pd.DataFrame:
    r"""Units of a report, in order; together they cover every character that is not white space.

    Returns:
        One row a unit: ``unit_id, kind, number, level, part_kind, path, start, end, text, rule``. ``path`` joins the
        headings it stands under with ``>`` between them, null where there are none.

    >>> from govreport import read_report
    >>> units(read_report(text="一、2025年工作回顾\n工业增长5%。"))[["kind", "number", "part_kind", "path"]]
            kind number part_kind         path
    0    heading      一    review          NaN
    1  paragraph    NaN    review  一、2025年工作回顾
    """
    return report.cached("units", lambda: _units_table(report))


def _units_table(report: Report) -> pd.DataFrame:
    rows = [
        (
            i,
            u.kind,
            u.number,
            u.level,
            u.part_kind,
            " > ".join(u.path) or None,
            u.start,
            u.end,
            report.text[u.start : u.end],
            u.rule,
        )
        for i, u in enumerate(report.layout.units)
    ]
    columns = ["unit_id", "kind", "number", "level", "part_kind", "path", "start", "end", "text", "rule"]
    return pd.DataFrame(rows, columns=columns).astype({"level": "Int64", "number": "str", "path": "str"})


def sentences(report: Report) -> pd.DataFrame:
    """Sentences of a report: ``sentence_id, unit_id, start, end, text``.

    They end at 。！？ with the closing quotes or brackets that follow, and at the end of a unit.

    >>> from govreport import read_report
    >>> sentences(read_report(text="工业增长5%。农业稳定！"))["text"].tolist()
    ['工业增长5%。', '农业稳定！']
    """
    return report.cached("sentences", lambda: pd.DataFrame(listed(report), columns=Sentence._fields))


class Sentence(NamedTuple):
    """A row of `sentences`."""

    sentence_id: int
    unit_id: int
    start: int
    end: int
    text: str


def listed(report: Report) -> list[Sentence]:
    """The rows of `sentences` as tuples: quicker to walk through than a table."""
    return report.once("listed", lambda: list(_sentences(report)))


def _sentences(report: Report) -> Iterator[Sentence]:
    number = 0
    for unit_id, unit in enumerate(report.layout.units):
        for match in SENTENCE.finditer(report.text, unit.start, unit.end):
            inner = LINE.search(re.sub(r"[\n\r]", " ", match.group()))
            if inner:
                start, end = match.start() + inner.start(), match.start() + inner.end()
                yield Sentence(number, unit_id, start, end, report.text[start:end])
                number += 1


def locate(report: Report, rows: pd.DataFrame) -> pd.DataFrame:
    r"""Say where in the report the rows of any table with a ``start`` column stand.

    Returns:
        The table with ``unit_id, unit_kind, part_kind, part, section``. ``part`` is the text of the level-1 heading
        that a row stands under or in, ``section`` that of the nearest of level 1 or 2; null before the first heading.

    >>> from govreport import read_report
    >>> report = read_report(text="一、工作回顾\n(一)工业\n增长5%。")
    >>> locate(report, sentences(report))["section"].tolist()[1:]
    ['(一)工业', '(一)工业']
    """
    table_ = units(report)
    at = table_["start"].searchsorted(rows["start"], side="right") - 1
    level = table_["level"].fillna(0).astype(int)
    part = table_["text"].where(level == 1).ffill()
    section = table_["text"].where(level.isin([1, 2])).ffill()
    return rows.assign(
        unit_id=table_["unit_id"].to_numpy()[at],
        unit_kind=table_["kind"].to_numpy()[at],
        part_kind=table_["part_kind"].to_numpy()[at],
        part=part.to_numpy()[at],
        section=section.to_numpy()[at],
    )


def body(rows: pd.DataFrame) -> pd.DataFrame:
    r"""Rows of a located table that stand in the report's own text: headings, items and paragraphs.

    A table of contents would count its headings twice, and a web page's buttons are nobody's policy.

    >>> from govreport import read_report
    >>> report = read_report(text="2026年甲县政府工作报告\n各位代表:\n工业增长。")
    >>> body(locate(report, sentences(report)))["text"].tolist()
    ['工业增长。']
    """
    return rows[rows["unit_kind"].isin(["heading", "item", "paragraph"])]
