"""The facts of a report: every figure with all that the library knows of it, under an identifier that stays."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

import pandas as pd

from .audit import audit
from .indicators import indicators
from .lexicon import table
from .structure import locate, sentences
from .targets import targets
from .themes import code_themes

if TYPE_CHECKING:
    from .report import Report

CONTEXT = 32  # characters quoted before and after the words of a fact
COLUMNS = [
    "fact", "start", "end", "text", "prefix", "suffix", "value", "low", "high", "values", "unit", "subject", "measure",
    "direction", "bound", "period", "modality", "indicator", "english", "code", "target", "hedge", "constraint",
    "relations", "topic_code", "topic", "section", "sentence_id", "rule",
]  # fmt: skip
_NEAR = 8  # word characters on each side that an identifier is made of, with the words themselves


def facts(report: Report) -> pd.DataFrame:
    r"""The facts of a report: its indicators, each with what targets, audit, themes and structure say of it.

    Returns:
        One row a fact, in the order of the text:

        - ``fact``: an identifier made of the figure and the eight word characters before and after it, so that it stays
          while these do, wherever they stand; facts that share all these are numbered (``…-2``).
        - ``start, end, text``, and ``prefix, suffix``: at most 32 characters before and after it.
        - ``value`` to ``indicator``, ``sentence_id`` and ``rule``: as in `indicators`.
        - ``english, code``: the indicator's English name, and the World Bank series of the same concept.
        - ``target, hedge, constraint``: of the target it belongs to (`targets`); null where it belongs to none.
        - ``relations``: a tuple of the relations of `audit` that it takes part in, each as words with the verdict.
        - ``topic_code, topic``: theme of its sentence (`code_themes`); ``section``: the heading it stands under.

    >>> from govreport import read_report
    >>> rows = facts(read_report(text="签约项目72个,其中开工项目52个,签约落地率75%。"))
    >>> rows[["fact", "text", "subject"]].values.tolist()
    [['df658ac3d5', '72个', '签约项目'], ['a17301c845', '52个', '开工项目'], ['bb00c0ed19', '75%', '签约落地率']]
    >>> rows["relations"].iloc[2]
    ('share (72个, 52个, 75%): inconsistent',)
    """
    return report.cached("facts", lambda: _facts_table(report))


def _facts_table(report: Report) -> pd.DataFrame:
    rows = locate(report, indicators(report).sort_values("start", ignore_index=True))
    spans = list(zip(rows["start"], rows["end"], strict=True))
    rows["fact"] = list(_identifiers(report.text, spans))
    rows["prefix"] = [report.text[max(0, start - CONTEXT) : start] for start, _ in spans]
    rows["suffix"] = [report.text[end : end + CONTEXT] for _, end in spans]
    coded = code_themes(sentences(report)).set_index("sentence_id")
    rows["topic_code"], rows["topic"] = rows["sentence_id"].map(coded["code"]), rows["sentence_id"].map(coded["topic"])
    checks = _checks(report)
    rows["relations"] = [tuple(checks[span]) for span in spans]
    return _with_targets(report, _with_names(rows))[COLUMNS]


def _identifiers(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for start, end in spans:
        before = re.sub(r"\W", "", text[max(0, start - CONTEXT) : start])[-_NEAR:]
        after = re.sub(r"\W", "", text[end : end + CONTEXT])[:_NEAR]
        fact = sha256(f"{before}|{text[start:end]}|{after}".encode()).hexdigest()[:10]
        seen[fact] += 1
        yield fact if seen[fact] == 1 else f"{fact}-{seen[fact]}"


def _with_names(rows: pd.DataFrame) -> pd.DataFrame:
    """With the English name of each indicator, and the code of its measure."""
    names = table("indicators").drop_duplicates("indicator").set_index("indicator")["english"]
    codes = table("indicators").drop_duplicates(["indicator", "measure"]).set_index(["indicator", "measure"])["code"]
    measured = pd.MultiIndex.from_frame(rows[["indicator", "measure"]])
    code = codes.reindex(measured).replace("", None).to_numpy()
    return rows.assign(english=rows["indicator"].map(names), code=code)


def _with_targets(report: Report, rows: pd.DataFrame) -> pd.DataFrame:
    """With the name, hedge and constraint of the target whose span holds the figure."""
    columns = {"target": "indicator", "hedge": "hedge", "constraint": "constraint"}
    rows = rows.assign(**dict.fromkeys(columns)).astype(dict.fromkeys(columns, "str"))
    for aim in targets(report).itertuples():
        held = (rows["start"] >= aim.start) & (rows["end"] <= aim.end)
        for column, of in columns.items():
            rows.loc[held, column] = getattr(aim, of)
    return rows


def _checks(report: Report) -> defaultdict[tuple[int, int], list[str]]:
    """The relations of the audit that a span takes part in, in words."""
    found = defaultdict(list)
    for row in audit(report).itertuples():
        for span in dict.fromkeys(row.mentions):
            found[span].append(f"{row.relation} ({', '.join(row.texts)}): {row.verdict}")
    return found
