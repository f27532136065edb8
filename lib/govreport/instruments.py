"""Policy instruments: by which means a sentence says a thing is done, after Rothwell and Zegveld (1981, 1985).

Twelve tools in three groups: supply (public enterprise, science, education, information), environment (finance, taxes,
regulation, strategy) and demand (procurement, public services, commerce, overseas agents). The lexicon
``data/lexicon/instruments.csv`` is small and its votes are counted like those of the themes; no gold says how often it
is right, so read it as a search aid, not as a measurement.
"""

from collections.abc import Iterable

import pandas as pd

from .errors import ReportError
from .lexicon import table
from .lexicon_votes import clauses, votes
from .segmenters import simplified


def instruments(sentences: Iterable[str] | pd.DataFrame) -> pd.DataFrame:
    """The instrument that most of a sentence's votes speak for.

    Args:
        sentences: sentences as strings, or a table with a column ``text``, as `sentences` gives.

    Returns:
        As many rows, in the same order and with the table's index: ``report, sentence_id, start, end`` where the table
        has them; ``instrument`` (supply, environment or demand), ``tool`` and ``name`` (its English name), ``score``
        (its share of the votes), ``evidence`` (its terms, joined by spaces); all null where no term stands.

    Raises:
        ReportError: where the input is one string, or a table without ``text``.

    >>> instruments(["对企业给予贷款贴息。", "谢谢大家。"])[["instrument", "tool", "evidence"]].values.tolist()
    [['environment', 'financial', '贷款 贴息'], [nan, nan, nan]]
    """
    if isinstance(sentences, str) or (isinstance(sentences, pd.DataFrame) and "text" not in sentences):
        raise ReportError("instruments() takes a list of sentences or a table with a column text.")
    given = sentences if isinstance(sentences, pd.DataFrame) else pd.DataFrame({"text": list(sentences)})
    rows = pd.DataFrame([_tool(text) for text in given["text"].fillna("")], columns=["tool", "score", "evidence"])
    rows = rows.astype({"tool": "str", "score": float, "evidence": "str"}).set_index(given.index)
    tools = table("instrument_tools").set_index("tool")
    rows.insert(0, "instrument", rows["tool"].map(tools["instrument"]))
    rows.insert(2, "name", rows["tool"].map(tools["name"]))
    return pd.concat([given[[c for c in ("report", "sentence_id", "start", "end") if c in given]], rows], axis=1)


def _tool(text: str) -> tuple[str | None, float | None, str | None]:
    found = clauses(simplified(text), "instruments")
    counted = votes(found)
    if not counted:
        return None, None, None
    tool = max(counted, key=lambda code: round(counted[code], 6))  # on a tie the first named
    terms = dict.fromkeys(term.text for clause in found for term in clause if term.entry.code == tool)
    return tool, counted[tool] / sum(counted.values()), " ".join(terms)
