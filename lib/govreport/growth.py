"""How the vocabulary of a text grows with its length."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .errors import ReportError


def vocabulary_growth(tokens: pd.DataFrame) -> pd.DataFrame:
    """Types after each token: the curve that Heaps' law (1978) describes, types = k x tokens^beta.

    Args:
        tokens: table of `tokens`; words count.

    Returns:
        ``tokens, types, fitted``, a row a token; ``fitted`` is the power law through the logarithms (least squares),
        with ``k`` and ``beta`` in ``attrs``.

    Raises:
        ReportError: where there are fewer than two words.

    >>> rows = vocabulary_growth(pd.DataFrame({"token": list("甲乙甲丙甲乙"), "kind": "word"}))
    >>> rows["types"].tolist()
    [1, 2, 2, 3, 3, 3]
    """
    words = tokens.loc[tokens["kind"] == "word", "token"]
    if len(words) < 2:
        raise ReportError("The growth of a vocabulary needs two words at least.")
    types = (~words.duplicated()).cumsum().to_numpy()
    n = np.arange(1, len(words) + 1)
    beta, log_k = np.polyfit(np.log(n), np.log(types), 1)
    rows = pd.DataFrame({"tokens": n, "types": types, "fitted": np.exp(log_k) * n**beta})
    rows.attrs = {"k": float(np.exp(log_k)), "beta": float(beta)}
    return rows
