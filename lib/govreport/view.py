"""A report to look at: its outline as text and as HTML, everything of the report escaped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from html import escape
from itertools import takewhile
from typing import NamedTuple

from .layout import Layout, Unit


class Entry(NamedTuple):
    """A heading of the outline: its level, its words and the characters that stand under it."""

    level: int
    text: str
    characters: int


def entries(text: str, layout: Layout) -> Iterator[Entry]:
    """The headings in order, each with the length of what stands under it and under the headings below it."""
    units = [unit for unit in layout.units if unit.kind != "chrome"]
    for at, unit in enumerate(units):
        if unit.kind == "heading":
            below = takewhile(partial(_under, unit), units[at + 1 :])
            end = max((other.end for other in below), default=unit.end)
            yield Entry(unit.level, " ".join(text[unit.start : unit.end].split()), end - unit.start)


def _under(heading: Unit, unit: Unit) -> bool:
    return unit.kind != "heading" or unit.level > heading.level


def outline_text(text: str, layout: Layout) -> str:
    r"""The outline as lines of text, indented by level, with the number of characters (字) of each.

    >>> from govreport.layout import parse
    >>> report = "一、工作回顾\n(一)工业\n增长5%。"
    >>> print(outline_text(report, parse(report)))
    一、工作回顾  18 字
      (一)工业  11 字
    """
    return "\n".join(f"{'  ' * (e.level - 1)}{e.text}  {e.characters:,} 字" for e in entries(text, layout))


def outline_html(heading: str, note: str, text: str, layout: Layout) -> str:
    """The outline as HTML that folds without a script: parts open, what stands under them closed."""
    parts = ["<div>", f"<p><strong>{escape(heading)}</strong> · {len(text):,} 字<br>{escape(note)}</p>"]
    depth = 0
    for level, words, characters in entries(text, layout):
        while depth >= level:
            parts.append("</details>")
            depth -= 1
        while depth < level:
            parts.append(f'<details{" open" if depth == 0 else ""} style="margin-left: {min(depth, 1)}em">')
            depth += 1
            if depth < level:
                parts.append("<summary>…</summary>")
        parts.append(f"<summary>{escape(words)} <small>{characters:,} 字</small></summary>")
    parts.append("</details>" * depth + "</div>")
    return "".join(parts)
