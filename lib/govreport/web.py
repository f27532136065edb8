"""A web page to text: its main content, without menus and footers."""

import re

from .encodings import decode
from .errors import ReportError
from .limits import Limits

_DEEPEST = 2_000  # elements inside one another


def read_web(raw: bytes, limits: Limits) -> str:
    """The main content of an HTML page (trafilatura), a paragraph a line.

    Raises:
        ReportError: where no content is found, or elements are nested without end.
    """
    import trafilatura

    page = decode(raw, "it")
    if page.count("<") > _DEEPEST and _depth(page) > _DEEPEST:
        raise ReportError("nests its elements without end: open it in a browser and save the text.")
    text = trafilatura.extract(
        page, include_comments=False, include_tables=True, favor_recall=True, output_format="txt"
    )
    if not text:
        raise ReportError("has no main text that could be told from menus: open it in a browser and save the text.")
    return text


def _depth(page: str) -> int:
    """The deepest nesting of a page, roughly: tags opened and not closed."""
    depth = deepest = 0
    for tag in re.finditer(r"<(/?)[a-zA-Z][^<>]*?(/?)>", page):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        deepest = max(deepest, depth)
    return deepest
