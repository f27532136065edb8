"""The explorer's outline, text and table as HTML: everything of the report escaped, without a script."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from html import escape

import pandas as pd

from .explorer_state import State, coded, outline
from .indicators import indicators
from .layout import Unit
from .report import Report
from .view import legend, marked

# The topics with most sentences have a colour that any colour vision tells apart (Okabe and Ito 2008), the others grey.
COLOURS = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")
OTHER = "#c8c8c8"
WIDE = ("subject", "pre", "post", "texts")  # columns of running words, which may take several lines
CHINESE = (*WIDE, "text", "keyword", "feature", "hedge", "unit")
ROWS = 300  # rows of a table that are shown; a download has all


def head_html(report: Report) -> str:
    """The title, and what of the report is not in its text."""
    title = " ".join((report.title or report.name).split())
    return f'<h1 lang="zh">{escape(title)}</h1><p>{len(report.text):,} 字. {escape(report.completeness)}</p>'


def upload_html(kinds: tuple[str, ...]) -> str:
    """The button that opens a file of the reader's."""
    return f'<label class="gr-open">Open a file …<input type="file" accept="{",".join(kinds)}"></label>'


def outline_html(state: State) -> str:
    """The headings as buttons, each with its place in `outline` as its value."""
    whole = _entry("", "Whole report", len(state.report.text), 1, state.section is None)
    rest = [
        _entry(str(at), entry.text, entry.characters, entry.level, state.section == at)
        for at, entry in enumerate(outline(state.report))
    ]
    return f"<ul>{whole}{''.join(rest)}</ul>"


def _entry(value: str, words: str, characters: int, level: int, current: bool) -> str:
    told = ' aria-current="true"' if current else ""
    return (
        f'<li style="--level: {level - 1}"><button type="button" data-value="{value}"{told}>'
        f'<span lang="zh">{escape(words)}</span> <small>{characters:,}</small></button></li>'
    )


def text_html(state: State, *, themes: bool = True) -> str:
    """The units of what everything is narrowed to, numbers marked, with the topics of their sentences as a margin."""
    report, (start, end) = state.report, state.span
    margins = _margins(report) if themes else {}
    units = [
        f'<div class="gr-unit gr-{unit.kind}"><div class="gr-margin" aria-hidden="true">{margins.get(at, "")}</div>'
        f'<p lang="zh" data-unit="{at}">{unit_html(report, unit)}</p></div>'
        for at, unit in enumerate(report.layout.units)
        if start <= unit.start and unit.end <= end
    ]
    topics = f'<p class="gr-legend">Themes: {_topics_legend(report)}</p>' if themes else ""
    numbers = f'<p class="gr-legend">Numbers: {legend(indicators(report))}</p>'
    key = f"{report.sha256} {start} {end}"  # the same text keeps its place and marks when it is drawn again
    return "".join([f'<div class="gr-legends" data-key="{key}">{numbers}{topics}</div>', *units])


def unit_html(report: Report, unit: Unit, found: list[tuple[int, int]] = ()) -> str:
    """A unit with its numbers marked, and with what was found in it, in order, marked before all else."""
    text, rows = report.text, _numbers(report, unit)
    parts, at = [], unit.start
    for start, end in found:
        if start >= at:
            parts += [marked(text, rows, at, start), f'<mark class="gr-found">{marked(text, rows, start, end)}</mark>']
            at = end
    return "".join([*parts, marked(text, rows, at, unit.end)])


def found_html(report: Report, spans: list[tuple[int, int]]) -> dict[int, str]:
    """The units that hold the spans, by their number, as HTML with the spans marked."""
    units = report.layout.units
    starts = [unit.start for unit in units]
    by_unit: dict[int, list[tuple[int, int]]] = {}
    for start, end in sorted(spans):
        at = bisect_right(starts, start) - 1
        by_unit.setdefault(at, []).append((start, min(end, units[at].end)))
    return {at: unit_html(report, units[at], found) for at, found in by_unit.items()}


def table_html(state: State, rows: pd.DataFrame) -> str:
    """The first rows as a table: a heading sorts, a row is found in the text."""
    button = "keyword" if "keyword" in state.columns else next(iter(state.columns))
    heads = "".join(_head(state, name) for name in state.columns)
    body = [
        f'<tr data-value="row:{at}">{"".join(_cell(state, row, name, name == button) for name in state.columns)}</tr>'
        for at, row in enumerate(rows.head(ROWS).to_dict("records"))
    ]
    return f'<table class="gr-{state.panel}"><thead><tr>{heads}</tr></thead><tbody>{"".join(body)}</tbody></table>'


def told(rows: pd.DataFrame) -> str:
    """How many rows there are, and how many of them are shown."""
    if not len(rows):
        return "No row here."
    shown = f"; the first {ROWS} are shown, a download has all" if len(rows) > ROWS else ""
    return f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}{shown}."


def _head(state: State, name: str) -> str:
    order = ("descending" if state.descending else "ascending") if state.sort == name else "none"
    kind = ' class="gr-number"' if state.columns[name] else ""
    return (
        f'<th scope="col" aria-sort="{order}"{kind}>'
        f'<button type="button" data-value="sort:{name}">{name.replace("_", " ")}</button></th>'
    )


def _cell(state: State, row: dict, name: str, button: bool) -> str:
    value, form = row[name], state.columns[name]
    if isinstance(value, tuple):
        words = " · ".join(map(str, value))
    else:
        words = "" if pd.isna(value) else format(value, form) if form else str(value)
    inside = f'<span lang="zh">{escape(words)}</span>' if name in CHINESE else escape(words)
    if name == "topic":
        inside = _swatch(_colours(state.report).get(row["code"], OTHER)) + inside
    if button:
        inside = f'<button type="button">{inside}</button>'
    kind = "gr-number" if form else "gr-wide" if name in WIDE else "gr-short"
    return f'<td class="{kind}">{inside}</td>'


def _numbers(report: Report, unit: Unit) -> list[dict]:
    """The indicators of a unit as rows."""

    def sorted_rows() -> tuple[list[int], list[dict]]:
        rows = indicators(report).sort_values(["start", "end"]).to_dict("records")
        return [row["start"] for row in rows], rows

    starts, rows = report.once("marks", sorted_rows)
    return rows[bisect_left(starts, unit.start) : bisect_left(starts, unit.end)]


def _colours(report: Report) -> dict[int, str]:
    """Colours of the topics that have most sentences; policy content only."""

    def ranked() -> dict[int, str]:
        rows = coded(report)
        counts = rows.loc[rows["code"] != 0, "code"].value_counts(sort=False)
        most = sorted(counts.index, key=lambda code: (-counts[code], code))
        return dict(zip(most, COLOURS, strict=False))

    return report.once("topic colours", ranked)


def _topics_legend(report: Report) -> str:
    topics = coded(report).drop_duplicates("code").set_index("code")["topic"]
    named = [(topics[code], colour) for code, colour in _colours(report).items()]
    return " ".join(f"<span>{_swatch(colour)}{escape(topic)}</span>" for topic, colour in [*named, ("other", OTHER)])


def _swatch(colour: str) -> str:
    return f'<i class="gr-swatch" style="background: {colour}"></i>'


def _margins(report: Report) -> dict[int, str]:
    """By unit, its sentences as strips as long as these are, in the colour of their topic."""
    colours = _colours(report)

    def strips() -> Iterator[tuple[int, str]]:
        for unit, rows in coded(report).groupby("unit_id"):
            yield (
                int(unit),
                "".join(
                    f'<i style="flex: {row.end - row.start}; background: {_colour(colours, row.code)}"'
                    f' title="{escape(row.topic)}"></i>'
                    for row in rows.itertuples()
                ),
            )

    return report.once("margins", lambda: dict(strips()))


def _colour(colours: dict[int, str], code: int) -> str:
    """White for a sentence without policy content."""
    return colours.get(code, OTHER) if code else "transparent"
