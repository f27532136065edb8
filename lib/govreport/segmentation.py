"""Segmentation against gold: 300 sentences cut into words by two readers, their differences decided by a third."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from .bootstrap import interval
from .quantities import found
from .report import Report
from .structure import listed
from .tokens import fixed_spans, segment


def score_segmentation(
    gold: pd.DataFrame, report: Report, *, segmenter: str = "jieba", dictionary: bool = True
) -> pd.DataFrame:
    """Compare the words of sentences of one report with gold: a word is right where it begins and ends as in gold.

    Args:
        gold: ``start, end`` of each sentence, and ``ends``: the places in it where a word ends.
        report: the report.
        segmenter: ``jieba`` or ``rjieba``.
        dictionary: whether the user dictionary helps.

    Returns:
        A row a sentence: ``start``, ``words`` (of gold), ``said`` (ours) and ``right``. Marks do not count.
    """
    sentences = {sentence.start: sentence for sentence in listed(report)}
    members = found(report)
    rows = []
    for row in gold.itertuples():
        sentence = sentences[row.start]
        fixed = fixed_spans(sentence, members.get(sentence.sentence_id))
        found_ = segment(sentence.text, fixed, segmenter=segmenter, dictionary=dictionary)
        said = {(start, end) for start, end, kind in found_ if kind != "punct"}
        wanted = set(_words(sentence.text, row.ends))
        rows.append((row.start, len(wanted), len(said), len(wanted & said)))
    return pd.DataFrame(rows, columns=["start", "words", "said", "right"])


def _words(text: str, ends: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Start and end of the words of gold, without white space at their ends."""
    begin = 0
    for end in ends:
        word = text[begin:end]
        if any(character.isalnum() for character in word):
            yield end - len(word.lstrip()), begin + len(word.rstrip())
        begin = end


def word_f1(cases: pd.DataFrame) -> tuple[float, float, float, int]:
    """F1 of words with its 95 % interval over sentences, and the number of words.

    >>> score, *_ = word_f1(pd.DataFrame({"start": [0, 9], "words": [4, 4], "said": [4, 5], "right": [4, 3]}))
    >>> float(round(score, 3))
    0.824
    """
    right, total = 2.0 * cases["right"], (cases["words"] + cases["said"]).astype(float)
    ends = interval(right, total, pd.Series(range(len(cases))))
    return right.sum() / total.sum(), *ends, int(cases["words"].sum())
