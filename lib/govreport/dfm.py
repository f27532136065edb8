"""Tokens to a document-feature matrix (dfm), trimmed and weighted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from .errors import ReportError
from .frequency import frequency

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SCHEMES = ("count", "prop", "log", "tfidf")


class SparseDfm(NamedTuple):
    """A dfm of many documents: its counts without the zeros, and what its rows and columns are."""

    matrix: csr_array
    documents: pd.Index
    features: pd.Index


def sparse_dfm(tokens: pd.DataFrame, *, by: str = "report", **options) -> SparseDfm:
    """The dfm of thousands of documents, which as a frame would not fit in memory; arguments and order as in `dfm`.

    >>> from govreport import read_report
    >>> from govreport.tokens import tokens
    >>> words = tokens(read_report(text="民生改善，民生保障。就业保障。"))
    >>> counts = sparse_dfm(words, by="sentence_id")
    >>> counts.matrix.shape, int(counts.matrix.sum()), counts.features.tolist()
    ((2, 4), 6, ['保障', '民生', '就业', '改善'])
    """
    from scipy.sparse import csr_array

    counts = frequency(tokens, by=by, **options)
    documents = pd.Index(tokens[by].dropna().unique(), name=by)
    totals = counts.groupby("feature")["frequency"].sum().sort_values(ascending=False, kind="stable")
    features = pd.Index(totals.index, name="feature")
    cells = documents.get_indexer(counts["group"]), features.get_indexer(counts["feature"])
    matrix = csr_array((counts["frequency"].to_numpy(dtype="int64"), cells), shape=(len(documents), len(features)))
    return SparseDfm(matrix, documents, features)


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
    counts = sparse_dfm(tokens, by=by, **options)
    return pd.DataFrame(counts.matrix.toarray(), index=counts.documents, columns=counts.features)


def dfm_trim(dfm: pd.DataFrame, *, min_frequency: int = 1, min_docfreq: int = 1) -> pd.DataFrame:
    """The dfm without its rare features.

    Args:
        dfm: counts of `dfm`.
        min_frequency: occurrences that a feature has at least, in all documents together.
        min_docfreq: documents that have it at least.

    >>> dfm_trim(pd.DataFrame({"改革": [1, 1], "丁香": [1, 0]}), min_docfreq=2).columns.tolist()
    ['改革']
    """
    kept = (dfm.sum() >= min_frequency) & ((dfm > 0).sum() >= min_docfreq)
    return dfm.loc[:, kept]


def dfm_weight(dfm: pd.DataFrame, scheme: str) -> pd.DataFrame:
    """The dfm weighted.

    Args:
        dfm: counts of `dfm`.
        scheme: ``count``; ``prop``: by the document's sum; ``log``: 1 + log10 of the count; ``tfidf``: the count times
            log10 of documents by documents that have the feature (as in quanteda).

    Raises:
        ReportError: where there is no scheme of that name.

    >>> dfm_weight(pd.DataFrame({"改革": [1, 3], "丁香": [1, 0]}), "prop").values.tolist()
    [[0.5, 0.5], [1.0, 0.0]]
    """
    if scheme == "count":
        return dfm
    if scheme == "prop":
        return dfm.div(dfm.sum(axis=1).replace(0, 1), axis=0)
    if scheme == "log":
        return np.log10(dfm.where(dfm > 0)).add(1).fillna(0.0)
    if scheme == "tfidf":
        return dfm * np.log10(len(dfm) / (dfm > 0).sum().replace(0, 1))
    raise ReportError(f"There is no scheme {scheme!r}: choose among {', '.join(SCHEMES)}.")
