"""Keywords in context (kwic): every occurrence of a pattern with the words around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pandas as pd

from .errors import ReportError
from .structure import sentences, units
from .tokens import tokens

if TYPE_CHECKING:
    from .report import Report

COLUMNS = ["report", "start", "end", "pre", "keyword", "post", "pattern"]


def kwic(
    report: Report,
    pattern: str | Iterable[str],
    *,
    window: int = 20,
    within: str | None = None,
    valuetype: str = "fixed",
) -> pd.DataFrame:
    """Find a pattern in a report and show each occurrence in its context.

    Args:
        report: the report.
        pattern: what to look for, or several such patterns.
        window: how much context to show on each side, in characters (a Chinese concordance aligns by character, and
            characters need no segmenter).
        within: ``"sentence"`` or ``"unit"`` ends the context where the sentence or the unit ends, and ``^`` and ``$``
            of a regular expression match there; None lets it run on.
        valuetype: ``"fixed"`` finds the characters as they are, also inside a longer word; ``"glob"`` finds whole words
            (tokens), with ``*`` for any characters and ``?`` for one: ``数字*``, ``*经济``; ``"regex"`` finds what a
            Python regular expression finds.

    Returns:
        One row an occurrence, in the order of the text: ``report`` (its name), ``start, end, pre, keyword, post,
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
    if within not in (None, "sentence", "unit"):
        raise ReportError(f"within={within!r} is not known: choose None, 'sentence' or 'unit'.")
    if not isinstance(window, int) or window < 0:
        raise ReportError(f"window={window!r} is no number of characters: give a whole number, 0 or more.")
    text, rows = report.text, []
    for wanted in _patterns(pattern):
        for start, end, low, high in _find(report, _expression(wanted, valuetype), within, valuetype):
            pre, post = text[max(low, start - window) : start], text[end : min(high, end + window)]
            rows.append((report.name, start, end, pre, text[start:end], post, wanted))
    rows.sort(key=lambda row: row[1:3])
    return pd.DataFrame(rows, columns=COLUMNS)


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
    rows = sentences(report) if within == "sentence" else units(report)
    return list(zip(rows["start"].tolist(), rows["end"].tolist(), strict=True))
