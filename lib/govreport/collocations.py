"""Words that stand together more often than chance would have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import numpy as np
import pandas as pd

from .errors import ReportError
from .keyness import log_likelihood

COLUMNS = ["first", "second", "n", "n_first", "n_second", "n_pairs", "g2", "pmi", "t", "log_dice"]


def collocations(
    tokens: pd.DataFrame,
    *,
    node: str | None = None,
    window: int = 1,
    stopwords: Collection[str] = (),
    min_frequency: int = 3,
) -> pd.DataFrame:
    """Pairs of words, the first before the second in one sentence, with measures of association.

    Args:
        tokens: table of `tokens`; only words count, and punctuation or a number between two parts them.
        node: keep the pairs with this word only.
        window: how many words on the second may stand; 1 counts neighbours.
        stopwords: words of which no pair is counted; they still take their place in the window.
        min_frequency: occurrences that a pair has at least.

    Returns:
        ``first, second``; ``n``: occurrences of the pair; ``n_first``: pairs that the first begins, ``n_second``: that
        the second ends, ``n_pairs``: all; ``g2``: log-likelihood ratio (Dunning 1993), negative where the pair is rarer
        than chance; ``pmi``: pointwise mutual information in bits (Church and Hanks 1990); ``t``: t score (Church et
        al. 1991); ``log_dice`` (Rychlý 2008), at most 14. The highest G² first.

    Raises:
        ReportError: where the window is no whole number of 1 or more.

    >>> from govreport import read_report
    >>> from govreport.tokens import tokens
    >>> rows = tokens(read_report(text="保障民生。保障民生。改善就业。保障民生。"))
    >>> collocations(rows)[["first", "second", "n", "n_pairs"]].values.tolist()
    [['保障', '民生', 3, 4]]
    """
    if not isinstance(window, int) or window < 1:
        raise ReportError(f"window={window!r} is no number of words: give a whole number, 1 or more.")
    pairs = _pairs(tokens, window, set(stopwords))
    firsts, seconds = Counter[str](), Counter[str]()
    for (first, second), n in pairs.items():
        firsts[first] += n
        seconds[second] += n
    rows = [
        (first, second, n, firsts[first], seconds[second])
        for (first, second), n in pairs.items()
        if n >= min_frequency and node in (None, first, second)
    ]
    return _measured(pd.DataFrame(rows, columns=COLUMNS[:5]), pairs.total())


def _pairs(tokens: pd.DataFrame, window: int, stopwords: set[str]) -> Counter[tuple[str, str]]:
    """How often each word stands before each other, in runs of words without a mark or a number between."""
    word = tokens["kind"] == "word"
    document = tokens["report"].ne(tokens["report"].shift()).cumsum() if "report" in tokens else 0
    run = (~word).cumsum()
    pairs: Counter[tuple[str, str]] = Counter()
    frame = pd.DataFrame({"token": tokens["token"], "run": run, "sentence": tokens["sentence_id"], "report": document})
    for _, group in frame[word].groupby(["report", "sentence", "run"], sort=False)["token"]:
        words = group.tolist()
        for at, first in enumerate(words):
            if first not in stopwords:
                pairs.update((first, second) for second in words[at + 1 : at + 1 + window] if second not in stopwords)
    return pairs


def _measured(rows: pd.DataFrame, total: int) -> pd.DataFrame:
    n, first, second = (rows[name].to_numpy(float) for name in ("n", "n_first", "n_second"))
    expected = first * second / max(1, total)
    g2 = log_likelihood(n, second - n, first, total - first)
    rows = rows.assign(
        n_pairs=total,
        g2=np.where(n >= expected, g2, -g2),
        pmi=np.log2(n / np.where(expected, expected, 1.0)),
        t=(n - expected) / np.sqrt(n),
        log_dice=14 + np.log2(2 * n / (first + second)),
    )
    return rows.sort_values(["g2", "first", "second"], ascending=[False, True, True], ignore_index=True)[COLUMNS]
