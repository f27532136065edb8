"""A PDF to text: its lines, without running heads, footers and page numbers, joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from .errors import ReportError
from .limits import Limits

_NUMBER = re.compile(r"[\s\-–—－·.第/]*(?:\d{1,4}|[ivxl]{1,6})[\s\-–—－·.页/]*(?:共?\s*\d{1,4}\s*页?)?")
_EDGE = 2  # lines at the top and the bottom of a page that may be furniture
_FULL = 0.94  # of the column: a line that ends behind it goes on in the next
_HYPHENS = dict.fromkeys((0xFFFE, 0x02))  # marks that PDFium puts for a hyphen at the end of a line
_NEARLY = 0.8  # of the column: so far reaches a line that a long number did not fit in
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
    size: float  # width of that character
    end: float  # of its last character


def _lines(page) -> list[_Line]:
    """The lines of a page that hold anything."""
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    lines = []
    for found in re.finditer(r"[^\r\n]+", text):
        said = found.group().translate(_HYPHENS)
        if words := said.strip():
            last = textpage.count_chars() - 1
            left, _, right, _ = textpage.get_charbox(min(found.start() + len(said) - len(said.lstrip()), last))
            end = textpage.get_charbox(min(found.start() + len(said.rstrip()) - 1, last))[2]
            lines.append(_Line(words, left, right - left, end))
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
    """Lines joined where one fills the column and the next opens nothing.

    An indented line opens a paragraph, and where many are indented no other line does. In a document without
    indentation a line opens one after the end of a sentence, if it has a number as headings have, or is short and has
    no mark that ends a clause.
    """
    if not lines:
        return []
    right = sorted(line.end for line in lines)[int(0.9 * len(lines))]
    left = sorted(line.left for line in lines)[int(0.1 * len(lines))]
    full = left + _FULL * (right - left)
    near = left + _NEARLY * (right - left)
    indented = [line.left - left > line.size for line in lines]
    often = sum(indented) > 0.1 * len(lines)
    joined: list[str] = []
    goes_on = False
    for (line, _, _, end), inside in zip(lines, indented, strict=True):
        heading = _OPENS.match(line) or (end < full and not _STOP.search(line))
        opens = inside if often else heading and joined and _ENDS.search(joined[-1])
        if goes_on and not opens:
            joined[-1] += line
        else:
            joined.append(line)
        goes_on = end >= full or (often and end >= near and not _ENDS.search(line))
    return joined
