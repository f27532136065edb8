"""Which time a number speaks of, and whether it was measured or is planned."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .candidates import Mention
from .lexicon import rule
from .quantities import Found, found
from .reading import read_sentence
from .structure import listed
from .times import pattern, read

if TYPE_CHECKING:
    from .layout import Unit
    from .report import Report

_CLAUSE_END = re.compile("[，,；;。]")
_SPAN = re.compile(r"\d{4}/\d{4}")
_CLAUSE_LENGTH = 80
_NEAR = 20
_OPENING = 10


class _Time(NamedTuple):
    """A time word: where it ends, its period, whether it is only a base of comparison; the latest that is none."""

    end: int
    period: str
    base: bool
    latest: str | None


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


def dated(report: Report) -> dict[int, list[tuple[str | None, str]]]:
    """Period and modality of the mentions of each sentence that has any, by ``sentence_id``."""
    context = _Context(report.year)
    members = found(report)
    said: dict[int, list[tuple[str | None, str]]] = {}
    units = report.layout.units
    last_unit = None
    for sentence in listed(report):
        unit = units[sentence.unit_id]
        if sentence.unit_id != last_unit:
            _enter(report, unit, context)
            opening = _opening(report, unit, context)
            last_unit = sentence.unit_id
        if each := members.get(sentence.sentence_id):
            said[sentence.sentence_id] = _sentence(each, unit, opening, context)
    return said


def _enter(report: Report, unit: Unit, context: _Context) -> None:
    """A part heading resets what holds; its year is the part's."""
    if unit.kind == "heading" and unit.level == 1:
        context.opened = None
        context.planned = context.planned or unit.part_kind == "plan"
        context.part = None
        words = read_sentence(report.text[unit.start : unit.end]).words
        default = context.speaking_year(unit.part_kind, None)
        said = [read(m, context.year, default) for m in pattern().finditer(words)]
        context.part = next((p for p in said if p), None)


def _opening(report: Report, unit: Unit, context: _Context) -> str | None:
    """The time word that a paragraph opens with; it holds for the paragraphs after it too."""
    if unit.kind not in ("paragraph", "item"):
        return None
    words = read_sentence(report.text[unit.start : min(unit.end, unit.start + 5 * _OPENING)]).words
    said = [word for word in pattern().finditer(words) if not _named(words, word)]
    if not said or said[0].start() > _OPENING or _compared(words, said[0]):
        return None
    # 在1992年快速增长的基础上，1993年… opens with 1993
    founded = len(said) > 1 and re.match("[^，。；]*基础上，$", words[said[0].end() : said[1].start()])
    first = said[1] if founded else said[0]
    speaking = context.speaking_year(unit.part_kind, None)
    period = str(speaking) if first["prior"] and speaking else read(first, context.year, speaking)
    context.opened = period or context.opened
    return period


def _compared(words: str, found: re.Match[str]) -> bool:
    """比2020年增长 measures from a year, 从2020年的3家 starts with one; 从2020年起 is when things happened."""
    led = words[: found.start()].endswith(tuple("从由比较同与"))
    return led and not re.match("起|开始|以来|到|至", words[found.end() :])


def _named(words: str, found: re.Match[str]) -> bool:
    """“十四五”规划 names a plan, 2025年版 an edition: no time of anything."""
    after = words[found.end() : found.end() + 6]
    if found["plan"] and not re.search(r"[期来末间年]$", found["plan"]):
        return not rule("plan speaks").match(after)
    return bool(re.match(r"版|中央一号|届|新年", after))


def _sentence(each: Found, unit: Unit, opening: str | None, context: _Context) -> list[tuple[str | None, str]]:
    """Period and modality of the mentions of one sentence."""
    words, members = each.reading.words, each.mentions
    default = opening or context.opened or context.part
    said = _said(each, unit, default, context)
    periods = [_holding(words, said, members, i, default) for i in range(len(members))]
    held = [(p, _modality(words, m, p, unit, context)) for p, m in zip(periods, members, strict=True)]
    return _shared_out(words, said, members, held)


def _said(each: Found, unit: Unit, default: str | None, context: _Context) -> list[_Time]:
    """The time words of a sentence that name a period."""
    words = each.reading.words
    said: list[_Time] = []
    latest = default
    for word in each.times:
        if _named(words, word):
            continue
        joined = said and said[-1].end == word.start()
        speaking = context.speaking_year(unit.part_kind, said[-1].period if joined else latest)
        if period := read(word, context.year, speaking):
            base = not word["span"] and bool(
                word["prior"]
                or rule("base").search(words[max(0, word.start() - 4) : word.start()])
                or rule("base after").match(words[word.end() : word.end() + 8])
            )
            latest = latest if base else period
            said.append(_Time(word.end(), period, base, latest))
    return said


def _holding(words: str, said: list[_Time], members: list[Mention], i: int, default: str | None) -> str | None:
    """The latest time word before a number; the base of a change (比2020年) holds for the number it touches alone.

    From A to B: A takes the base that was named (同1978年相比,由A增加到B), or the first year of a span, B its last.
    """
    at = members[i].start
    passed = bisect_right(said, at, key=lambda time: time.end)
    new = bisect_left(said, members[i - 1].end if i else 0, hi=passed, key=lambda time: time.end)
    touching = next((time for time in reversed(said[new:passed]) if _touches(words, time.end, at)), None)
    if touching and touching.base and members[i].kind == "times" and words[touching.end : at].endswith("的"):
        touching = None  # 为1997年的2.9倍 speaks of now
    side = _side(words, members, i)
    if (
        side == 1
        and not touching
        and (bases := [time.period for time in said[max(0, passed - _NEAR) : passed] if time.base])
    ):
        return bases[-1]
    period = touching.period if touching else said[passed - 1].latest if passed else default
    if side and period and _SPAN.fullmatch(period):
        return period.split("/")[side - 1]
    return period


def _touches(words: str, end: int, at: int) -> bool:
    """Whether the time word gives its number directly: 从2020年的14.1%, not 比2020年增长5%."""
    return bool(re.fullmatch(r"(?:年|底|末)?的?(?:近|约|超|不足|不到)?", words[end:at]))


def _side(words: str, members: list[Mention], i: int) -> int | None:
    """1 where the number opens 从…到…, 2 where it closes it."""
    if _opens(words, members, i):
        return 1
    return 2 if i and _opens(words, members, i - 1) else None


def _opens(words: str, members: list[Mention], i: int) -> bool:
    """Whether the number comes after 从 or 由, and the next after 到 in the same clause."""
    if i + 1 >= len(members) or not rule("from").search(words, members[i - 1].end if i else 0, members[i].start):
        return False
    link = words[members[i].end : members[i + 1].start]
    return bool(rule("reached").search(link)) and not re.search("[，。；]", link)


def _shared_out(
    words: str, said: list[_Time], members: list[Mention], held: list[tuple[str | None, str]]
) -> list[tuple[str | None, str]]:
    """2023-2025年…分别达到A、B、C: each number takes its own year."""
    for time in said:
        first = bisect_left(members, time.end, key=lambda mention: mention.start)
        if first == len(members) or not _SPAN.fullmatch(time.period):
            continue
        begin, last = map(int, time.period.split("/"))
        listed_ = members[first : first + last - begin + 1]
        links = [words[a.end : b.start] for a, b in itertools.pairwise(listed_)]
        apart = "分别" in words[time.end : members[first].start] and all(
            re.fullmatch("[、和及]", link) for link in links
        )
        if apart and len(listed_) == last - begin + 1:
            for i, year in enumerate(range(begin, last + 1), first):
                held[i] = (str(year), held[i][1])
    return held


def _modality(words: str, mention: Mention, period: str | None, unit: Unit, context: _Context) -> str:
    """In the plan all is target save what is past; in the review all is actual save goals and what lies ahead."""
    last = int(re.findall(r"\d{4}", period)[-1]) if period else None
    clause = _CLAUSE_END.split(words[max(0, mention.start - _CLAUSE_LENGTH) : mention.start])[-1]
    past = context.year is not None and last is not None and last < context.year
    ahead = context.year is not None and last is not None and (last > context.year or period == str(context.year))
    if rule("founded on").match(words, mention.end):
        return "actual"
    if unit.part_kind == "plan" or (context.planned and unit.part_kind in ("self", "appendix")):
        return "actual" if past or rule("done").search(clause) else "target"
    goal = rule("goal").search(clause) or rule("goal after").match(words, mention.end)
    return "target" if (ahead and not rule("done").search(clause)) or goal else "actual"
