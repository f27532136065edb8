"""Lines of a text as they were meant: without blank margins, a sentence that a web page broke on one line again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from .numerals import plain

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
CLOSERS = "”’」』）)》】〉\"'"
LINE = re.compile(r"[^\s](?:[^\n\r]*[^\s])?")
SENTENCE = re.compile(rf"[^。！？!?]*[。！？!?]+[{CLOSERS}]*|[^。！？!?]+\Z")
END = re.compile(rf"[。！？!?.…；;：:][{CLOSERS}]*(?:[［\[]\d+[］\]])?$")
HEADING_LENGTH = 60

DIGITS = "一二三四五六七八九十百"
MARKS = (  # style, what opens a numbered line, in the order in which the levels nest
    ("part", re.compile(rf"第([{DIGITS}]{{1,3}})部分[\s：:、]*")),
    ("一、", re.compile(rf"([{DIGITS}]{{1,4}})[、．.]\s*")),
    ("（一）", re.compile(rf"[（(]\s?([{DIGITS}]{{1,4}})\s?[）)][、.]?\s*")),
    ("第一", re.compile(rf"第([{DIGITS}]{{1,3}})[、，,]\s*")),
    ("1.", re.compile(r"(\d{1,3})(?:[、．]|\.(?!\d))\s*")),
    ("（1）", re.compile(r"[（(](\d{1,2})[）)]\s*")),
    ("［1］", re.compile(r"[［\[](\d{1,3})[］\]]\s*")),
    ("一是", re.compile(rf"([{DIGITS}]{{1,3}})是")),
)
ITEM = re.compile(r"(?:[—―─]{1,2}|--+|[●•▪◆■])\s*")
SALUTATION = re.compile(r"(?:各位(?:代表|委员|同志)|同志们|代表们)(?:[、，,]各位\S{2})*[:：!！,，]?$")
_CONTINUES = re.compile(r"[，。、；：！？,;）)”’%％]|》(?!》)|(?:是|为|的)[:：，]|的(?!士)")
_UNFINISHED = re.compile(
    r"(?:[，、,（(“‘《]|[的在了和与及对把是由从按将]|关于|根据|按照|通过|政府工作报|届|[A-Za-z]\s*\d*(?:\.\d)?)$"
)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_FRONT_END = re.compile(r"(?:会议上?|會議上?|大会上?|大會上?|报\s*告|[）)])$")


def lines(text: str) -> Iterator[tuple[int, int]]:
    r"""Spans of the lines; a line that ends inside a sentence runs on into the next.

    Where blank lines part the paragraphs, a line right under another that does not end a sentence belongs to it.

    >>> text = "全省PM\n2.5\n浓度下降。\n（一）稳增长"
    >>> [text[start:end] for start, end in lines(text)]
    ['全省PM\n2.5\n浓度下降。', '（一）稳增长']
    """
    found = [match.span() for match in LINE.finditer(text)]
    words = [span for span in found if text[slice(*span)].strip(ZERO_WIDTH)]
    gaps = [text[a[1] : b[0]] for a, b in pairwise(words)]
    spaced = 2 * sum(_parts(gap) for gap in gaps) > len(gaps)
    spans = list(_joined(text, words, [_Gap(spaced and not _parts(gap), _indents(gap)) for gap in gaps]))
    inside = iter([*spans, (len(text), len(text))])
    current = next(inside)
    for span in found:
        while current[1] <= span[0] and current[0] < len(text):
            current = next(inside)
        if span[0] == current[0]:
            yield current
        elif span[1] <= current[0]:
            yield span  # zero-width characters alone


def _parts(gap: str) -> bool:
    """Whether what stands between two lines is a blank line, with nothing invisible in it."""
    return gap.count("\n") > 1 and not any(character in ZERO_WIDTH for character in gap)


class _Gap(NamedTuple):
    """What stands between two lines: nothing that parts them though paragraphs are parted; an indent."""

    close: bool
    indent: bool


def _indents(gap: str) -> bool:
    """Whether the line after the gap is indented, as a new paragraph is."""
    return bool(re.search("\u3000| {2}", gap.rpartition("\n")[2]))


def _joined(text: str, words: list[tuple[int, int]], gaps: list[_Gap]) -> Iterator[tuple[int, int]]:
    """The lines, each broken one joined to those after it."""
    start = end = None
    joined = False
    for at, span in enumerate(words):
        if start is not None:
            joined = _runs_on(text[max(start, end - 400) : end], text[slice(*span)], joined, gaps[at - 1])
            if not joined:
                yield start, end
                start = None
        start = span[0] if start is None else start
        end = span[1]
    if start is not None:
        yield start, end


def mark(line: str) -> tuple[str, str, int] | None:
    """Style, number and length of the mark that a line opens with (一、, （一）, 1., 一是 …).

    >>> mark("（一）稳增长")
    ('（一）', '一', 3)
    """
    words = plain(line[:12])
    for style, pattern in MARKS:
        if found := pattern.match(words):
            return style, found.group(1), found.end()
    return None


def _runs_on(line: str, after: str, joined: bool, gap: _Gap) -> bool:
    """Whether a line ends inside a sentence, which the line after it continues; once broken, it goes on to its end."""
    if _CONTINUES.match(after):
        return True
    if line.endswith("摄"):
        return False
    if not _CHINESE.search(line) and not _CHINESE.search(after):
        return bool(re.search("[A-Za-z]$", line) and re.match(r"\d", after))
    if mark(after) or ITEM.match(after) or SALUTATION.match(after):
        return bool(line.endswith("、") and not END.search(line))
    if _UNFINISHED.search(line) or line.count("“") > line.count("”"):
        return True
    if END.search(line) or gap.indent or (not joined and mark(line) and _names(line, after)):
        return False
    if (joined or gap.close) and not _FRONT_END.search(line):
        return True
    return len(line) > HEADING_LENGTH or bool(re.search("[。！？；]", line))


def _names(line: str, after: str) -> bool:
    """Whether a short line with no mark inside stands over a long one, as a heading does."""
    return len(line) <= HEADING_LENGTH < len(after) and not re.search("[，。；]", line)
