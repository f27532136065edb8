"""Terms that the dictionary lacks: sequences of tokens that hold together and stand free, in several reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log
from typing import TYPE_CHECKING

import pandas as pd

from .lexicon import terms
from .tokens import tokens

if TYPE_CHECKING:
    from .report import Report

COLUMNS = ["feature", "frequency", "reports", "npmi", "entropy_left", "entropy_right"]
_LONGEST = 4  # tokens in a candidate
_CHARACTERS = 10


def new_words(
    reports: Iterable[Report],
    *,
    min_frequency: int = 10,
    min_reports: int = 3,
    min_npmi: float = 0.3,
    min_entropy: float = 1.0,
) -> pd.DataFrame:
    """Candidates for the user dictionary, for a person to review.

    A candidate is a run of two to four words of a sentence, at most ten characters, that is no entry yet. It must hold
    together: the normalised pointwise mutual information of its weakest division (Bouma 2009) is high; and stand free:
    so is the entropy in bits of the tokens before and after it (branching entropy: Jin and Tanaka-Ishii 2006).

    Args:
        reports: the reports.
        min_frequency: occurrences that a candidate has at least.
        min_reports: reports that it is found in at least.
        min_npmi: from -1 to 1.
        min_entropy: in bits, on both sides.

    Returns:
        ``feature, frequency, reports, npmi, entropy_left, entropy_right``, the most frequent first.

    >>> from govreport import read_report
    >>> report = read_report(text="持续保障民生。全力保障民生！切实保障民生？")
    >>> new_words([report], min_frequency=3, min_reports=1)["feature"].tolist()
    ['保障民生']
    """
    counts: Counter[tuple[str, ...]] = Counter()
    found_in: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    around: defaultdict[tuple[str, ...], tuple[Counter, Counter]] = defaultdict(lambda: (Counter(), Counter()))
    for number, report in enumerate(reports):
        for words in _runs(report):
            for start in range(1, len(words) - 1):
                for stop in range(start + 1, min(start + _LONGEST, len(words) - 1) + 1):
                    run = tuple(words[start:stop])
                    if None in run:
                        break
                    counts[run] += 1
                    found_in[run].add(number)
                    around[run][0][words[start - 1]] += 1
                    around[run][1][words[stop]] += 1
    total = sum(count for run, count in counts.items() if len(run) == 1)
    rows = [
        ("".join(run), count, len(found_in[run]), _npmi(run, counts, total), *map(_entropy, around[run]))
        for run, count in counts.items()
        if len(run) > 1 and count >= min_frequency and len(found_in[run]) >= min_reports
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    known = table["feature"].isin(set(terms("userdict"))) | (table["feature"].str.len() > _CHARACTERS)
    apart = (table["npmi"] >= min_npmi) & (table[["entropy_left", "entropy_right"]].min(axis=1) >= min_entropy)
    return table[apart & ~known].sort_values(["frequency", "feature"], ascending=[False, True], ignore_index=True)


def _runs(report: Report) -> Iterable[list[str | None]]:
    """The words of each sentence between its ends, what is no word as None."""
    rows = tokens(report)
    words = rows["token"].astype(object).where(rows["kind"] == "word", None)
    for _, sentence in words.groupby(rows["sentence_id"].to_numpy()):
        yield [None, *sentence, None]


def _npmi(run: tuple[str, ...], counts: Counter, total: int) -> float:
    """Normalised pointwise mutual information of the weakest division of a run."""
    seen = counts[run] / total
    parts = [(counts[run[:at]] / total) * (counts[run[at:]] / total) for at in range(1, len(run))]
    return min(log(seen / part) / -log(seen) for part in parts)


def _entropy(beside: Counter) -> float:
    """Entropy in bits of what stands beside a run; every end of a sentence or mark counts as a word of its own."""
    ends = beside.get(None, 0)
    total = sum(beside.values())
    shares = [count / total for word, count in beside.items() if word is not None] + [1 / total] * ends
    return -sum(share * log(share, 2) for share in shares)
