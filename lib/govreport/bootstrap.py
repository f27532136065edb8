"""Intervals of scores: sentences, or reports, are drawn again with replacement.

Figures of one sentence stand or fall together, so the sentence is drawn, not the figure (the cluster bootstrap:
Cameron, Gelbach and Miller, 2008). Where nothing is wrong there is nothing to draw: then the interval is the exact one
of Clopper and Pearson (1934).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

LEVEL = 0.95
RESAMPLES = 2000


def interval(right: pd.Series, total: pd.Series, clusters: pd.Series) -> tuple[float, float]:
    """Ends of the 95 % interval of ``sum(right) / sum(total)``.

    Args:
        right: what was right of each case, as a number.
        total: what each case could have been right in; a score that is a ratio of counts has both.
        clusters: what is drawn: sentence or report of each case.

    Returns:
        Low and high, nan where there is no case.

    >>> from pandas import Series
    >>> low, high = interval(Series([1.0] * 50), Series([1.0] * 50), Series(range(50)))
    >>> round(low, 3), high
    (0.929, 1.0)
    """
    sums = pd.DataFrame({"right": right, "total": total}).groupby(clusters.to_numpy()).sum().to_numpy(float)
    all_right, all_ = sums.sum(axis=0)
    if not all_:
        return float("nan"), float("nan")
    if len(sums) < 2 or all_right in (0, all_):
        exact = stats.binomtest(round(min(all_right, all_)), round(all_)).proportion_ci(LEVEL)
        return float(exact.low), float(exact.high)

    def ratio(drawn: np.ndarray, axis: int = -1) -> np.ndarray:
        parts = sums[drawn].sum(axis=axis - 1)
        return np.divide(parts[..., 0], parts[..., 1], out=np.ones(parts.shape[:-1]), where=parts[..., 1] > 0)

    drawn = stats.bootstrap(
        (np.arange(len(sums)),), ratio, n_resamples=RESAMPLES, vectorized=True, method="percentile", rng=0
    ).confidence_interval
    return float(drawn.low), float(drawn.high)
