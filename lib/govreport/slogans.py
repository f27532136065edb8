"""Slogans: what stands in quotation marks, and numbers that stand for lists (“三力”), with what they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from .lexicon import rule

if TYPE_CHECKING:
    from .report import Report

COLUMNS = ["slogan", "kind", "frequency", "expansion", "start", "end"]
_QUOTED = re.compile("“([^“”\n]{2,24})”")


def slogans(report: Report) -> pd.DataFrame:
    """Slogans of a report, each once.

    Returns:
        One row a slogan, the most frequent first, then by place:

        - ``slogan``: the words in the quotation marks;
        - ``kind``: ``number`` where a numeral counts what is meant (“两部新六区”, “4567”), else ``phrase``; names of
          plans (“十四五”) are left out;
        - ``frequency``: how often it stands in quotation marks;
        - ``expansion``: what it stands for, where the report says so right after (in brackets, or after 即), else null;
        - ``start, end``: where it stands first.

    >>> from govreport import read_report
    >>> report = read_report(text="坚持“三不”（不等、不靠、不要）方针，打造“冰雪之都”。“三不”见效。“十四五”收官。")
    >>> slogans(report)[["slogan", "kind", "frequency", "expansion"]].astype(object).fillna("").values.tolist()
    [['三不', 'number', 2, '不等、不靠、不要'], ['冰雪之都', 'phrase', 1, '']]
    """
    rows: dict[str, list] = {}
    for found in _QUOTED.finditer(report.text):
        words = found[1]
        if rule("plan name").fullmatch(words):
            continue
        row = rows.setdefault(words, [words, _kind(words), 0, None, found.start(1), found.end(1)])
        row[2] += 1
        meant = rule("expansion").match(report.text, found.end() - 1)
        row[3] = row[3] or (meant and (meant["brackets"] or meant["that_is"]))
    table = pd.DataFrame(rows.values(), columns=COLUMNS)
    return table.sort_values(["frequency", "start"], ascending=[False, True], ignore_index=True)


def _kind(words: str) -> str:
    return "number" if rule("counted slogan").search(words) else "phrase"
