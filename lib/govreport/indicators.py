"""Mentions to indicators: what is measured, how, when, and whether it was reached or is planned."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from .lexicon import table, terms
from .periods import dated
from .quantities import by_sentence, mentions
from .structure import sentences
from .subjects import Place, find_subjects, places

if TYPE_CHECKING:
    from .report import Report

COLUMNS = [
    "start", "end", "text", "value", "low", "high", "unit", "subject", "measure", "direction", "bound", "period",
    "modality", "values", "indicator", "sentence_id", "rule",
]  # fmt: skip
_SHARE_NAME = re.compile(r"(?:率|占比|比重|比例|覆盖面|满意度|份额|占[^，。；]{0,12})$")
_RATE_NAME = re.compile(r"(?:增速|增幅|涨幅|降幅|(?:增长|上涨|下降|降低)(?:幅度|速度)?)$")
_BEFORE_CHANGE = "每年|全年|今年|去年|拟|将|共|累计|并|可|已|年均"
_HELD = re.compile(r"(?:预期|目标|高?达到?|仍然?|为|在|保持|控制|稳定|平均)+$")
_RATE_AFTER = re.compile(r"(?:以上|以内|左右)?的?(?:增长|增速|速度|增幅)")


@cache
def _changes() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """Change words at the end of a text, amounts at its start, and the direction of each."""
    rows = table("change_words")
    amounts = "|".join(word for word in terms("change_words", kind="amount") if len(word) > 1)
    end = re.compile(rf"(?P<word>{'|'.join(terms('change_words'))})(?!值)(?:了|额)?$")
    start = re.compile(rf"^[、 ]?(?:{_BEFORE_CHANGE})*(?P<early>{amounts})(?!值|到|至|为)|(?P<word>新增|净增|新晋)")
    return end, start, dict(zip(rows["cue"], rows["direction"], strict=True))


@cache
def _kinds() -> dict[str, str]:
    rows = table("change_words")
    return dict(zip(rows["cue"], rows["kind"], strict=True))


def indicators(report: Report) -> pd.DataFrame:
    r"""Indicators of a report: the quantity mentions that count, each with what it measures.

    Returns:
        One row a mention: ``start, end, text, value, low, high, unit, subject, measure, direction, bound, period,
        modality, values, indicator, sentence_id, rule``, as docs/annotation-guide.md defines them. ``indicator`` is the
        canonical name (data/lexicon/indicators.csv) where the subject has one. Missing values are null.

    >>> from govreport import read_report
    >>> rows = indicators(read_report(text="2025年工作回顾\n全年地区生产总值800亿元,增长5.2%。"))
    >>> rows[["value", "unit", "subject", "measure", "period"]].values.tolist()
    [[80000000000.0, '元', '地区生产总值', 'level', '2025'], [5.2, '%', '地区生产总值', 'growth', '2025']]
    """
    return report.cached("indicators", lambda: _indicators_table(report))


def _indicators_table(report: Report) -> pd.DataFrame:
    rows = mentions(report)
    rows = dated(report, rows[~rows["ignore"].astype(bool)].reset_index(drop=True))
    said = {row.sentence_id: row for row in sentences(report).itertuples()}
    found: list[tuple] = []
    for sentence_id, members in by_sentence(rows).items():
        found += _sentence(said[sentence_id].text, said[sentence_id].start, members)
    names, measures, directions = zip(*found, strict=True) if found else ((), (), ())
    rows = rows.assign(subject=names, measure=measures, direction=directions, indicator=[canonical(n) for n in names])
    return rows[COLUMNS]


def _sentence(text: str, offset: int, members: list) -> list[tuple[str | None, str, str | None]]:
    """Subject, measure and direction of the mentions of one sentence."""
    spans = [(row.start - offset, row.end - offset) for row in members]
    kinds = [row.kind for row in members]
    around = places(text, spans, [row.unit for row in members])
    subjects = find_subjects(text, spans, kinds)
    out: list[tuple[str | None, str, str | None]] = []
    for place, subject, kind in zip(around, subjects, kinds, strict=True):
        out.append((subject, *measure(place, subject, kind, out[-1][1:] if out else None)))
    return out


def measure(
    place: Place, subject: str | None, kind: str, last: tuple[str, str | None] | None
) -> tuple[str, str | None]:
    """Measure and direction of a number, from the words before it and, in a list, from the number before it."""
    if kind == "ratio":
        return "ratio", None
    words = _bare(place.lead, gap=kind == "pp")
    end, start, directions = _changes()
    changed = end.search(words)
    direction = directions[changed["word"]] if changed else None
    if place.linked and last and not changed:
        return last if _same_family(kind, last[0]) else _plain(kind, subject)
    if kind == "pp":
        return "pp", direction or _any_direction(place.lead) or (last[1] if last and last[0] == "pp" else None) or "up"
    if kind == "doubling":
        return "growth", "up"
    if kind in ("percent", "times"):
        if _RATE_AFTER.match(place.tail):
            return "growth", direction or "up"
        return _rate(words, direction, start.match(words.lstrip("、")))
    return _amount(place, subject, words, changed, last)


def _amount(
    place: Place, subject: str | None, words: str, changed: re.Match[str] | None, last: tuple | None
) -> tuple[str, str | None]:
    """An absolute number: an increment after a word of change, else a level; 提升4个精品村 is a deed, no change."""
    _, start, directions = _changes()
    if changed and not (place.names_after and _kinds()[changed["word"]] == "rate"):
        return "increment", directions[changed["word"]]
    if begun := start.search(words):
        return "increment", directions[begun["word"] or begun["early"]]
    if subject and re.search("增量$|增加额$|增加的", subject):
        return "increment", "up"
    if last and last[0] == "increment" and (words.startswith("其中") or _continues(place)):
        return last
    return "level", None


def _rate(words: str, direction: str | None, begun: re.Match[str] | None) -> tuple[str, str | None]:
    """A percentage: a rate of change after a word of change (or 压减…84%), else a share."""
    if direction:
        return "growth", direction
    if begun and _changes()[2][begun["word"] or begun["early"]] == "down" and not _SHARE_NAME.search(words):
        return "growth", "down"
    if _RATE_NAME.search(_HELD.sub("", words)):
        return "growth", "down" if re.search("降幅|下降|降低", words[-8:]) else "up"
    return "share", None


def _plain(kind: str, subject: str | None) -> tuple[str, str | None]:
    return ("share", None) if kind in ("percent", "times") else ("pp", "up") if kind == "pp" else ("level", None)


def _same_family(kind: str, measure_: str) -> bool:
    """Whether a listed number can have the measure of the one before it."""
    return (kind in ("percent", "times")) == (measure_ in ("growth", "share")) and (kind == "pp") == (measure_ == "pp")


def _continues(place: Place) -> bool:
    """A noun of the same list as the number before it (、制造业单项冠军企业7户), with no verb of its own."""
    words = place.lead.strip()
    return (
        place.same_unit
        and place.names_before
        and words.startswith("、")
        and not any(words[1:].startswith(cue) for cue in terms("deeds"))
    )


def _bare(lead: str, *, gap: bool) -> str:
    """The words before a number without bounds and comparisons at the end; 高于 stays where the number is a gap."""
    words = lead
    while True:
        shorter = words.rstrip(" 、\u3000")
        cue = next(
            (c for c in terms("bounds", side="before") if shorter.endswith(c) and not (gap and c in ("高于", "低于"))),
            "",
        )
        shorter = shorter[: len(shorter) - len(cue)]
        shorter = re.sub(r"(?:分别|均|各|累计|了|全[国省市]|平均水平)$", "", shorter)
        if shorter == words:
            return words
        words = shorter


def _any_direction(lead: str) -> str | None:
    """Direction of the last change word in the words before a number."""
    _, _, directions = _changes()
    found = [(lead.rfind(word), len(word), way) for word, way in directions.items() if word in lead]
    return max(found)[2] if found else None


@cache
def _names() -> list[tuple[re.Pattern[str], str]]:
    rows = table("indicators")
    return [(re.compile(pattern), name) for pattern, name in zip(rows["pattern"], rows["indicator"], strict=True)]


def canonical(subject: str | None) -> str | None:
    """The canonical name of an indicator, by the first pattern of data/lexicon/indicators.csv that fits its subject.

    >>> canonical("全区地区生产总值"), canonical("栽植丁香")
    ('gdp', None)
    """
    return next((name for pattern, name in _names() if subject and pattern.search(subject)), None)
