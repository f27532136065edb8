"""Mentions to indicators: what is measured, how, when, and whether it was reached or is planned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from .candidates import Mention
from .lexicon import rule, table, terms, trailing
from .names import continues
from .periods import dated
from .quantities import Found, found
from .reading import Reading
from .structure import Sentence, listed
from .subjects import Place, find_subjects, places

if TYPE_CHECKING:
    from .report import Report

COLUMNS = [
    "start", "end", "text", "value", "low", "high", "unit", "subject", "measure", "direction", "bound", "period",
    "modality", "values", "indicator", "sentence_id", "rule",
]  # fmt: skip
_MINUS = ("-", "－", "−")
_SPREAD = ("分别", "均", "各", "累计", "全国", "全省", "全市", "平均水平")


@cache
def _changes() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """Change words at the end of a text, amounts at its start, and the direction of each."""
    rows = table("change_words")
    verbs = (*terms("change_words", kind="amount"), *terms("change_words", kind="both"))
    amounts = "|".join(word for word in verbs if len(word) > 1)
    end = re.compile(rf"(?P<word>{'|'.join(terms('change_words'))})(?!值)(?:了|额)?$")
    early = rf"^[、 ]?(?:{rule('before change').pattern})*(?P<early>{amounts})(?!值|到|至|为)"
    start = re.compile(rf"{early}|(?P<word>(?:新增|净增|新晋)(?!的))")
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
    when = dated(report)
    said = listed(report)
    rows = [row for key, each in found(report).items() for row in _rows(each, when[key], _before(each, said))]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"value": float, "low": float, "high": float})


def _before(each: Found, said: list[Sentence]) -> str:
    """Words of the sentence before, where it belongs to the same unit."""
    last = said[each.sentence.sentence_id - 1]
    return last.text if last.unit_id == each.sentence.unit_id and last.start < each.sentence.start else ""


def _rows(each: Found, when: list[tuple[str | None, str]], before: str) -> Iterator[tuple]:
    """Rows of the table for one sentence."""
    counted = [(m, said) for m, said in zip(each.mentions, when, strict=True) if not m.ignore]
    what = _sentence(each.reading.words, [m for m, _ in counted], before)
    for (m, (period, modality)), (name, measure_, direction) in zip(counted, what, strict=True):
        subject = _as_written(name, each.reading)
        yield (
            *each.place(m), m.value, m.low, m.high, m.unit, subject, measure_, direction, m.bound, period, modality,
            m.values, canonical(name, measure_), each.sentence.sentence_id, m.rule,
        )  # fmt: skip


def _as_written(name: str | None, reading: Reading) -> str | None:
    """A name in the report's own characters, where its words stand together."""
    at = reading.words.find(name) if name and reading.raw != reading.words else -1
    return name if at < 0 else reading.raw[at : at + len(name)]


def _sentence(words: str, members: list[Mention], before: str) -> list[tuple[str | None, str, str | None]]:
    """Subject, measure and direction of the mentions of one sentence."""
    spans = [(m.start, m.end) for m in members]
    kinds = [m.kind for m in members]
    around = places(words, spans)
    subjects = find_subjects(words, spans, kinds, before)
    said: list[Said] = []
    for place, subject, kind in zip(around, subjects, kinds, strict=True):
        said.append(measure(place, subject, kind, said[-1] if said else None))
    return [(subject, *each[:2]) for subject, each in zip(subjects, said, strict=True)]


class Said(NamedTuple):
    """What is said of a number: its measure and direction, and whether it opens or continues a list (新增A、B)."""

    measure: str
    direction: str | None
    listing: bool = False


def measure(place: Place, subject: str | None, kind: str, last: Said | None) -> Said:
    """Measure and direction of a number, from the words before it and, in a list, from the number before it."""
    if kind == "ratio":
        return Said("ratio", None)
    words = _bare(place.lead, gap=kind == "pp")
    if words.endswith(_MINUS):
        said = measure(replace(place, lead=words.rstrip("".join(_MINUS))), subject, kind, last)
        return said._replace(direction="down") if said.measure == "growth" else said
    end, start, directions = _changes()
    changed = end.search(words)
    direction = directions[changed["word"]] if changed else None
    if place.linked and last and not changed:
        own = _by_name(subject) if kind == "percent" else None
        return own or (last if _same_family(kind, last.measure) else _plain(kind))
    if kind == "pp":
        with_last = last.direction if last and last.measure == "pp" else None
        return Said("pp", direction or _direction_within(place.lead) or with_last or "up")
    if kind == "doubling":
        return Said("growth", "up")
    if kind in ("percent", "times"):
        if place.shared and (own := _by_name(subject)):
            return own
        if last and last.measure == "increment" and re.search("[即合]$", words):
            return Said("growth", last.direction)
        if rule("rate after").match(place.tail):
            return Said("growth", direction or _direction_within(place.tail[:8]) or "up")
        if last and _same_family(kind, last.measure) and rule("goal after").match(place.tail):
            return last
        if last and last.measure == "growth" and rule("in brackets").match(words):
            return last
        return _rate(words, direction, start.match(words.lstrip("、")), subject)
    return _amount(place, subject, words, changed, last)


def _amount(place: Place, subject: str | None, words: str, changed: re.Match[str] | None, last: Said | None) -> Said:
    """An absolute number: an increment after a word of change, else a level; 提升4个精品村 is a deed, no change."""
    _, start, directions = _changes()
    if changed and not (place.names_after and _kinds()[changed["word"]] == "rate"):
        return Said("increment", directions[changed["word"]], place.names_after)
    if begun := start.search(words):
        return Said("increment", directions[begun["word"] or begun["early"]], True)
    if subject and re.search("增量$|增加额$|增加的", subject):
        return Said("increment", "up")
    if last and last.measure == "increment" and (words.startswith("其中") or (last.listing and continues(place.lead))):
        return last
    return Said("level", None)


def _rate(words: str, direction: str | None, begun: re.Match[str] | None, subject: str | None) -> Said:
    """A percentage: a rate of change after a word of change (or 压减…84%), else a share."""
    if direction:
        return Said("growth", direction)
    if rule("cuts").search(words) and not rule("share name").search(words):
        return Said("growth", "down")
    if begun and _changes()[2][begun["word"] or begun["early"]] == "down" and not rule("share name").search(words):
        return Said("growth", "down")
    if rule("rate name").search(rule("held").sub("", words)):
        return Said("growth", "down" if rule("falls").search(words[-8:]) else "up")
    return _by_name(subject) or Said("share", None)


def _by_name(subject: str | None) -> Said | None:
    """What a name alone says of a percentage: 居民消费价格涨幅 is growth, 城镇调查失业率 a share."""
    subject = subject and rule("held").sub("", subject)
    if subject and rule("rate name").search(subject):
        return Said("growth", "down" if rule("falls").search(subject[-8:]) else "up")
    return Said("share", None) if subject and rule("share name").search(subject) else None


def _plain(kind: str) -> Said:
    return Said("share" if kind in ("percent", "times") else "level", None) if kind != "pp" else Said("pp", "up")


def _same_family(kind: str, measure_: str) -> bool:
    """Whether a listed number can have the measure of the one before it."""
    return (kind in ("percent", "times")) == (measure_ in ("growth", "share")) and (kind == "pp") == (measure_ == "pp")


def _bare(lead: str, *, gap: bool) -> str:
    """The words before a number without bounds and comparisons at the end; 高于 stays where the number is a gap."""
    words = lead
    bounds_ = tuple(c for c in terms("bounds", side="before") if not (gap and c in ("高于", "低于")))
    while True:
        shorter = words.rstrip(" 、\u3000")
        for cues in (bounds_, _SPREAD):
            shorter = shorter[: len(shorter) - len(trailing(shorter, cues))]
        if shorter == words:
            return words
        words = shorter


def _direction_within(lead: str) -> str | None:
    """Direction of the last change word in some words."""
    _, _, directions = _changes()
    found = [(lead.rfind(word), len(word), way) for word, way in directions.items() if word in lead]
    return max(found)[2] if found else None


@cache
def _names() -> dict[str | tuple[str, str], str]:
    """Names of data/lexicon/indicators.csv; those of a row but its indicator's first hold for its measure alone."""
    names: dict[str | tuple[str, str], str] = {}
    seen = set()
    for row in table("indicators").itertuples():
        for name in map(_standard, filter(None, [row.chinese, *row.synonyms.split("|")])):
            names.setdefault(name if row.indicator not in seen else (name, row.measure), row.indicator)
        seen.add(row.indicator)
    return names


def canonical(subject: str | None, measure_: str | None = None) -> str | None:
    """The canonical name of an indicator (data/lexicon/indicators.csv), None where the subject has none.

    The subject must be the indicator's name or a synonym, but for words for the whole place before it (全省, 我市) and
    a rate or a goal after it: 海洋生产总值 is not GDP. Variants of a word (R&D, 研发) are one (name_variants.csv).

    >>> canonical("全区地区生产总值"), canonical("地区生产总值增速"), canonical("栽植丁香")
    ('gdp', 'gdp', None)
    """
    if not subject:
        return None
    bare = rule("whole place").sub("", subject)
    for name in map(_standard, (subject, bare, rule("rate or goal").sub("", bare))):
        if found_ := _names().get((name, measure_)) or _names().get(name):
            return found_
    return None


@lru_cache(maxsize=100_000)
def _standard(name: str) -> str:
    """A name with its words in one form: 全社会研发经费支出相当于全市生产总值的比例 is 研发经费支出占生产总值比重."""
    for pattern, standard in _variants():
        name = pattern.sub(standard, name)
    return name


@cache
def _variants() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(row.pattern), row.standard) for row in table("name_variants").itertuples()]
