"""Tokens to a document-feature matrix (dfm)."""

import pandas as pd

from .frequency import frequency


def dfm(tokens: pd.DataFrame, *, by: str = "section", **options) -> pd.DataFrame:
    """Count each feature in each document, where a document is a section, a part, or a whole report.

    Args:
        tokens: table of `tokens` with the column that ``by`` names (`locate` adds ``section``, ``part``,
            ``part_kind``).
        by: column that says which document a token belongs to; a token without one (null) is left out.
        options: ``stopwords``, ``kinds`` and ``min_length``, as in `frequency`.

    Returns:
        Documents by features, counts: documents in the order of the text, the most frequent features first, then by
        code point. A document of which no feature counts stays, as a row of zeros.

    Raises:
        ReportError: as `frequency`.

    >>> from govreport import read_report
    >>> from govreport.tokens import tokens
    >>> words = tokens(read_report(text="民生改善，民生保障。就业保障。"))
    >>> dfm(words, by="sentence_id").to_dict("index")
    {0: {'保障': 1, '民生': 2, '就业': 0, '改善': 1}, 1: {'保障': 1, '民生': 0, '就业': 1, '改善': 0}}
    """
    counts = frequency(tokens, by=by, **options)
    matrix = counts.pivot(index="group", columns="feature", values="frequency")
    totals = counts.groupby("feature")["frequency"].sum().sort_values(ascending=False, kind="stable")
    documents = pd.Index(tokens[by].dropna().unique(), name=by)
    return matrix.reindex(index=documents, columns=totals.index).fillna(0).astype("int64")
