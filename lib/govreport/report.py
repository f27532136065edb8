"""Bytes of a work report to a `Report`: its text, and what its title and byline say of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from .errors import ReportError
from .formats import Words, read_bytes, words_of
from .layout import Layout, parse
from .lexicon import table
from .limits import Limits
from .metadata import Byline, plans, read_byline, region_code
from .view import outline_html, outline_text

_YEAR = re.compile(r"((?:19|20)\d{2}|[一二][〇○零一二三四五六七八九]{3})\s*年")
_NAMED_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_REGION = re.compile(r"^(?:\d{4}年)?(?!\d{4}年)(\S+?)(?:\d{4}年)?(?:人民)?政府工作报告")
_SESSION = re.compile(r"在(\S{2,20}?)(?:第\S{1,4})?届人民代表大会")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """One work report. Nothing moves its characters: every table points back into ``text``."""

    text: str
    name: str
    source: str
    sha256: str
    styled: tuple[int, ...] = ()  # where lines begin that the file marks as headings
    _found: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Report {self.title or self.name}: {len(self.text):,} characters>"

    def _repr_html_(self) -> str:
        return outline_html(self.title or self.name, self.completeness, self.text, self.layout)

    def outline(self) -> str:
        """The headings with the length of what stands under each, as text; a notebook shows the same, folded."""
        return outline_text(self.text, self.layout)

    def cached(self, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """A copy of the table of that name, made at the first call."""
        return self.once(name, make).copy()

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What the library found of that name, made at the first call and shared: nobody changes it."""
        if name not in self._found:
            self._found[name] = make()
        return self._found[name]

    @cached_property
    def layout(self) -> Layout:
        """Units, table of contents and completeness (see `govreport.layout`)."""
        return parse(self.text, self.styled)

    def _first(self, kind: str) -> str | None:
        spans = [(u.start, u.end) for u in self.layout.units if u.kind == kind]
        return self.text[slice(*spans[0])] if spans else None

    @cached_property
    def title(self) -> str | None:
        """The title as the report has it, or None."""
        return self._first("title")

    @cached_property
    def year(self) -> int | None:
        """Year of the report: of its title or byline, else the last year in its name, else None."""
        front = [
            self.text[u.start : u.end] for kind in ("title", "byline") for u in self.layout.units if u.kind == kind
        ]
        for line in front:
            if found := _YEAR.search(line):
                return int(found.group(1).translate(_CHINESE_DIGITS))
        named = _NAMED_YEAR.findall(self.name)
        return int(named[-1]) if named else None

    @cached_property
    def region(self) -> str | None:
        """The place whose government reports, as title or byline name it, or None."""
        found = _REGION.match(re.sub(r"\s", "", self.title or "")) or _SESSION.search(
            re.sub(r"\s", "", self._first("byline") or "")
        )
        if found:
            return found.group(1)
        return "全国" if re.search("国务院|國務院|全国人民代表|全國人民代表", self._first("paragraph") or "") else None

    @cached_property
    def tier(self) -> str | None:
        """state, province, prefecture, county or township, by the region's name; None where it has none."""
        if self.region is None:
            return None
        tiers = table("tiers")
        for pattern, tier in zip(tiers["pattern"], tiers["tier"], strict=True):
            if re.search(pattern, self.region):
                return tier
        return None

    @property
    def review_year(self) -> int | None:
        """The year that the report reviews: the one before its own."""
        return self.year - 1 if self.year else None

    @property
    def region_code(self) -> str | None:
        """Division code (GB/T 2260) of the region; None where it has none or several share its name."""
        return region_code(self.region)

    @cached_property
    def byline(self) -> Byline:
        """Meeting, date and speaker, as far as the lines under the title name them."""
        return read_byline([self.text[u.start : u.end] for u in self.layout.units if u.kind == "byline"])

    @property
    def plans(self) -> list[str]:
        """Five-year plans around the report's year that it names, in order (十四五, 十五五)."""
        return plans(self.text, self.year)

    @property
    def toc(self) -> list[str]:
        """Entries of the table of contents that stands before the body."""
        return list(self.layout.toc)

    @property
    def toc_missing(self) -> list[str]:
        """Entries of the table of contents that no heading of the text answers."""
        return list(self.layout.toc_missing)

    @property
    def truncated(self) -> bool:
        """Whether the text ends inside a sentence."""
        return self.layout.truncated

    @property
    def completeness(self) -> str:
        r"""What of the report is not in the text, in a few plain sentences for readers of any result.

        >>> read_report(text="一、2025年工作回顾\n工业增长5%，农").completeness
        'The text holds no plan for the coming year. It stops inside a sentence.'
        """
        kinds = {unit.part_kind for unit in self.layout.units}
        said = []
        if self.toc:
            found = len(self.toc) - len(self.toc_missing)
            said.append(f"Of the {len(self.toc)} sections in the table of contents the text holds {found}.")
        if "plan" not in kinds:
            said.append("The text holds no plan for the coming year.")
        if self.truncated:
            said.append("It stops inside a sentence.")
        return (
            " ".join(said) or "The text has a plan part and ends with a full sentence; nothing in it points at a gap."
        )


def read_report(
    path: str | Path | None = None, *, text: str | None = None, name: str | None = None, limits: Limits | None = None
) -> Report:
    r"""Read a work report from a file, or take its text as given.

    Args:
        path: a file of plain text (.txt, .md: UTF-8, UTF-16, GB18030, GBK, GB2312, Big5) or, with the extra
            ``formats``, a web page (.html), a Word file (.docx) or a PDF with text. The kind is told by the content.
        text: the report's text; every character is kept. Give this or ``path``.
        name: a name for the report; the file's stem where none is given.
        limits: how much is read before the file is refused (`govreport.Limits`).

    Raises:
        ReportError: where there is no such file, it is a folder, empty, of a kind that cannot be read, mojibake, or
            beyond the limits; or where both or neither of path and text are given.

    >>> report = read_report(text="2026年道里区政府工作报告\n各位代表:\n全年增长5%。")
    >>> report.year, report.region, report.tier
    (2026, '道里区', 'county')
    """
    if (path is None) == (text is None):
        raise ReportError("Give read_report either the path of a file or text=…, not both and not neither.")
    limits = limits or Limits()
    raw = read_bytes(Path(path), limits) if path is not None else text.encode("utf-8", "surrogatepass")
    words, styled = words_of(raw, Path(path), limits) if path is not None else Words(text)
    if re.search("[\ud800-\udfff]", words):
        raise ReportError(
            f"{path or 'The text'} holds halves of characters (lone surrogates): decode it as UTF-8 again."
        )
    if not words.strip("\ufeff \t\r\n\u3000"):
        raise ReportError(f"{path or 'The text'} is empty: a report needs words to read.")
    source = Path(path).name if path is not None else "text"
    called = name or (Path(path).stem if path is not None else "report")
    return Report(words, called, source, hashlib.sha256(raw).hexdigest(), styled)
