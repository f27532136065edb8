"""How much of a file is read before it is refused: a hostile or broken file costs bounded time and memory."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Settings of `read_report` and `read_reports`; the longest real report of our collection has 0.2 MB of text.

    Args:
        size: bytes of the file.
        unpacked: bytes that the parts of a Word file may have together when unpacked.
        ratio: how many times its packed size a part of a Word file may have.
        pages: pages of a PDF.
        characters: of the text that came out.
        seconds: that a reader of HTML, Word or PDF may take; it runs in a process of its own and is stopped then. With
            None it runs in this process, faster by half a second and without this guard and the next.
        memory: bytes that this process may use (not on Windows).

    >>> Limits(pages=10).pages
    10
    """

    size: int = 100_000_000
    unpacked: int = 200_000_000
    ratio: int = 200
    pages: int = 2_000
    characters: int = 5_000_000
    seconds: float | None = 60
    memory: int = 4_000_000_000
