"""A PDF to text: its lines, without running heads, footers and page numbers, joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median
from typing import NamedTuple

from .errors import ReportError
from .limits import Limits

_NUMBER = re.compile(r"[\s\-–—－·.第/]*(?:\d{1,4}|[ivxl]{1,6})[\s\-–—－·.页/]*(?:共?\s*\d{1,4}\s*页?)?")
_EDGE = 2  # lines at the top and the bottom of a page that may be furniture
_SLACK = 0.5  # of a character, by which a line may end before the edge of the column
_TOGETHER = re.compile(r"[“‘《（【]*(?:[A-Za-z0-9.,%％+\-–~～/]+|.)[，。；：！？、”’）》】%]*")  # no line breaks in it
_HYPHENS = dict.fromkeys((0xFFFE, 0x02))  # marks that PDFium puts for a hyphen at the end of a line
_OPENS = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+(?:、|[.．](?!\d)))")
_STOP = re.compile("[，。；：！？]")
_ENDS = re.compile(r"[。！？；：][”’）)]*$")


def read_pdf(raw: bytes, limits: Limits) -> str:
    """The text of a PDF.

    Raises:
        ReportError: where it has too many pages, or no text (a scan).
    """
    import pypdfium2

    with pypdfium2.PdfDocument(raw) as document:
        if len(document) > limits.pages:
            raise ReportError(f"has more than {limits.pages:,} pages: see govreport.Limits (pages).")
        pages = [_lines(page) for page in document]
    if not any(pages):
        raise ReportError(
            "is a PDF without text, a scan perhaps: run text recognition (OCR) on it and read the result."
        )
    return "\n".join(_paragraphs(_without_furniture(pages)))


class _Line(NamedTuple):
    text: str
    left: float  # of its first character, in points
    size: float  # width of that character's ink, little for a bracket
    end: float  # of its last character
    first: float  # width of what stands together at its beginning: a character or a number, with the marks after it


def _lines(page) -> list[_Line]:
    """The lines of a page that hold anything."""
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    lines = []
    for found in re.finditer(r"[^\r\n]+", text):
        said = found.group().translate(_HYPHENS)
        if words := said.strip():
            last = textpage.count_chars() - 1
            start = found.start() + len(said) - len(said.lstrip())
            left, _, right, _ = textpage.get_charbox(min(start, last))
            end, first = (
                textpage.get_charbox(min(start + n - 1, last))[2] for n in (len(words), _TOGETHER.match(words).end())
            )
            lines.append(_Line(words, left, right - left, end, first - left))
    return lines


def _without_furniture(pages: list[list[_Line]]) -> list[_Line]:
    """All lines, but for page numbers and what stands at the edge of half of the pages or more."""
    edges = Counter(key for page in pages for key in {_key(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    running = {key for key, n in edges.items() if n >= max(2, len(pages) / 2)}
    kept = []
    for page in pages:
        last = len(page) - _EDGE
        for place, line in enumerate(page):
            edge = place < _EDGE or place >= last
            if not (edge and (_NUMBER.fullmatch(line.text) or _key(line) in running)):
                kept.append(line)
    return kept


def _key(line: _Line) -> str:
    """A line with its numbers made one, as running heads carry the page's."""
    return re.sub(r"\d+", "0", line.text)


def _paragraphs(lines: list[_Line]) -> list[str]:
    """Lines joined where the next one's first characters did not fit behind, and it opens nothing.

    An indented line opens a paragraph, and where many are indented no other line does. In a document without
    indentation a line opens one after the end of a sentence, if it has a number as headings have, or is short and has
    no mark that ends a clause.
    """
    if not lines:
        return []
    right = sorted(line.end for line in lines)[int(0.9 * len(lines))]
    left = sorted(line.left for line in lines)[int(0.1 * len(lines))]
    size = median(line.size for line in lines)
    indented = [line.left - left > size for line in lines]
    often = sum(indented) > 0.1 * len(lines)
    joined = [lines[0].text]
    for before, line, inside in zip(lines, lines[1:], indented[1:], strict=False):
        short = line.end + size < right and not _STOP.search(line.text)
        heading = (_OPENS.match(line.text) or short) and _ENDS.search(joined[-1])
        full = before.end + line.first > right - _SLACK * size
        if full and not (inside if often else heading):
            joined[-1] += line.text
        else:
            joined.append(line.text)
    return joined
