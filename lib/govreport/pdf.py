"""A PDF to text: its lines, without running heads, footers and page numbers, joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter

from .errors import ReportError
from .limits import Limits
from .width import cells

_NUMBER = re.compile(r"[\s\-–—－·.第/]*(?:\d{1,4}|[ivxl]{1,6})[\s\-–—－·.页/]*(?:共?\s*\d{1,4}\s*页?)?")
_EDGE = 2  # lines at the top and the bottom of a page that may be furniture
_FULL = 0.94  # of the usual width of a line: one that long goes on in the next
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


def _lines(page) -> list[str]:
    """The lines of a page that hold anything."""
    text = page.get_textpage().get_text_range().replace("\ufffe", "").replace("\x02", "")
    return [line.strip() for line in re.split(r"\r\n|\r|\n", text) if line.strip()]


def _without_furniture(pages: list[list[str]]) -> list[str]:
    """All lines, but for page numbers and what stands at the edge of half of the pages or more."""
    edges = Counter(key for page in pages for key in {_key(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    running = {key for key, n in edges.items() if n >= max(3, len(pages) / 2)}
    kept = []
    for page in pages:
        last = len(page) - _EDGE
        for place, line in enumerate(page):
            edge = place < _EDGE or place >= last
            if not (edge and (_NUMBER.fullmatch(line) or _key(line) in running)):
                kept.append(line)
    return kept


def _key(line: str) -> str:
    """A line with its numbers made one, as running heads carry the page's."""
    return re.sub(r"\d+", "0", line.strip())


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines joined where one fills the column, unless it ends a sentence and the next looks like an opening."""
    widths = sorted(cells(line) for line in lines)
    full = _FULL * widths[int(0.9 * len(widths))] if widths else 0
    joined: list[str] = []
    goes_on = False
    for line in lines:
        heading = _OPENS.match(line) or (cells(line) < full and not _STOP.search(line))
        if goes_on and not (heading and _ENDS.search(joined[-1])):
            joined[-1] += line
        else:
            joined.append(line)
        goes_on = cells(line) >= full
    return joined
