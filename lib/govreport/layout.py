"""A text to its units, as docs/structure-guide.md defines them.

A unit is a span of the text. Line by line, the first rule that fits names its kind; a second pass gives every unit the
headings it stands under. The rules are few and each unit says which one made it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from .lexicon import table, terms

BLANK = "\\s\u200b\u200c\u200d\u2060\ufeff"
CLOSERS = "”’」』）)》】〉\"'"
SENTENCE = re.compile(rf"[^。！？!?]*[。！？!?]+[{CLOSERS}]*|[^。！？!?]+\Z")
LINE = re.compile(rf"[^\n\r{BLANK}](?:[^\n\r]*[^\n\r{BLANK}])?")
_TITLE = re.compile(r"^\S{0,24}政府工作(?:的)?[报報]告$")
_BYLINE = re.compile(
    r"^[—―─–-]*[（(]?\S{0,12}?(?:[12]\d{3}|[一二][〇○零一二三四五六七八九]{3})年.{1,12}[日号]\s*(?:[在于於]|.*(?:会议|大会|會議|大會))"
)
_SPEAKER = re.compile(
    r"^\S{0,16}(?:省长|市长|县长|区长|州长|旗长|镇长|乡长|主席|总理|主任|盟长)\s*\S{2,15}(?:\s*\S{1,3})?$"
)
_SALUTATION = re.compile(r"^(?:各位(?:代表|委员|同志)|同志们|代表们)(?:[、，,]各位\S{2})*[:：!！,，]?$")
_ITEM = re.compile(r"^(?:[—―─]{1,2}|--+|[●•▪◆■])\s*")
_DIGITS = "一二三四五六七八九十百"
_NUMBERED = (  # level, number, mark
    (1, re.compile(rf"^第([{_DIGITS}]+)部分[\s：:、]*")),
    (1, re.compile(rf"^([{_DIGITS}]+)[、．.]\s*")),
    (2, re.compile(rf"^[（(]([{_DIGITS}]+)[）)][、.]?\s*")),
    (3, re.compile(r"^(\d{1,2})(?:[、．]|\.(?!\d))\s*")),
    (4, re.compile(r"^[（(](\d{1,2})[）)]\s*")),
)
_UNFINISHED = re.compile(r"[，、,（(“‘《]$")
_CONTINUES = re.compile(r"^[，。、；：！？,;）)”’》%％]")
_END = re.compile(rf"[。！？!?.…；;：:][{CLOSERS}]*$")
HEADING_LENGTH = 60


@dataclass(frozen=True)
class Unit:
    """One span of the text: its kind, and the rule that named it."""

    kind: str
    start: int
    end: int
    rule: str
    number: str | None = None
    level: int | None = None
    part_kind: str = "front"
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """The units of a text in order, and what its table of contents promises and the body lacks."""

    units: tuple[Unit, ...]
    toc: tuple[str, ...] = ()
    toc_missing: tuple[str, ...] = ()
    truncated: bool = False


@dataclass
class _Place:
    """Where the second pass stands: the open headings and the kind of the part."""

    part_kind: str = "front"
    headings: dict[int, str] = field(default_factory=dict)
    turns: bool = False


def parse(text: str) -> Layout:
    r"""Divide a text into units.

    >>> [unit.kind for unit in parse("一、去年工作回顾\n(一)稳中有进\n——工业增长。").units]
    ['heading', 'heading', 'item']
    """
    lines = list(_lines(text))
    body = _body_start(text, lines)
    contents = _contents(text, lines[:body], lines[body:])
    units = [_front(text, line, line in contents) for line in lines[:body]]
    for line in lines[body:]:
        units.extend(_body(text, line))
    units = list(_placed(text, units))
    toc = tuple(text[a:b] for a, b in contents)
    headings = [_plain(text[u.start : u.end]) for u in units if u.kind == "heading"]
    missing = tuple(entry for entry in toc if not any(h.startswith(_plain(entry)) for h in headings))
    return Layout(tuple(units), toc, missing, _cut_off(text, units))


def _plain(text: str) -> str:
    """A heading's wording without white space and with one form of each bracket and comma."""
    return re.sub(r"\s+", "", text).translate(str.maketrans("（），：", "(),:"))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines without blank margins; a line that ends inside a sentence runs on into the next."""
    start = end = None
    for match in LINE.finditer(text):
        line = match.group()
        if start is not None and not (_UNFINISHED.search(text[start:end]) or _CONTINUES.match(line)):
            yield start, end
            start = None
        start = match.start() if start is None else start
        end = match.end()
    if start is not None:
        yield start, end


def _body_start(text: str, lines: list[tuple[int, int]]) -> int:
    """Index of the first line of the body: after the last title or byline of the first fifty lines."""
    front = 0
    for i, (start, end) in enumerate(lines[:50]):
        line = text[start:end]
        if _SALUTATION.match(line):
            return i
        if _TITLE.match(line) or _BYLINE.match(line) or _SPEAKER.match(line):
            front = i + 1
    return front


def _contents(text: str, front: list[tuple[int, int]], body: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines before the body that are numbered like headings, or whose wording comes again as a line of the body."""
    later = {_plain(text[a:b]) for a, b in body}
    return [
        (a, b)
        for a, b in front
        if not _TITLE.match(text[a:b])
        and (_number(text[a:b]) or _plain(text[a:b]) in later)
        and b - a <= HEADING_LENGTH
    ]


def _number(line: str) -> tuple[int, str, int] | None:
    """Level, number and length of the mark that a line opens with."""
    for level, mark in _NUMBERED:
        if found := mark.match(line):
            return level, found.group(1), found.end()
    return None


@cache
def _chrome() -> re.Pattern[str]:
    return re.compile("|".join(table("chrome")["pattern"]))


def _front(text: str, line: tuple[int, int], in_contents: bool) -> Unit:
    """A unit of what stands before the body."""
    words = text[slice(*line)]
    if in_contents:
        return Unit("toc", *line, "contents before the body")
    if _TITLE.match(words):
        return Unit("title", *line, "names the report")
    if _chrome().search(words):
        return Unit("chrome", *line, "web furniture")
    if _BYLINE.match(words) or _SPEAKER.match(words):
        return Unit("byline", *line, "occasion, date or speaker")
    if _END.search(words):
        return Unit("paragraph", *line, "running text")
    return Unit("chrome", *line, "before the body")


def _body(text: str, line: tuple[int, int]) -> Iterator[Unit]:
    """The unit or units of one line of the body: a run-in heading is cut from the text after it."""
    start, end = line
    words = text[start:end]
    if _SALUTATION.match(words):
        yield Unit("salutation", start, end, "addresses the deputies")
    elif _chrome().search(words):
        yield Unit("chrome", start, end, "web furniture")
    elif _ITEM.match(words) and not _BYLINE.match(words):
        yield Unit("item", start, end, "led by a dash")
    elif found := _number(words):
        yield from _numbered(text, line, *found)
    elif len(words) <= 40 and not _END.search(words) and not re.search(r"[，,].*[，,]", words):
        yield Unit("heading", start, end, "short line alone")
    else:
        yield Unit("paragraph", start, end, "running text")


def _numbered(text: str, line: tuple[int, int], level: int, number: str, mark: int) -> Iterator[Unit]:
    """A numbered heading alone on its line, or run in before the text of its line."""
    start, end = line
    first = SENTENCE.match(text, start + mark, end)
    cut = first.end() if first else end
    if cut - start > HEADING_LENGTH:
        yield Unit("paragraph", start, end, "numbered, too long for a heading")
        return
    yield Unit("heading", start, cut, "numbered" if cut == end else "run-in", number, level)
    rest = re.match(rf"[{BLANK}]*", text[cut:end]).end() + cut
    if rest < end:
        yield Unit("paragraph", rest, end, "after a run-in heading")


def _placed(text: str, units: list[Unit]) -> Iterator[Unit]:
    """Give every unit its level, its path of headings and the kind of its part."""
    place = _Place()
    for unit in units:
        if unit.kind == "heading":
            unit = _heading(text, unit, place)
        elif place.turns and unit.kind in ("paragraph", "item") and _turn().match(text[unit.start : unit.end]):
            place.part_kind, place.turns = "plan", False
        yield replace(unit, part_kind=place.part_kind, path=tuple(place.headings.values()))
        if unit.kind == "heading":
            place.headings[unit.level] = text[unit.start : unit.end]


def _heading(text: str, unit: Unit, place: _Place) -> Unit:
    """Settle an unnumbered heading's level, close the headings it ends, and read a new part's kind."""
    words = text[unit.start : unit.end]
    level = unit.level
    if level is None:
        level = 1 if _part_kind(words) or not place.headings else min(max(place.headings), 3) + 1
    for deeper in [open_level for open_level in place.headings if open_level >= level]:
        del place.headings[deeper]
    if level == 1:
        kinds = _part_kind(words)
        place.part_kind = kinds[0] if kinds else place.part_kind
        place.turns = kinds[:2] == ("review", "plan")
    return replace(unit, level=level)


@cache
def _part_cues() -> dict[str, re.Pattern[str]]:
    cues = table("parts")
    return {
        kind: re.compile("|".join(rows["cue"]))
        for kind, rows in cues[cues["kind"] != "turn"].groupby("kind", sort=False)
    }


@cache
def _turn() -> re.Pattern[str]:
    return re.compile("|".join(terms("parts", kind="turn")))


def _part_kind(heading: str) -> tuple[str, ...]:
    """Kinds that a part heading's words name, in the order of data/lexicon/parts.csv."""
    return tuple(kind for kind, cue in _part_cues().items() if cue.search(heading))


def _cut_off(text: str, units: list[Unit]) -> bool:
    """Whether the last unit of running text, or a line that looks like a heading with nothing under it, breaks off."""
    running = [u for u in units if u.kind in ("paragraph", "item", "salutation") or u.rule == "short line alone"]
    return bool(running) and not _END.search(text[running[-1].start : running[-1].end])
