"""The numbers of a sentence side by side: what each says, and the words between it and the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .candidates import Mention
from .indicators import indicators
from .intervals import stated
from .quantities import Found, found
from .reading import FULL_WIDTH

if TYPE_CHECKING:
    from mpmath.ctx_iv import ivmpf

    from .report import Report


@dataclass(frozen=True)
class Figure:
    """A number of a report: its row of `indicators`, and in ``link`` the words since the number before it.

    The marks of a link are full-width, whatever the report has.
    """

    row: Any
    mention: Mention
    each: Found
    link: str

    @property
    def words(self) -> str:
        """The words of its sentence."""
        return self.each.reading.words

    @property
    def interval(self) -> ivmpf:
        """The values that it can stand for."""
        return stated(self.words, self.mention)

    @property
    def clause(self) -> str:
        """The words of its own clause before it, back to the number before at most."""
        return re.split("[，；。：]", self.link)[-1]

    @property
    def lead(self) -> str:
        """The words before it, back to the last ； or 。, at most forty."""
        return re.split("[；;。]", self.words[max(0, self.mention.start - 40) : self.mention.start])[-1]


def figures(report: Report) -> Iterator[list[Figure]]:
    """The figures of each sentence that has any."""
    table = indicators(report)
    rows = {row.start: row for row in table.astype(object).where(table.notna(), None).itertuples(index=False)}
    for each in found(report).values():
        said, end = [], 0
        for mention in each.mentions:
            if row := rows.get(each.place(mention)[0]):
                said.append(Figure(row, mention, each, each.reading.words[end : mention.start].translate(FULL_WIDTH)))
            end = mention.end
        if said:
            yield said
