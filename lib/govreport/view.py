"""A report to look at: its outline, and its text with what was found marked; everything of the report escaped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from html import escape
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from .errors import ReportError
from .layout import Layout, Unit

if TYPE_CHECKING:
    from .report import Report

# Backgrounds that black text can be read on, told apart with any colour vision; what has none of these names is grey.
_COLOURS = {
    "level": "#b3dcf7",
    "increment": "#66c2a0",
    "growth": "#ffc966",
    "share": "#e9a3c9",
    "pp": "#f6f0a0",
    "ratio": "#b9a9ea",
}
_POSITION = ("start", "end", "text", "sentence_id")


class Entry(NamedTuple):
    """A heading of the outline: its level, its words, and the span of it and all that stands under it."""

    level: int
    text: str
    start: int
    end: int

    @property
    def characters(self) -> int:
        """How long that span is."""
        return self.end - self.start


def entries(text: str, layout: Layout) -> Iterator[Entry]:
    """The headings in order, each with the span of what stands under it and under the headings below it."""
    units = [unit for unit in layout.units if unit.kind != "chrome"]
    for at, unit in enumerate(units):
        if unit.kind == "heading":
            below = takewhile(partial(_under, unit), units[at + 1 :])
            end = max((other.end for other in below), default=unit.end)
            yield Entry(unit.level, " ".join(text[unit.start : unit.end].split()), unit.start, end)


def _under(heading: Unit, unit: Unit) -> bool:
    return unit.kind != "heading" or unit.level > heading.level


def outline_text(text: str, layout: Layout) -> str:
    r"""The outline as lines of text, indented by level, with the number of characters (字) of each.

    >>> from govreport.layout import parse
    >>> report = "一、工作回顾\n(一)工业\n增长5%。"
    >>> print(outline_text(report, parse(report)))
    一、工作回顾  18 字
      (一)工业  11 字
    """
    return "\n".join(f"{'  ' * (e.level - 1)}{e.text}  {e.characters:,} 字" for e in entries(text, layout))


def outline_html(heading: str, note: str, text: str, layout: Layout) -> str:
    """The outline as HTML that folds without a script: parts open, what stands under them closed."""
    parts = ["<div>", f"<p><strong>{escape(heading)}</strong> · {len(text):,} 字<br>{escape(note)}</p>"]
    depth = 0
    for entry in entries(text, layout):
        while depth >= entry.level:
            parts.append("</details>")
            depth -= 1
        while depth < entry.level:
            parts.append(f'<details{" open" if depth == 0 else ""} style="margin-left: {min(depth, 1)}em">')
            depth += 1
            if depth < entry.level:
                parts.append("<summary>…</summary>")
        parts.append(f"<summary>{escape(entry.text)} <small>{entry.characters:,} 字</small></summary>")
    parts.append("</details>" * depth + "</div>")
    return "".join(parts)


class Html(str):
    """HTML that a notebook shows and a file can hold."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


def highlight(report: Report, rows: pd.DataFrame, *, start: int = 0, end: int | None = None) -> Html:
    """The report's own text with each row of a table marked, and its fields on hover.

    Args:
        report: the report that the table was made from.
        rows: a table with ``start`` and ``end``, such as `indicators`; coloured by ``measure`` if it has that column.
            Of rows that overlap the one that begins first is marked.
        start: where the part of the text to show begins.
        end: where it ends; the end of the text by default.

    Returns:
        HTML without a script, everything of the report escaped; a notebook shows it, ``str`` gives the source.

    Raises:
        ReportError: where the spans of the table are not of this text.

    >>> from govreport import indicators, read_report
    >>> report = read_report(text="新增就业6.9万人。")
    >>> "<mark" in highlight(report, indicators(report)), "value: 69,000" in highlight(report, indicators(report))
    (True, True)
    """
    end = len(report.text) if end is None else end
    shown = rows[(rows["start"] >= start) & (rows["end"] <= end)].sort_values(["start", "end"])
    body = marked(report.text, shown.to_dict("records"), start, end)
    return Html(f'<div><p>{legend(rows)}</p><div lang="zh" style="white-space: pre-wrap">{body}</div></div>')


def marked(text: str, rows: list[dict], start: int, end: int) -> str:
    """The text from ``start`` to ``end`` as HTML, with those rows marked that stand in it; rows in order of the text.

    Raises:
        ReportError: as `highlight`.
    """
    parts, at = [], start
    for row in rows:
        words = text[row["start"] : row["end"]]
        if not words or row.get("text", words) != words:
            raise ReportError("These rows are not of this report: give the report that the table was made from.")
        if row["start"] >= at and row["end"] <= end:
            parts += [escape(text[at : row["start"]]), _mark(words, row)]
            at = row["end"]
    return "".join([*parts, escape(text[at:end])])


def legend(rows: pd.DataFrame) -> str:
    """The colours of the measures that a table has, as HTML."""
    return " ".join(_key(name) for name in _COLOURS if name in set(rows.get("measure", ())))


def _key(name: str) -> str:
    """An entry of the legend."""
    return f'<span style="background: {_COLOURS[name]}; color: #000; padding: 0 .4em">{name}</span>'


def _mark(text: str, row: dict) -> str:
    """A marked span with its fields as a title."""
    fields = {name: value for name, value in row.items() if name not in _POSITION and _said(value)}
    title = "\n".join(f"{name}: {_shown(value)}" for name, value in fields.items())
    colour = _COLOURS.get(row.get("measure"), "#e0e0e0")
    return f'<mark style="background: {colour}; color: #000" title="{escape(title)}">{escape(text)}</mark>'


def _said(value: object) -> bool:
    return isinstance(value, tuple) or not pd.isna(value)


def _shown(value: object) -> str:
    return f"{value:,.15g}" if isinstance(value, float) else str(value)
