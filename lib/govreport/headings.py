"""Where headings stand: their levels, the path of headings over every unit, and the kinds of the parts.

A numbered heading continues the open series of its style (二、 after 一、) or opens a level under the deepest open one.
An unnumbered heading takes the level of its place, and is a part where its words name one and no numbered heading does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from .lexicon import table, terms
from .lines import MARKS
from .numerals import DIGITS, parse_numeral

if TYPE_CHECKING:
    from .layout import Unit

_ORDER = {style: place for place, (style, _) in enumerate(MARKS)}
_PART_STYLES = ("part", "一、")


@dataclass
class _Open:
    """An open series of headings: its style, its last number and its level."""

    style: str | None
    number: int
    level: int


@dataclass
class _Place:
    """Where the reading stands: open series, path of headings, kind of the part."""

    series: list[_Open] = field(default_factory=list)
    path: dict[int, str] = field(default_factory=dict)
    part_kind: str = "front"
    turns: bool = False


def placed(text: str, units: list[Unit]) -> Iterator[Unit]:
    """Give every unit its path and the kind of its part, and every heading its level."""
    place = _Place()
    numbered_parts = _parts_are_numbered(text, units)
    for unit in units:
        if unit.kind == "heading":
            unit = _settle(text, unit, place, numbered_parts)
        elif unit.rule == "mark of an appendix":
            place.series, place.path, place.part_kind = [], {}, "appendix"
        elif place.turns and unit.kind in ("paragraph", "item") and _turn().match(_words(text, unit)):
            place.part_kind, place.turns = "plan", False
        yield replace(unit, part_kind=place.part_kind, path=tuple(place.path.values()))
        if unit.kind == "heading":
            place.path[unit.level] = _words(text, unit)


def _parts_are_numbered(text: str, units: list[Unit]) -> bool:
    """Whether the first heading that is a part by its number or by its words has a number."""
    for unit in units:
        if unit.kind == "heading" and (
            unit.style in _PART_STYLES or (not unit.style and part_kinds(_words(text, unit)))
        ):
            return unit.style in _PART_STYLES
    return False


def _words(text: str, unit: Unit) -> str:
    return text[unit.start : unit.end]


def _settle(text: str, unit: Unit, place: _Place, numbered_parts: bool) -> Unit:
    """A heading's level; the headings that it ends are closed, a new part's kind is read."""
    words = _words(text, unit)
    level = _numbered_level(unit, place) if unit.style else _plain_level(words, place, numbered_parts)
    for deeper in [open_level for open_level in place.path if open_level >= level]:
        del place.path[deeper]
    if level == 1 and place.part_kind != "appendix":
        kinds = part_kinds(words) or _by_sense(text, unit, words, place.part_kind)
        place.part_kind = kinds[0]
        place.turns = kinds[:2] == ("review", "plan")
    return replace(unit, level=level)


def _by_sense(text: str, unit: Unit, words: str, before: str) -> tuple[str]:
    """The kind of a part whose heading names none.

    Closing words and foreign affairs keep the kind before them; a part full of what must be done is a plan, one of what
    was done a review.
    """
    if before in ("self", "plan") or _closing().match(words) or re.search("外交|国际|國際|统一|統一", words):
        return (before if before != "front" else "review",)
    body = text[unit.end : unit.end + 2000]
    planned, done = len(re.findall("要(?!求)|必须|必須|今年", body)), len(re.findall("了|取得|去年|过去", body))
    return ("plan",) if planned > 1.5 * done else ("review",)


def serial(numeral: str) -> int:
    """The number of a heading, also where its digits are written one by one; 0 where it is none.

    >>> serial("十一"), serial("一一"), serial("3")
    (11, 11, 3)
    """
    if number := parse_numeral(numeral):
        return int(number.value)
    digits = "".join(str(DIGITS.get(c, c)) for c in numeral)
    return int(digits) if digits.isdecimal() else 0


def _numbered_level(unit: Unit, place: _Place) -> int:
    """The level of the open series that a number continues, else one under the deepest that can hold its style."""
    number = serial(unit.number)
    same = [at for at, series in enumerate(place.series) if series.style == unit.style]
    restarts = bool(same) and number == 1 and same[-1] < len(place.series) - 1
    if same and not restarts:
        follows = [at for at in same if place.series[at].number + 1 == number] or same
        del place.series[follows[-1] + 1 :]
        place.series[-1].number = number
        return place.series[-1].level
    while not same and number > 1 and place.series and _ORDER.get(place.series[-1].style, -1) > _ORDER[unit.style]:
        place.series.pop()
    level = place.series[-1].level + 1 if place.series else 1
    place.series.append(_Open(unit.style, number, level))
    return level


def _plain_level(words: str, place: _Place, numbered_parts: bool) -> int:
    """Level 1 for a part, the first heading and what closes the report, else one under the deepest open heading."""
    is_part = bool(part_kinds(words)) and not numbered_parts and not words.endswith(("。", "！"))
    if not place.series or is_part or _closing().match(words):
        place.series = [_Open(None, 0, 1)]
        return 1
    holding = [series for series in place.series if series.style != "一是"]
    return holding[-1].level + 1 if holding else 1


@cache
def _closing() -> re.Pattern[str]:
    return re.compile("|".join([*terms("parts", kind="closing"), *terms("parts", kind="appendix")]))


@cache
def _turn() -> re.Pattern[str]:
    return re.compile("|".join(terms("parts", kind="turn")))


@cache
def _part_cues() -> dict[str, re.Pattern[str]]:
    cues = table("parts")
    cues = cues[~cues["kind"].isin(["turn", "closing"])]
    return {kind: re.compile("|".join(rows["cue"])) for kind, rows in cues.groupby("kind", sort=False)}


def part_kinds(heading: str) -> tuple[str, ...]:
    """Kinds of part that a heading's words name, in the order of data/lexicon/parts.csv.

    >>> part_kinds("一、“十四五”时期发展成就和“十五五”时期主要目标任务")
    ('review', 'plan')
    """
    return tuple(kind for kind, cue in _part_cues().items() if cue.search(heading))
