"""Does it add up: the relations among a report's own figures, and whether the figures can meet."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pandas as pd

from .figures import figures
from .identities import identities
from .intervals import ends, meet
from .lexicon import table
from .relations import Relation, relations

if TYPE_CHECKING:
    from .report import Report

COLUMNS = [
    "relation", "formula", "subject", "stated", "stated_low", "stated_high",
    "computed", "computed_low", "computed_high", "unit", "verdict",
    "mentions", "texts", "text", "start", "end", "sentence_id",
]  # fmt: skip


def audit(report: Report) -> pd.DataFrame:
    r"""Relations among the figures of a report that can be checked, each with a verdict.

    Numbers are intervals: 88.8% stands for all that rounds to it, 超1亿 for all above (`govreport.intervals`). A
    relation is ``inconsistent`` only where what is stated and what the other figures make have no value in common;
    growth at constant prices is not held against figures at current prices. An inconsistency is a question to the
    report, or to the program that read it; it is no verdict on anyone.

    Returns:
        One row a relation, in the order of the text:

        - ``relation, formula``: as data/lexicon/relations.csv defines them.
        - ``subject, stated, stated_low, stated_high, unit``: the figure that is checked, and what it can stand for.
        - ``computed, computed_low, computed_high``: what the other figures make: of the numbers as written, and at
          least and at most; one end is infinite where the relation says only more or less.
        - ``verdict``: ``consistent`` or ``inconsistent``.
        - ``mentions, texts``: (start, end) of every figure in the order of the formula, and their texts.
        - ``text, start, end, sentence_id``: the figure that is checked.

    >>> from govreport import read_report
    >>> rows = audit(read_report(text="签约项目72个,其中开工项目52个,签约落地率75%。"))
    >>> rows[["relation", "texts", "computed", "verdict"]].round(1).values.tolist()
    [['part', ('72个', '52个'), 72.0, 'consistent'], ['share', ('72个', '52个', '75%'), 72.2, 'inconsistent']]
    """
    return report.cached("audit", lambda: _audit_table(report))


def _audit_table(report: Report) -> pd.DataFrame:
    said = list(figures(report))
    found = chain(chain.from_iterable(map(relations, said)), identities([figure for each in said for figure in each]))
    formulas = table("relations").set_index("relation")["formula"]
    rows = sorted((_row(relation, formulas) for relation in found), key=lambda row: (row["start"], row["relation"]))
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(relation: Relation, formulas: pd.Series) -> dict:
    checked = relation.of[-1]
    (low, high), (least, most) = ends(relation.stated), ends(relation.computed)
    return {
        "relation": relation.name,
        "formula": formulas[relation.name],
        "subject": checked.row.subject,
        "stated": checked.mention.value if checked.mention.value is not None else 100.0,
        "stated_low": low,
        "stated_high": high,
        "computed": relation.value,
        "computed_low": least,
        "computed_high": most,
        "unit": "%" if relation.name == "sum to 100" else checked.mention.unit,
        "verdict": "consistent" if meet(relation.stated, relation.computed) else "inconsistent",
        "mentions": tuple((figure.row.start, figure.row.end) for figure in relation.of),
        "texts": tuple(figure.row.text for figure in relation.of),
        "text": checked.row.text,
        "start": checked.row.start,
        "end": checked.row.end,
        "sentence_id": checked.row.sentence_id,
    }
