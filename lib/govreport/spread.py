"""Phrases that are new in some reports and are found again in others: how wording travels down the levels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from .lexicon import terms
from .tokens import tokens

if TYPE_CHECKING:
    from .report import Report

_LONGEST = 5  # words in a phrase
_CHARACTERS = (4, 12)


def new_phrases(report: Report, before: Iterable[Report], *, min_frequency: int = 2) -> pd.DataFrame:
    """Phrases of a report that none of the reports before has.

    A phrase is a run of two to five words of a sentence, or one word, of 4 to 12 characters; it begins and ends with no
    stop word. One inside another that occurs as often is left out.

    Args:
        report: the report.
        before: earlier reports.
        min_frequency: occurrences in the report.

    Returns:
        ``phrase, frequency``, the most frequent first.

    >>> from govreport import read_report
    >>> old, new = (read_report(text=text) for text in ("发展经济。", "发展低空经济，做强低空经济。"))
    >>> new_phrases(new, [old])
      phrase  frequency
    0   低空经济          2
    """
    counted = Counter(_phrases(tokens(report)))
    texts = [each.text for each in before]
    found = {
        phrase: times
        for phrase, times in counted.items()
        if times >= min_frequency and not any(phrase in text for text in texts)
    }
    whole = [p for p, times in found.items() if not any(p in q and p != q and times == found[q] for q in found)]
    rows = sorted(((phrase, found[phrase]) for phrase in whole), key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(rows, columns=["phrase", "frequency"])


def spread(phrases: Iterable[str], groups: Mapping[str, Iterable[Report]]) -> pd.DataFrame:
    """In how many reports of each group a phrase stands.

    Returns:
        A row a phrase, in the order given: ``phrase``, and a column for each group.

    >>> from govreport import read_report
    >>> spread(["低空经济"], {"provinces": [read_report(text="发展低空经济。"), read_report(text="发展农业。")]})
      phrase  provinces
    0   低空经济          1
    """
    texts = {group: [report.text for report in reports] for group, reports in groups.items()}
    return pd.DataFrame(
        {"phrase": phrase} | {group: sum(phrase in text for text in each) for group, each in texts.items()}
        for phrase in phrases
    )


def _phrases(rows: pd.DataFrame) -> Iterable[str]:
    """Every phrase, once for each place where it stands."""
    stop = set(terms("stopwords"))
    for _, sentence in rows.groupby("sentence_id", sort=False):
        words = list(zip(sentence["token"], sentence["kind"], strict=True))
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                token, kind = words[end - 1]
                if kind != "word":
                    break
                phrase = "".join(token for token, _ in words[start:end])
                if _CHARACTERS[0] <= len(phrase) <= _CHARACTERS[1] and not {words[start][0], token} & stop:
                    yield phrase
