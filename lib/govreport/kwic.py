"""Keywords in context (kwic): every occurrence of a pattern with the words around it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import pandas as pd

from .errors import ReportError
from .structure import locate, sentences, units
from .tokens import tokens

if TYPE_CHECKING:
    from .report import Report

COLUMNS = ["report", "start", "end", "pre", "keyword", "post", "pattern"]
_WITHIN = ("sentence", "unit", "section")


def kwic(
    report: Report,
    pattern: str | Iterable[str],
    *,
    window: int = 20,
    unit: str = "character",
    within: str | None = None,
    valuetype: str = "fixed",
    sort: str | None = None,
) -> pd.DataFrame:
    """Find a pattern in a report and show each occurrence in its context.

    Args:
        report: the report.
        pattern: what to look for, or several such patterns.
        window: how much context to show on each side.
        unit: what the window counts: ``"character"`` (a Chinese concordance aligns by character, and characters need no
            segmenter) or ``"token"``.
        within: ``"sentence"``, ``"unit"`` or ``"section"`` ends the context where the sentence, the unit or the section
            ends, and ``^`` and ``$`` of a regular expression match there; None lets it run on.
        valuetype: ``"fixed"`` finds the characters as they are, also inside a longer word; ``"glob"`` finds whole words
            (tokens), with ``*`` for any characters and ``?`` for one: ``数字*``, ``*经济``; ``"regex"`` finds what a
            Python regular expression finds.
        sort: ``"left"`` sorts by the context before, read from the keyword backwards, ``"right"`` by that after it;
            None keeps the order of the text.

    Returns:
        One row an occurrence: ``report`` (its name), ``start, end, pre, keyword, post,
        pattern``; ``report.text[start:end] == keyword``, and ``pre`` and ``post`` are the report's text just before and
        after it.

    Raises:
        ReportError: where the pattern is empty or no regular expression, or an option is unknown.

    >>> from govreport import read_report
    >>> report = read_report(text="深化国企改革。推进医疗改革，改革永不停步。")
    >>> kwic(report, "改革", window=4, within="sentence")[["pre", "keyword", "post"]]
        pre keyword  post
    0  深化国企      改革     。
    1  推进医疗      改革  ，改革永
    2  疗改革，      改革  永不停步
    """
    _check(window, unit, within, sort)
    text, rows = report.text, []
    reach = _reach(report, window, unit)
    for wanted in _patterns(pattern):
        for start, end, low, high in _find(report, _expression(wanted, valuetype), within, valuetype):
            first, last = reach(start, end)
            pre, post = text[max(low, first) : start], text[end : min(high, last)]
            rows.append((report.name, start, end, pre, text[start:end], post, wanted))
    orders = {"left": lambda row: (row[3][::-1], row[1]), "right": lambda row: (row[5], row[1])}
    return pd.DataFrame(sorted(rows, key=orders.get(sort, lambda row: row[1:3])), columns=COLUMNS)


def _check(window: int, unit: str, within: str | None, sort: str | None) -> None:
    """Refuse an option that is not known."""
    known = {"unit": ("character", "token"), "within": (None, *_WITHIN), "sort": (None, "left", "right")}
    for name, value in (("unit", unit), ("within", within), ("sort", sort)):
        if value not in known[name]:
            raise ReportError(f"{name}={value!r} is not known: choose {' or '.join(map(repr, known[name]))}.")
    if not isinstance(window, int) or window < 0:
        raise ReportError(f"window={window!r} is no number of {unit}s: give a whole number, 0 or more.")


def _reach(report: Report, window: int, unit: str) -> Callable[[int, int], tuple[int, int]]:
    """How far the context of a span reaches."""
    if unit == "character":
        return lambda start, end: (start - window, end + window)
    rows = tokens(report)
    starts, ends = rows["start"].tolist(), rows["end"].tolist()

    def reach(start: int, end: int) -> tuple[int, int]:
        before, after = bisect_left(ends, start + 1) - 1, bisect_left(starts, end)
        first = starts[max(0, before - window + 1)] if window and before >= 0 else start
        return first, ends[min(len(ends), after + window) - 1] if window and after < len(ends) else end

    return reach


def _patterns(pattern: str | Iterable[str]) -> list[str]:
    """The patterns as a list, none of them empty."""
    patterns = [pattern] if isinstance(pattern, str) or not isinstance(pattern, Iterable) else list(pattern)
    if not patterns or not all(isinstance(each, str) and each.strip() for each in patterns):
        raise ReportError("The pattern is empty: give kwic the characters to look for.")
    return patterns


def _expression(pattern: str, valuetype: str) -> re.Pattern[str]:
    """The regular expression that a pattern stands for."""
    escaped = re.escape(pattern)
    sources = {"fixed": escaped, "glob": escaped.replace(r"\*", ".*").replace(r"\?", "."), "regex": pattern}
    if valuetype not in sources:
        raise ReportError(f"valuetype={valuetype!r} is not known: choose 'fixed', 'glob' or 'regex'.")
    try:
        return re.compile(sources[valuetype])
    except (re.error, OverflowError, RecursionError) as error:
        raise ReportError(f"The pattern {pattern!r} is not a regular expression: {error}.") from None


def _find(report: Report, expression: re.Pattern[str], within: str | None, valuetype: str) -> Iterator[tuple[int, ...]]:
    """Start and end of each occurrence, and of the stretch of text that its context may show."""
    spans = _spans(report, within)
    if valuetype == "glob":
        starts = [low for low, _ in spans]
        for token in tokens(report).itertuples():
            if expression.fullmatch(token.token):
                yield token.start, token.end, *spans[bisect_right(starts, token.start) - 1]
        return
    for low, high in spans:
        for match in expression.finditer(report.text[low:high]):
            if match.group():
                yield low + match.start(), low + match.end(), low, high


def _spans(report: Report, within: str | None) -> list[tuple[int, int]]:
    """The stretches of text that an occurrence and its context stay in."""
    if within is None:
        return [(0, len(report.text))]
    if within == "section":
        placed = locate(report, units(report)[["start", "end"]])
        run = placed["section"].ne(placed["section"].shift()).cumsum()
        rows = placed.groupby(run).agg({"start": "min", "end": "max"})
    else:
        rows = sentences(report) if within == "sentence" else units(report)
    return list(zip(rows["start"].tolist(), rows["end"].tolist(), strict=True))
