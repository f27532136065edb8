"""What is distinctive: the features of one group of texts against those of another (quanteda's textstat_keyness)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .errors import ReportError

COLUMNS = ["feature", "g2", "log_ratio", "pct_diff", "p", "p_adjusted", "n_target", "n_reference"]


def keyness(target: pd.DataFrame, reference: pd.DataFrame, *, min_frequency: int = 1) -> pd.DataFrame:
    """Compare the frequencies of two groups, feature by feature.

    Args:
        target: a table of `frequency` with one group: columns ``feature``, ``frequency``.
        reference: another, or a reference list of the same columns (``data/reference/frequencies.parquet``).
        min_frequency: occurrences in both together that a feature has at least; the totals count all features.

    Returns:
        - ``feature``;
        - ``g2``: the log-likelihood ratio (Dunning 1993) of the two-by-two table of this feature and all others,
          negative where the reference has relatively more;
        - ``log_ratio``: the binary logarithm of the ratio of relative frequencies (Hardie 2014), half an occurrence in
          place of none; ``pct_diff``: their difference in percent of the reference's (Gabrielatos and Marchi 2011),
          infinite where that has none;
        - ``p``: of G² with one degree of freedom; ``p_adjusted``: for all features (Benjamini and Hochberg 1995);
        - ``n_target, n_reference``: occurrences.

        The most distinctive of the target first, those of the reference last.

    Raises:
        ReportError: where a table has several groups, or no feature.

    >>> target = pd.DataFrame({"feature": ["改革", "的"], "frequency": [30, 70]})
    >>> reference = pd.DataFrame({"feature": ["改革", "的"], "frequency": [10, 90]})
    >>> keyness(target, reference).round(2)[["feature", "g2", "log_ratio", "pct_diff"]].values.tolist()
    [['改革', 12.97, 1.58, 200.0], ['的', -12.97, -0.36, -22.22]]
    """
    from scipy import stats  # takes longer to load than all the rest

    both = pd.concat([_counts(target, "target"), _counts(reference, "reference")], axis=1).fillna(0.0)
    a, b = both["n_target"].to_numpy(), both["n_reference"].to_numpy()
    n_a, n_b = a.sum(), b.sum()
    sign = np.sign(a / n_a - b / n_b)
    g2 = log_likelihood(a, b, n_a, n_b)
    share_a, share_b = np.where(a, a, 0.5) / n_a, np.where(b, b, 0.5) / n_b
    with np.errstate(divide="ignore"):
        difference = (a / n_a - b / n_b) / (b / n_b) * 100
    p = stats.chi2.sf(g2, 1)
    rows = both.assign(g2=sign * g2, log_ratio=np.log2(share_a / share_b), pct_diff=difference, p=p)
    rows = rows[a + b >= min_frequency].rename_axis("feature").reset_index()
    rows["p_adjusted"] = stats.false_discovery_control(rows["p"]) if len(rows) else 0.0
    rows = rows.astype({"n_target": "int64", "n_reference": "int64"})
    return rows.sort_values(["g2", "feature"], ascending=[False, True], ignore_index=True)[COLUMNS]


def _counts(table: pd.DataFrame, name: str) -> pd.Series:
    """Frequencies by feature."""
    if table["feature"].duplicated().any():
        raise ReportError(f"The {name} has several groups: choose one, or sum the frequencies of its features.")
    if not table["frequency"].sum():
        raise ReportError(f"The {name} has no feature: nothing can be compared with it.")
    return table.set_index("feature")["frequency"].astype(float).rename(f"n_{name}")


def log_likelihood(a: np.ndarray, b: np.ndarray, n_a: float, n_b: float) -> np.ndarray:
    """G² of the tables [[a, b], [n_a - a, n_b - b]]."""
    total = n_a + n_b
    rows = (a + b, total - a - b)
    g2 = np.zeros(len(a))
    for observed, row, column in ((a, 0, n_a), (b, 0, n_b), (n_a - a, 1, n_a), (n_b - b, 1, n_b)):
        expected = rows[row] * column / total
        seen = observed > 0
        g2[seen] += 2 * observed[seen] * np.log(observed[seen] / expected[seen])
    return np.maximum(g2, 0.0)
