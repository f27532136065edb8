"""Where many reports come from: files, folders, tables with a report a row; each with a name and a hash."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from .errors import ReportError
from .formats import read_bytes
from .limits import Limits
from .many import FILES, TABLES, rows_of

_KNOWN = (*FILES, ".doc")  # of an old Word file it is said how to save it


class Source(NamedTuple):
    """One report, not yet read: a file, or the text of a row."""

    report: str  # unique name: path inside the folder that was given, or table and row
    path: str
    text: str | None = None
    name: str | None = None
    sha256: str | None = None
    size: int | None = None

    @property
    def skipped(self) -> bool:
        """Whether it is a file in a folder whose name is not that of a report."""
        return self.text is None and Path(self.path).suffix.lower() not in _KNOWN


def find_sources(sources: Iterable[str | Path], limits: Limits) -> list[Source]:
    """Every report that the sources hold, by name.

    Args:
        sources: files; folders, read with the folders in them (hidden files are left out, links to folders are not
            followed); tables (.csv, .jsonl, .parquet) with a report a row.
        limits: as in `read_report`.

    Raises:
        ReportError: where there is no source, one of them is not there, a table cannot be read, or two reports have the
            same name.
    """
    found = [each for source in sources for each in _of(Path(source), limits)]
    if not found:
        raise ReportError("There is nothing to analyse: name a file, a folder with reports, or a table of them.")
    name, times = Counter(each.report for each in found).most_common(1)[0]
    if times > 1:
        raise ReportError(
            f"{times} reports are named {name!r}: give the folder above them, or analyse them into different folders."
        )
    return sorted(found)


def fingerprinted(source: Source, limits: Limits) -> Source:
    """The source with the size and the SHA-256 of its bytes, as far as it can be read."""
    if source.skipped:
        return source
    try:
        raw = read_bytes(Path(source.path), limits) if source.text is None else source.text.encode("utf-8", "replace")
    except ReportError:
        return source
    return source._replace(sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))


def _of(path: Path, limits: Limits) -> Iterator[Source]:
    if path.is_dir():
        yield from _of_folder(path)
    elif path.suffix.lower() in TABLES:
        rows = enumerate(rows_of(path, limits), 1)
        yield from (Source(f"{_name(path.name)} row {n}", str(path), text, name) for n, (name, text) in rows)
    elif path.is_symlink() or path.exists():
        yield Source(_name(path.name), str(path.absolute()))
    else:
        raise ReportError(f"There is no file or folder {path}: check the name.")


def _of_folder(folder: Path) -> Iterator[Source]:
    """Every file of a folder, and a folder that is named like a report."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        odd = [name for name in folders if Path(name).suffix.lower() in _KNOWN]
        for name in (*files, *odd):
            if not name.startswith((".", "~$")):
                path = Path(parent, name)
                yield Source(_name(path.relative_to(folder).as_posix()), str(path.absolute()))


def _name(path: str) -> str:
    """A path as text that can be stored: bytes that are no UTF-8 are written out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
