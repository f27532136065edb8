"""Which time a number speaks of, and whether it was measured or is planned."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from .numerals import plain
from .quantities import by_sentence
from .structure import sentences
from .times import pattern, read

if TYPE_CHECKING:
    from .layout import Unit
    from .report import Report

_BASE = re.compile(r"(?:比|较|相比|对比|同比|于|自|从|由|创|是|为|超过|超)[“]?$")
_COMPARED = re.compile(r"[^，。；]{0,4}(?:相比|相较|比较)")
_FROM = re.compile(r"[从由自](?:[^，,。；;]{0,12})$")
_REACHED = re.compile(r"(?:到|至|为)[^，,。；;、]{0,4}$")
_OPENING = 10
_DONE = re.compile(r"已经?|截至|目前")
_GOAL = re.compile(r"力争|预期目标|目标(?:是|为|值)|计划(?:新增|完成|到|于|实施|投资)|确保(?:完成|达到|实现)")


@dataclass
class _Context:
    """What holds while the units are read in order."""

    year: int | None
    part: str | None = None
    opened: str | None = None
    planned: bool = False

    def speaking_year(self, part_kind: str, said: str | None) -> int | None:
        """The single year that 全年 or 1-11月 belong to."""
        for period in (said, self.opened, self.part):
            if period and "/" not in period[:5] and (found := re.match(r"\d{4}", period)):
                return int(found.group())
        if self.year is None:
            return None
        return self.year if part_kind == "plan" or (self.planned and part_kind != "review") else self.year - 1


def dated(report: Report, rows: pd.DataFrame) -> pd.DataFrame:
    """Add ``period`` and ``modality`` to a table of mentions (``start, end, sentence_id``)."""
    context = _Context(report.year)
    listed = by_sentence(rows)
    periods: dict[int, tuple[str | None, str]] = {}
    units = report.layout.units
    last_unit = None
    for sentence in sentences(report).itertuples():
        unit = units[sentence.unit_id]
        if sentence.unit_id != last_unit:
            _enter(report, unit, context)
            opening = _opening(report, unit, context)
            last_unit = sentence.unit_id
        members = listed.get(sentence.sentence_id)
        if members:
            periods.update(_sentence(sentence.text, sentence.start, members, unit, opening, context))
    said = [periods.get(i, (None, "actual")) for i in rows.index]
    return rows.assign(period=[p for p, _ in said], modality=[m for _, m in said])


def _enter(report: Report, unit: Unit, context: _Context) -> None:
    """A part heading resets what holds; its year is the part's."""
    if unit.kind == "heading" and unit.level == 1:
        context.opened = None
        context.planned = context.planned or unit.part_kind == "plan"
        context.part = None
        words = plain(report.text[unit.start : unit.end])
        default = context.speaking_year(unit.part_kind, None)
        said = [read(m, context.year, default) for m in pattern().finditer(words)]
        context.part = next((p for p in said if p), None)


def _opening(report: Report, unit: Unit, context: _Context) -> str | None:
    """The time word that a paragraph opens with; it holds for the paragraphs after it too."""
    if unit.kind not in ("paragraph", "item"):
        return None
    words = plain(report.text[unit.start : unit.end])
    first = pattern().search(words)
    if not first or first.start() > _OPENING or _named(words, first):
        return None
    period = read(first, context.year, context.speaking_year(unit.part_kind, None))
    context.opened = period or context.opened
    return period


def _named(words: str, found: re.Match[str]) -> bool:
    """“十四五”规划 names a plan, 2025年版 an edition: no time of anything."""
    after = words[found.end() : found.end() + 6]
    if found["plan"] and not re.search(r"[期来末间年]$", found["plan"]):
        return not re.match(r"[，,、：。]|累计|年均|全[国省市区县]|我[国省市区]|共|以来|的[一-十三-五]?年", after)
    return bool(re.match(r"版|中央一号|届|新年", after))


def _sentence(
    text: str, offset: int, members: list, unit: Unit, opening: str | None, context: _Context
) -> dict[int, tuple[str | None, str]]:
    """Period and modality of the mentions of one sentence."""
    words = plain(text)
    default = opening or context.opened or context.part
    said: list[tuple[int, str, bool]] = []
    for found in pattern().finditer(words):
        if _named(words, found):
            continue
        latest = said[-1][1] if said else default
        period = read(found, context.year, context.speaking_year(unit.part_kind, latest))
        base = not found["span"] and bool(
            _BASE.search(words[max(0, found.start() - 4) : found.start()])
            or _COMPARED.match(words[found.end() : found.end() + 8])
        )
        if period:
            said.append((found.end(), period, base))
    out = {}
    for i, row in enumerate(members):
        period = _holding(words, said, members, i, offset, default)
        out[row.Index] = (period, _modality(words, row.start - offset, period, unit, context))
    return _shared_out(words, said, members, offset, out)


def _holding(
    words: str, said: list[tuple[int, str, bool]], members: list, i: int, offset: int, default: str | None
) -> str | None:
    """The latest time word before a number; the base of a change (比2020年) holds for the number it touches alone."""
    at = members[i].start - offset
    before = members[i - 1].end - offset if i else 0
    if _side(words, members, i, offset) == 1 and not any(before <= end <= at for end, *_ in said):
        opened = [period for end, period, base in said if end <= at and base]
        if opened:  # 由2002年的A增加到2007年的B,…由C增加到D: C takes the year that A has
            return opened[-1]
    for end, period, base in reversed(said):
        if end <= at and (not base or (before <= end and _touches(words, end, at))):
            return period
    if default and re.fullmatch(r"\d{4}/\d{4}", default) and (side := _side(words, members, i, offset)):
        return default.split("/")[side - 1]
    return default


def _touches(words: str, end: int, at: int) -> bool:
    """Whether the time word gives its number directly: 从2020年的14.1%, not 比2020年增长5%."""
    return bool(re.fullmatch(r"(?:年|底|末)?的?(?:近|约|超|不足|不到)?", words[end:at]))


def _side(words: str, members: list, i: int, offset: int) -> int | None:
    """1 where the number opens 从…到…, 2 where it closes it."""
    start, end = members[i].start - offset, members[i].end - offset
    if _FROM.search(words[:start]) and i + 1 < len(members):
        link = words[end : members[i + 1].start - offset]
        return 1 if _REACHED.search(link) and not re.search("[，。；]", link) else None
    if i and _FROM.search(words[: members[i - 1].start - offset]):
        link = words[members[i - 1].end - offset : start]
        return 2 if _REACHED.search(link) and not re.search("[，。；]", link) else None
    return None


def _shared_out(words: str, said: list, members: list, offset: int, out: dict) -> dict:
    """2023-2025年…分别达到A、B、C: each number takes its own year."""
    for end, period, _ in said:
        years = re.fullmatch(r"(\d{4})/(\d{4})", period)
        after = [row for row in members if row.start - offset >= end]
        if not years or not after or "分别" not in words[end : after[0].start - offset]:
            continue
        run = list(range(int(years[1]), int(years[2]) + 1))
        listed = after[: len(run)]
        links = [words[a.end - offset : b.start - offset] for a, b in itertools.pairwise(listed)]
        if len(listed) == len(run) and all(re.fullmatch("[、和及]", link) for link in links):
            for row, year in zip(listed, run, strict=True):
                out[row.Index] = (str(year), out[row.Index][1])
    return out


def _modality(words: str, at: int, period: str | None, unit: Unit, context: _Context) -> str:
    """In the plan all is target save what is past; in the review all is actual save goals and what lies ahead."""
    last = int(re.findall(r"\d{4}", period)[-1]) if period else None
    clause = re.split(r"[，,；;。]", words[:at])[-1]
    past = context.year is not None and last is not None and last < context.year
    if unit.part_kind == "plan" or (context.planned and unit.part_kind in ("self", "appendix")):
        return "actual" if past or _DONE.search(clause) else "target"
    ahead = context.year is not None and last is not None and last >= context.year
    return "target" if ahead or _GOAL.search(clause) else "actual"
