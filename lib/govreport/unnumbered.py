"""Targets without a number: measured against something else, or deliberately not set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from .aims import Target
from .indicators import canonical
from .lexicon import rule, table
from .reading import FULL_WIDTH, Reading, read_sentence
from .structure import Sentence, listed

if TYPE_CHECKING:
    from .report import Report

_AND = re.compile("[、和及]")
_CLAUSE = re.compile("[，。；：:]")
_COMPARES = re.compile("增长|增速|平均水平|下达|目标")


def compared(report: Report) -> Iterator[Target]:
    """Targets of the plan that are measured against something else: 居民收入增长与经济增长同步."""
    for sentence, reading in _planned(report):
        for said in rule("relative").finditer(reading.words):
            row = _row(report, sentence, reading.span(*said.span()), relative=True, rule="compared")
            row = replace(row, bound="above" if rule("more than").match(said[0]) else None)
            for subject, name, of in _subjects(_CLAUSE.split(reading.words[: said.start()])[-1]):
                yield replace(row, subject=subject, indicator=name, of=of)


def none_stated(report: Report) -> Iterator[Target]:
    """That the report sets no figure for growth, where it says so."""
    for sentence, reading in _planned(report):
        if said := rule("none stated").search(reading.words):
            row = _row(report, sentence, reading.span(*said.span()), relative=False, rule="none stated")
            yield replace(row, indicator="gdp_growth", of="gdp", hedge="none stated", headline=True)


def _planned(report: Report) -> Iterator[tuple[Sentence, Reading]]:
    """The sentences of the plan that name growth or a comparison."""
    for sentence in listed(report):
        if report.layout.units[sentence.unit_id].part_kind != "review" and _COMPARES.search(sentence.text):
            reading = read_sentence(sentence.text)
            yield sentence, reading._replace(words=reading.words.translate(FULL_WIDTH))


def _subjects(clause: str) -> Iterator[tuple[str, str, str]]:
    """The words before a comparison that name an indicator which targets are set for, and its two names."""
    for part in _AND.split(rule("compared subject").sub("", clause)):
        indicator = canonical(part)
        if indicator in _set_for():
            yield part, _set_for()[indicator], indicator


@cache
def _set_for() -> dict[str, str]:
    """The names of targets, by indicator."""
    return {row.indicator: row.target for row in table("indicators").itertuples() if row.target}


def _row(report: Report, sentence: Sentence, span: tuple[int, int], *, relative: bool, rule: str) -> Target:
    """A row without a number."""
    start, end = sentence.start + span[0], sentence.start + span[1]
    return Target(
        None, None, None, None, None, None, "none", None, report.text[start:end], report.year, False, relative, None,
        start, end, sentence.sentence_id, rule,
    )  # fmt: skip
