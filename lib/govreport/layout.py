"""A text to its units, as docs/structure-guide.md defines them.

A unit is a span of the text. Line by line, the first rule that fits names its kind; `govreport.headings` then gives
every unit the headings it stands under. The rules are few and each unit says which one made it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from .headings import placed, serial
from .lexicon import table, terms
from .lines import DIGITS, END, HEADING_LENGTH, ITEM, SALUTATION, SENTENCE, ZERO_WIDTH, lines, mark

_DATE = r"(?:[12]\d{3}|[一二][〇○零一二三四五六七八九]{3})年.{1,12}[日号]"
_TITLE = re.compile(r"(?!\S*[作做]政府)\S{0,24}政府工作(?:的)?[报報]\s*告$")
_BYLINE = re.compile(rf"[—―─–-]*\s*[（(]?\S{{0,12}}?{_DATE}(?:\s*[在于於]|.*(?:会议|大会|會議|大會))")
_OFFICE = r"省长|市长|县长|区长|州长|旗长|镇长|乡长|盟长|专员|主席|总理|主任"
_SPEAKER = re.compile(rf"\S{{0,16}}(?:{_OFFICE})\s*[\u4e00-\u9fff·]{{1,12}}(?:\s+[\u4e00-\u9fff]{{1,2}})*$")
_NAME = re.compile(r"[\u4e00-\u9fff]{1,4}(?:[·\s]+[\u4e00-\u9fff]{1,6}){0,2}$")
_APPENDIX_MARK = re.compile(r"附\s*[件录]?\s*(?:\d+|[一二三四五六])?\s*[:：]?$")
_NO_HEADING = re.compile(
    r"我们|我|现在|今年|过去|一年来|去年|当前|要|同时|为了?|对|让|各位|请|谢谢|以上|下面|这里|此外|另外|但|而|因此|所以|从"
)
_ANNOUNCES = re.compile(r"以下|如下|下列|方面(?:的)?(?:工作|任务)|几个方面|报告工作|予审议|[:：]$")
_ADDRESS = re.compile("(?:现在|現在|下面)[，,]?\\s*(?:请允许)?我.{0,4}代表")
_STATES = re.compile(rf"[:：]|\d|百分之|[{DIGITS}两]+[亿万千百]")  # a figure, or a definition, is no heading
SENTENCE_HEADING = 30
_FRONT_TEXT = 300  # what a web page writes before the report at most, in characters
ALONE = "short sentence alone"


@dataclass(frozen=True)
class Unit:
    """One span of the text: its kind, and the rule that named it."""

    kind: str
    start: int
    end: int
    rule: str
    number: str | None = None
    style: str | None = None
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


def parse(text: str, styled: Collection[int] = ()) -> Layout:
    r"""Divide a text into units.

    Args:
        text: any text.
        styled: where lines begin that the file marks as headings, as a Word file does.

    >>> [unit.kind for unit in parse("一、去年工作回顾\n(一)稳中有进\n——工业增长。").units]
    ['heading', 'heading', 'item']
    """
    spans = list(lines(text))
    body, tail = _body_start(text, spans), _tail_start(text, spans)
    contents = _contents(text, spans[:body], spans[body:tail])
    units = _one_title([_front(text, span, span in contents, spans[:at]) for at, span in enumerate(spans[:body])])
    units += _in_company(_agreed(list(_body(text, spans[body:tail], set(styled)))))
    units += [Unit("chrome", *span, "after the report") for span in spans[tail:]]
    units = list(placed(text, units))
    toc = tuple(text[a:b] for a, b in contents)
    headings = [_same_form(text[u.start : u.end]) for u in units if u.kind == "heading"]
    missing = tuple(entry for entry in toc if not any(h.startswith(_same_form(entry)) for h in headings))
    return Layout(tuple(units), toc, missing, _cut_off(text, units))


def _same_form(text: str) -> str:
    """A heading's wording without white space and with one form of each bracket and comma."""
    return re.sub(r"\s+", "", text).translate(str.maketrans("（），：", "(),:"))


@cache
def _chrome(where: str) -> re.Pattern[str]:
    rows = table("chrome")
    return re.compile("|".join(rows.loc[rows["where"] == where, "pattern"]))


def _body_start(text: str, spans: list[tuple[int, int]]) -> int:
    """Index of the first line of the body: the salutation, or what follows title and byline.

    A salutation after running text is not the first: the text is a passage that begins further on.
    """
    front = running = 0
    for at, (start, end) in enumerate(spans[:60]):
        line = text[start:end].strip(ZERO_WIDTH)
        if SALUTATION.match(line):
            return at
        running += len(line) if len(line) > HEADING_LENGTH else 0
        if running > _FRONT_TEXT:
            break
        if _TITLE.match(line) or _BYLINE.match(line) or _SPEAKER.match(line):
            front = at + 1
    return front


def _tail_start(text: str, spans: list[tuple[int, int]]) -> int:
    """Index of the first line after the report: share buttons, licence notes, editors, in the last part of the text."""
    for at, (start, end) in enumerate(spans):
        if start > 0.6 * len(text) and _chrome("tail").match(text[start:end]):
            return at
    return len(spans)


def _contents(text: str, front: list[tuple[int, int]], body: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines before the body that are numbered like headings, or whose wording comes again as a line of the body."""
    later = {_same_form(text[a:b]) for a, b in body if b - a >= 4}
    return [
        (a, b)
        for a, b in front
        if b - a <= HEADING_LENGTH
        and not _TITLE.match(text[a:b])
        and not _chrome("any").search(text[a:b])
        and (mark(text[a:b]) or _same_form(text[a:b]) in later)
    ]


def _one_title(units: list[Unit]) -> list[Unit]:
    """Of several titles the report's is the one that a byline follows, else the last; the others are the page's."""
    titles = [at for at, unit in enumerate(units) if unit.kind == "title"]
    if len(titles) < 2:
        return units
    led = [at for at in titles if any(unit.kind == "byline" for unit in units[at + 1 : at + 3])]
    chosen = (led or titles)[-1]
    page = [at for at, unit in enumerate(units) if unit.kind in ("title", "byline") and (at < chosen or at in titles)]
    return [
        replace(u, kind="chrome", rule="title of the page") if at in page and at != chosen else u
        for at, u in enumerate(units)
    ]


def _front(text: str, span: tuple[int, int], in_contents: bool, before: list[tuple[int, int]]) -> Unit:
    """A unit of what stands before the body."""
    words = text[slice(*span)].strip(ZERO_WIDTH)
    if in_contents:
        return Unit("toc", *span, "contents before the body")
    if _BYLINE.match(words) or _SPEAKER.match(words):
        return Unit("byline", *span, "occasion, date or speaker")
    if not words or _chrome("any").search(words):
        return Unit("chrome", *span, "web furniture" if words else "zero-width characters alone")
    if _TITLE.match(words):
        return Unit("title", *span, "names the report")
    if _NAME.match(words) and any(_BYLINE.match(text[a:b]) for a, b in before):
        return Unit("byline", *span, "the speaker's name")
    if len(words) > HEADING_LENGTH and END.search(words):
        return Unit("paragraph", *span, "running text")
    return Unit("chrome", *span, "before the body")


def _body(text: str, spans: list[tuple[int, int]], styled: set[int]) -> Iterator[Unit]:
    """Units of the body; a run-in heading is cut from the text after it."""
    openings = Counter(text[a : a + 4] for a, b in spans if b - a <= HEADING_LENGTH)
    appendix = False
    for at, span in enumerate(spans):
        words = text[slice(*span)].strip(ZERO_WIDTH)
        after = text[slice(*spans[at + 1])] if at + 1 < len(spans) else ""
        appendix = (
            appendix
            or bool(_APPENDIX_MARK.match(words))
            or (len(words) <= SENTENCE_HEADING and bool(_appendix().search(words)))
        )
        if SALUTATION.match(words):
            yield Unit("salutation", *span, "addresses the deputies")
        elif not words or _chrome("any").search(words):
            yield Unit("chrome", *span, "web furniture" if words else "zero-width characters alone")
        elif _APPENDIX_MARK.match(words):
            yield Unit("paragraph", *span, "mark of an appendix")
        elif ITEM.match(words):
            yield Unit("item", *span, "led by a dash")
        elif span[0] in styled and len(words) <= HEADING_LENGTH:
            style, number, _ = mark(words) or (None, None, 0)
            yield Unit("heading", *span, "style of the file", number, style)
        elif found := mark(words):
            yield from _numbered(text, span, found, after, appendix)
        else:
            yield _plain(words, span, after, openings)


def _agreed(units: list[Unit]) -> list[Unit]:
    """A numbered series is headings or a list as most of its members are (一、…二、…, all but one too long)."""
    series: list[list[int]] = []
    latest: dict[tuple, list[int]] = {}
    for at, unit in enumerate(units):
        if unit.style and unit.number:
            value = serial(unit.number)
            members = latest.pop((unit.style, value - 1), None)
            if members is None:
                members = []
                series.append(members)
            members.append(at)
            latest[unit.style, value] = members
    out = list(units)
    for members in series:
        listed = [at for at in members if units[at].kind == "paragraph"]
        if 2 * len(listed) > len(members) > 1:
            for at in members:
                if units[at].kind == "heading" and units[at].rule == "numbered":
                    out[at] = replace(units[at], kind="paragraph", rule="one of a list")
    return out


def _in_company(units: list[Unit]) -> list[Unit]:
    """A short sentence alone is a heading only where its section has another: a single one introduces the section."""
    sections = list(accumulate(unit.kind == "heading" and unit.rule != ALONE for unit in units))
    company = Counter(section for section, unit in zip(sections, units, strict=True) if unit.rule == ALONE)
    return [
        replace(unit, kind="paragraph", rule="running text") if unit.rule == ALONE and company[section] < 2 else unit
        for section, unit in zip(sections, units, strict=True)
    ]


@cache
def _appendix() -> re.Pattern[str]:
    return re.compile("|".join(terms("parts", kind="appendix")))


def _numbered(
    text: str, span: tuple[int, int], found: tuple[str, str, int], after: str, appendix: bool
) -> Iterator[Unit]:
    """A numbered heading alone on its line, or run in before the text of its line; or a numbered paragraph."""
    (start, end), (style, number, length) = span, found
    words = text[start:end]
    first = SENTENCE.match(text, start + length, end)
    cut = first.end() if first else end
    alone = cut == end
    if reason := _no_heading(words, cut - start, alone, style, after, appendix):
        yield Unit("paragraph", start, end, reason, number, style)
        return
    yield Unit("heading", start, cut, "numbered" if alone else "run-in", number, style)
    rest = re.match(r"\s*", text[cut:end]).end() + cut
    if rest < end:
        yield Unit("paragraph", rest, end, "after a run-in heading")


def _no_heading(words: str, length: int, alone: bool, style: str, after: str, appendix: bool) -> str | None:
    """Why a numbered line is no heading, or None: too long, a list, a definition, 一是 with its text on the line."""
    if length > HEADING_LENGTH:
        return "numbered, too long for a heading"
    if style in ("一是", "第一", "［1］") and not alone:
        return "numbered, its text on the line"
    if appendix and re.search(r"[:：].", words):
        return "a term and its definition"
    if not appendix and alone and END.search(words):
        following = mark(after)
        same = following is not None and following[0] == style
        if re.search(r"[；;：:]$", words) or same or not after or (style == "一是" and len(after) < len(words)):
            return "one of a list"
    return None


def _plain(words: str, span: tuple[int, int], after: str, openings: Counter) -> Unit:
    """A line without a mark: a heading where it is short and names the text below, else running text."""
    inner = len(words) <= HEADING_LENGTH and not re.search("[。；！？](?=.)", words)
    if inner and not END.search(words) and not _ADDRESS.match(words):
        return Unit("heading", *span, "short line alone")
    below = len(after) > len(words) and not mark(after) and not SALUTATION.match(after)
    if inner and below and words[-1] in "。！" and not _ANNOUNCES.search(words) and not _STATES.search(words):
        if openings[words[:4]] >= 3 and len(words) <= HEADING_LENGTH * 0.75:
            return Unit("heading", *span, "one of several sentences alike")
        if len(words) <= SENTENCE_HEADING and not _NO_HEADING.match(words):
            return Unit("heading", *span, ALONE)
    return Unit("paragraph", *span, "running text")


def _cut_off(text: str, units: list[Unit]) -> bool:
    """Whether the last unit of running text, or a line that looks like a heading with nothing under it, breaks off."""
    running = [u for u in units if u.kind in ("paragraph", "item", "salutation") or u.rule == "short line alone"]
    return bool(running) and not END.search(text[running[-1].start : running[-1].end])
