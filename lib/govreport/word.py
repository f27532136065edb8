"""A Word file (.docx) to text: a paragraph a line, the cells of a table a line each."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import accumulate

from .errors import ReportError
from .limits import Limits

_DECLARED = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def read_word(raw: bytes, limits: Limits) -> tuple[str, list[int]]:
    """The text of a .docx file, and where each paragraph begins that has the style of a heading.

    Headers, footers, footnotes and comments are not part of the text.

    Raises:
        ReportError: where it is no Word file, unpacks to more than the limits allow, or declares XML entities.
    """
    import docx

    _check(raw, limits)
    said = list(_lines(docx.Document(io.BytesIO(raw))))
    starts = accumulate((len(line) + 1 for line, _ in said), initial=0)
    headings = [at + len(line) - len(line.lstrip()) for at, (line, styled) in zip(starts, said, strict=False) if styled]
    return "\n".join(line for line, _ in said), headings


def _lines(parent) -> Iterator[tuple[str, bool]]:
    """The lines of a document or a table cell, in order, and whether each has the style of a heading."""
    from docx.table import Table

    for block in parent.iter_inner_content():
        if isinstance(block, Table):
            for cell in dict.fromkeys(cell for row in block.rows for cell in row.cells):  # merged cells once
                yield from _lines(cell)
        else:
            yield block.text, bool(block.style and re.match(r"heading \d", block.style.name or "", re.IGNORECASE))


def _check(raw: bytes, limits: Limits) -> None:
    """Refuse a file that would unpack to too much, or whose XML declares anything."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.infolist()
        if "word/document.xml" not in archive.namelist():
            raise ReportError("is a zip file but no Word file (.docx): unpack it and read what is in it.")
        bomb = any(part.file_size > limits.ratio * max(part.compress_size, 1_000) for part in parts)
        if bomb or sum(part.file_size for part in parts) > limits.unpacked:
            raise ReportError("unpacks to more than the limits allow: see govreport.Limits (unpacked, ratio).")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and _declares(archive.read(part)):
                raise ReportError("declares XML entities, which no Word file needs: it is not read.")


def _declares(xml: bytes) -> bool:
    """Whether XML has a document type or an entity, in any encoding of XML."""
    return bool(_DECLARED.search(xml.replace(b"\x00", b"")))
