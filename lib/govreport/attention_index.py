"""Attention indices of the literature: how often the words of a list stand in a report, and what that hangs on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from .errors import ReportError
from .lexicon import table
from .report import Report
from .structure import body, locate, sentences
from .tokens import segment

COUNTS = ("strings", "every", "tokens", "tokens without dictionary")
DENOMINATORS = ("words", "characters", "sentences")
COLUMNS = ["index", "count", "denominator", "part", "hits", "total", "value"]


def indices() -> pd.DataFrame:
    """The presets, ``data/lexicon/indices.csv``: ``index, terms, denominator, source, seen``.

    ``seen`` says how the list was come by: few papers print theirs where it can be read.

    >>> indices()["index"].tolist()[:2]
    ['digital_economy', 'environment']
    """
    return table("indices").copy()


def attention_index(
    report: Report, preset: str, *, count: str = "strings", denominator: str | None = None, part: str | None = None
) -> pd.DataFrame:
    """One attention index of a report: hits of the preset's words over the length of the report's body.

    Args:
        report: the report.
        preset: an ``index`` of `indices`.
        count: ``strings``: places where a word of the list stands, also inside a longer one, the longest first;
            ``every``: each word of the list by itself, so that words inside one another count twice; ``tokens``:
            tokens that equal a word of the list; ``tokens without dictionary``: the same, jieba without our terms.
        denominator: ``words`` (word tokens), ``characters`` (without white space) or ``sentences``; the preset's where
            None.
        part: ``review`` or ``plan``; the whole body where None.

    Returns:
        A row: ``index, count, denominator, part`` (null for the whole), ``hits, total, value`` (hits by total, null
        where there is no text).

    Raises:
        ReportError: where there is no such preset, count or denominator.

    >>> from govreport import read_report
    >>> report = read_report(text="发展大数据产业，推广人工智能。")
    >>> attention_index(report, "digital_economy")[["hits", "total"]].values.tolist()
    [[2, 5]]
    """
    known = table("indices").set_index("index")
    for name, given, allowed in (("preset", preset, known.index), ("count", count, COUNTS)):
        if given not in allowed:
            raise ReportError(f"There is no {name} {given!r}: choose among {', '.join(allowed)}.")
    denominator = denominator or known.at[preset, "denominator"]
    if denominator not in DENOMINATORS:
        raise ReportError(f"There is no denominator {denominator!r}: choose among {', '.join(DENOMINATORS)}.")
    said = [each for each in _sentences(report, count != COUNTS[-1]) if part in (None, each.part_kind)]
    hits, total = _hits(said, known.at[preset, "terms"].split(), count), _total(said, denominator)
    row = (preset, count, denominator, part, hits, total, hits / total if total else None)
    return pd.DataFrame([row], columns=COLUMNS)


def index_sensitivity(report: Report, preset: str) -> pd.DataFrame:
    """The index under every choice: how words are counted, what they are divided by, and in which part.

    Returns:
        Rows of `attention_index` for each way to count, each denominator, and the whole, the review and the plan.

    Raises:
        ReportError: where there is no such preset.
    """
    choices = [(c, d, p) for c in COUNTS for d in DENOMINATORS for p in (None, "review", "plan")]
    rows = [attention_index(report, preset, count=c, denominator=d, part=p) for c, d, p in choices]
    return pd.concat([row.astype({"value": float, "part": object}) for row in rows], ignore_index=True)


class _Sentence(NamedTuple):
    """A sentence of the body and its word tokens; numbers are not words."""

    part_kind: str
    text: str
    words: list[str]


def _sentences(report: Report, dictionary: bool) -> list[_Sentence]:
    return report.once(f"sentences and words {dictionary}", lambda: list(_cut(report, dictionary)))


def _cut(report: Report, dictionary: bool) -> Iterator[_Sentence]:
    for row in body(locate(report, sentences(report))).itertuples():
        spans = segment(row.text, dictionary=dictionary)
        yield _Sentence(row.part_kind, row.text, [row.text[start:end] for start, end, kind in spans if kind == "word"])


def _hits(said: list[_Sentence], terms: list[str], count: str) -> int:
    if count == "every":
        return sum(each.text.count(term) for each in said for term in terms)
    if count == "strings":
        any_of = re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))))
        return sum(len(any_of.findall(each.text)) for each in said)
    return sum(word in terms for each in said for word in each.words)


def _total(said: list[_Sentence], denominator: str) -> int:
    if denominator == "sentences":
        return len(said)
    if denominator == "characters":
        return sum(len("".join(each.text.split())) for each in said)
    return sum(len(each.words) for each in said)
