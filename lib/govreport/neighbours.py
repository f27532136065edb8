"""Whether provinces that share a border write more alike than others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .lexicon import table


def adjacency(provinces: list[str]) -> pd.DataFrame:
    """Which of the provinces share a land border (data/lexicon/province_neighbours.csv): a square table of bools.

    >>> adjacency(["上海", "江苏", "海南"]).loc["江苏"].tolist()
    [True, False, False]
    """
    pairs = set(table("province_neighbours").itertuples(index=False, name=None))
    cells = [[(a, b) in pairs or (b, a) in pairs for b in provinces] for a in provinces]
    return pd.DataFrame(cells, index=provinces, columns=provinces)


def neighbour_test(
    similarity: pd.DataFrame, adjacent: pd.DataFrame, *, permutations: int = 9999, seed: int = 0
) -> dict:
    """Mean similarity of neighbours against that of all other pairs, with a permutation test over places.

    Pairs are not independent, as each place is in many of them; so the names of the places are shuffled, rows and
    columns together (the quadratic assignment procedure: Krackhardt 1988).

    Args:
        similarity: square table of places.
        adjacent: square table of bools, of the same places.
        permutations: shuffles.
        seed: of the shuffles.

    Returns:
        ``neighbours`` and ``others`` (means), ``difference`` and ``p`` (one-sided: the share of shuffles, the observed
        order among them, in which the difference is as large).

    >>> places = list("甲乙丙丁")
    >>> near = pd.DataFrame([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], places, places)
    >>> alike = near * 0.4 + 0.5
    >>> {key: round(value, 2) for key, value in neighbour_test(alike, near > 0).items()}
    {'neighbours': 0.9, 'others': 0.5, 'difference': 0.4, 'p': 0.33}
    """
    upper = np.triu_indices(len(similarity), 1)
    values, near = similarity.to_numpy()[upper], adjacent.to_numpy()
    chance = np.random.default_rng(seed)

    def difference(order: np.ndarray) -> float:
        mask = near[np.ix_(order, order)][upper]
        return values[mask].mean() - values[~mask].mean()

    observed = difference(np.arange(len(near)))
    shuffled = [difference(chance.permutation(len(near))) for _ in range(permutations)]
    mask = near[upper]
    as_large = sum(bool(each >= observed - 1e-12) for each in shuffled)
    return {
        "neighbours": float(values[mask].mean()),
        "others": float(values[~mask].mean()),
        "difference": float(observed),
        "p": (1 + as_large) / (1 + permutations),
    }
