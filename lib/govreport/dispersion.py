"""How evenly a feature is spread over the parts of a text."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .errors import ReportError

COLUMNS = ["feature", "frequency", "range", "juilland_d", "dp", "dp_norm"]


def dispersion(dfm: pd.DataFrame) -> pd.DataFrame:
    """Dispersion of each feature over the documents of a dfm, such as the sections of a report.

    Args:
        dfm: counts of `dfm`, documents by features, all features that count: the size of a document is its sum.

    Returns:
        ``feature, frequency``; ``range``: documents that have it; ``juilland_d``: 1 where every document has the same
        share of it, 0 where one has all (Juilland and Chang-Rodríguez 1964, on relative frequencies); ``dp``: the
        deviation of proportions, 0 where it is spread as the documents' sizes are (Gries 2008), ``dp_norm``: of at most
        1 (Lijffijt and Gries 2012). The most frequent first.

    Raises:
        ReportError: where there are fewer than two documents that have any feature.

    >>> counts = pd.DataFrame({"a": [1, 2, 3, 4, 5], "other": [8, 8, 7, 6, 6]})
    >>> dispersion(counts).set_index("feature").loc["a", ["juilland_d", "dp"]].round(3).tolist()  # Gries 2008
    [0.785, 0.18]
    """
    counts = dfm.to_numpy(dtype=float)
    sizes = counts.sum(axis=1)
    counts, sizes = counts[sizes > 0], sizes[sizes > 0]
    if len(sizes) < 2:
        raise ReportError("Dispersion needs two documents that have words: give a dfm of sections or of reports.")
    totals = counts.sum(axis=0)
    counts, totals, features = counts[:, totals > 0], totals[totals > 0], dfm.columns[totals > 0]
    shares = counts / sizes[:, None]
    variation = shares.std(axis=0) / shares.mean(axis=0)
    expected = sizes / sizes.sum()
    dp = np.abs(counts / totals - expected[:, None]).sum(axis=0) / 2
    rows = pd.DataFrame(
        {
            "feature": features,
            "frequency": totals.astype("int64"),
            "range": (counts > 0).sum(axis=0),
            "juilland_d": 1 - variation / np.sqrt(len(sizes) - 1),
            "dp": dp,
            "dp_norm": dp / (1 - expected.min()),
        }
    )
    return rows.sort_values(["frequency", "feature"], ascending=[False, True], ignore_index=True)[COLUMNS]
