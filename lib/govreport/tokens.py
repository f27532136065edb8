"""Sentences to tokens, the occurrences of words and numbers: the only module that calls a segmenter.

Quantities and time words are found first, and each is one token; `govreport.segmenters` cuts the text between them,
helped by the terms of ``data/lexicon/userdict.csv``. There ``source`` says where a term comes from: the names of
statistical indicators, the State Council's reports, the provincial reports, the seed, or `govreport.new_words` and a
reader's choice among what it proposes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import segmenters
from .errors import ReportError
from .lexicon import table
from .quantities import Found, find_times, found, mentions
from .structure import Sentence, listed

if TYPE_CHECKING:
    from .report import Report

KINDS = ("word", "number", "time", "punct")
Span = tuple[int, int, str | None]  # start, end, kind


def tokens(
    report: Report,
    *,
    mask_numbers: bool = False,
    pos: bool = False,
    min_length: int = 1,
    stopwords: Collection[str] = (),
    segmenter: str = "jieba",
) -> pd.DataFrame:
    """Tokens of a report, in order; together they cover every character of its sentences that is not white space.

    A quantity with its unit is one token of kind ``number`` and a time word one of kind ``time``; a numeral that states
    no quantity, such as that of （一）, is a ``number`` too. Words are cut with the segmenter's hidden Markov model on.
    A word never crosses white space. Traditional text is cut as simplified; the tokens are the report's own characters.

    Args:
        report: the report.
        mask_numbers: write ``#`` and the unit in place of each number, so that 6.9万人 and 3人 become one feature,
            ``#人``; ``start`` and ``end`` still point at the number as written.
        pos: add the part of speech, ``pos``, of each word (ICTCLAS tags), null for what is none. Five times slower.
        min_length: leave out words of fewer characters.
        stopwords: leave out these words, such as ``stopwords()``.
        segmenter: ``jieba``, or ``rjieba`` (extra ``scale``): the same algorithm in Rust, ten times as fast; the two
            differ in a few tokens of ten thousand, and in their tags.

    Returns:
        One row a token: ``sentence_id, start, end, token, kind`` (word, number, time or punct), where
        ``report.text[start:end] == token`` unless numbers are masked.

    Raises:
        ReportError: where the segmenter is unknown or not installed.

    >>> from govreport import read_report
    >>> report = read_report(text="2025年，城镇新增就业6.9万人。")
    >>> tokens(report)["token"].tolist()
    ['2025年', '，', '城镇新增就业', '6.9万人', '。']
    >>> tokens(report)["kind"].tolist()
    ['time', 'punct', 'word', 'number', 'punct']
    >>> tokens(report, mask_numbers=True, min_length=2)["token"].tolist()
    ['2025年', '，', '城镇新增就业', '#人', '。']
    """
    rows = report.cached(f"tokens {segmenter}", lambda: _tokens_table(report, segmenter))
    if pos:
        rows["pos"] = report.cached(f"pos {segmenter}", lambda: _tags(rows, segmenter))["pos"]
    if mask_numbers:
        quantities = mentions(report)
        units = dict(zip(quantities["start"], quantities["unit"], strict=True))
        masks = pd.Series(["#" + units.get(start, "") for start in rows["start"]], index=rows.index, dtype="str")
        rows["token"] = rows["token"].where(rows["kind"] != "number", masks)
    word = rows["kind"] == "word"
    dropped = word & ((rows["token"].str.len() < min_length) | rows["token"].isin(set(stopwords)))
    return rows[~dropped].reset_index(drop=True) if dropped.any() else rows


def stopwords(*lists: str) -> frozenset[str]:
    """Stop words of ``data/lexicon/stopwords.csv``; which list to drop is the reader's decision.

    Args:
        lists: ``function`` (words of grammar: 的, 和, 在) or ``report`` (words that every section of a work report
            repeats: 推进, 加强, 发展); both where none is named.

    Raises:
        ReportError: where there is no list of that name.

    >>> "的" in stopwords("function"), "推进" in stopwords("function"), "推进" in stopwords()
    (True, False, True)
    """
    rows = table("stopwords")
    known = sorted(set(rows["list"]))
    if unknown := sorted(set(lists) - set(known)):
        raise ReportError(f"There is no stop word list {', '.join(unknown)}: choose among {', '.join(known)}.")
    return frozenset(rows.loc[rows["list"].isin(lists), "term"] if lists else rows["term"])


def segment(
    text: str, fixed: Iterable[Span] = (), *, segmenter: str = "jieba", dictionary: bool = True
) -> Iterator[Span]:
    """Cut a text into tokens: the fixed spans as they are, what stands between them by the segmenter.

    Args:
        text: any text; its white space yields no token.
        fixed: ``(start, end, kind)`` in order, without overlap; one without a kind, which may be empty, is no token,
            and no word crosses it.
        segmenter: ``jieba`` or ``rjieba``.
        dictionary: whether the terms of ``data/lexicon/userdict.csv`` help.

    Yields:
        ``(start, end, kind)`` of each token.

    >>> [("增长5.2%。"[start:end], kind) for start, end, kind in segment("增长5.2%。", [(2, 6, "number")])]
    [('增长', 'word'), ('5.2%', 'number'), ('。', 'punct')]
    """
    cut = segmenters.segmenter(segmenter, dictionary=dictionary).cut
    plain = segmenters.simplified(text)
    at = 0
    for start, end, kind in (*fixed, (len(text), len(text), None)):
        for token in cut(plain[at:start]) if at < start else ():
            stop = at + len(token)
            if named := _kind(token):
                yield at, stop, named
            at = stop
        if kind:
            yield start, end, kind
        at = end


@lru_cache(maxsize=100_000)
def _kind(token: str) -> str | None:
    """Kind of what the segmenter cut: a numeral (5, 三, Ⅲ), a word (5G, 第一, 改革), punctuation, or None: space."""
    if token.isspace():
        return None
    if any(character.isalpha() and not character.isnumeric() for character in token):
        return "word"
    return "number" if any(character.isnumeric() for character in token) else "punct"


def fixed_spans(sentence: Sentence, each: Found | None) -> list[Span]:
    """Spans of the time words and quantities of a sentence; of two that overlap the first, or the longer."""
    if each:
        spans = [(*each.reading.span(*word.span()), "time") for word in each.times]
        spans += [(*each.reading.span(m.start, m.end), "number") for m in each.mentions]
    else:
        spans = [(*span, "time") for span in find_times(sentence.text)]
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1], span[2] != "time")):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _tokens_table(report: Report, segmenter: str) -> pd.DataFrame:
    starts, ends, kinds = [], [], []
    for start, end, kind in segment(report.text, _all_fixed(report), segmenter=segmenter):
        starts.append(start)
        ends.append(end)
        kinds.append(kind)
    words = [report.text[start:end] for start, end in zip(starts, ends, strict=True)]
    starts, ends = np.array(starts, dtype="int64"), np.array(ends, dtype="int64")
    members = listed(report)
    places = np.searchsorted([sentence.start for sentence in members], starts, side="right") - 1
    ids = np.array([sentence.sentence_id for sentence in members], dtype="int64")[places]
    strings = {"token": pd.Series(words, dtype="str"), "kind": pd.Series(kinds, dtype="str")}
    return pd.DataFrame({"sentence_id": ids, "start": starts, "end": ends, **strings})


def _all_fixed(report: Report) -> Iterator[Span]:
    """Fixed spans of a whole report; what stands between two sentences is one that is no token."""
    members = found(report)
    last = 0
    for sentence in listed(report):
        yield last, sentence.start, None
        for start, end, kind in fixed_spans(sentence, members.get(sentence.sentence_id)):
            yield sentence.start + start, sentence.start + end, kind
        last = sentence.end
    yield last, len(report.text), None


def _tags(rows: pd.DataFrame, segmenter: str) -> pd.DataFrame:
    """Part of speech of each token, as the segmenter tags it in its sentence."""
    words = rows[rows["kind"] == "word"]
    tags = pd.Series(None, index=rows.index, dtype=object)
    for _, sentence in words.groupby("sentence_id", sort=False):
        tags.loc[sentence.index] = segmenters.tags([segmenters.simplified(t) for t in sentence["token"]], segmenter)
    return pd.DataFrame({"pos": tags})
