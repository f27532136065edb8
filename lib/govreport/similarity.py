"""How alike the documents of a dfm are."""

from __future__ import annotations

import pandas as pd

from .errors import ReportError

MEASURES = ("cosine", "jaccard")


def similarity(dfm: pd.DataFrame, *, measure: str = "cosine") -> pd.DataFrame:
    """Similarity of every two documents, from 0 (no feature in common) to 1 (alike).

    Args:
        dfm: documents by features; counts, or weights of `dfm_weight` (tf-idf keeps what all share from counting).
        measure: ``cosine`` of the two rows, or ``jaccard``: features in common of all that either has.

    Returns:
        Documents by documents; symmetric, 1 on the diagonal.

    Raises:
        ReportError: where there is no measure of that name.

    >>> counts = pd.DataFrame({"改革": [1, 2, 0], "开放": [1, 2, 3]}, index=["甲", "乙", "丙"])
    >>> similarity(counts).round(2).loc["甲"].tolist()
    [1.0, 1.0, 0.71]
    """
    from sklearn.metrics.pairwise import cosine_similarity, pairwise_distances  # takes long to load

    if measure not in MEASURES:
        raise ReportError(f"There is no measure {measure!r}: choose among {', '.join(MEASURES)}.")
    if dfm.empty:  # no document, or no feature in any: nothing in common
        return pd.DataFrame(0.0, index=dfm.index, columns=dfm.index)
    if measure == "cosine":
        values = cosine_similarity(dfm.to_numpy(float))
    else:
        values = 1 - pairwise_distances(dfm.to_numpy() > 0, metric="jaccard")
    return pd.DataFrame(values, index=dfm.index, columns=dfm.index)
