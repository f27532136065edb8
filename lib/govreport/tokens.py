"""Sentences to tokens, the occurrences of words and numbers: the only module that calls the segmenter.

Quantities and time words are found first, and each is one token; jieba segments the text between them, helped by the
terms of ``data/lexicon/userdict.csv``. There ``source`` says where a term comes from: the names of statistical
indicators, the State Council's reports, the provincial reports of 2025 and 2026, or the seed.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from .errors import ReportError
from .lexicon import table
from .quantities import mentions, times
from .structure import sentences

if TYPE_CHECKING:
    from jieba import Tokenizer

    from .report import Report

KINDS = ("word", "number", "time", "punct")
Span = tuple[int, int, str]  # start, end, kind


def tokens(report: Report, *, mask_numbers: bool = False) -> pd.DataFrame:
    """Tokens of a report, in order; together they cover every character of its sentences that is not white space.

    A quantity with its unit is one token of kind ``number`` and a time word one of kind ``time``; a numeral that states
    no quantity, such as that of （一）, is a ``number`` too. Words are cut by jieba with its hidden Markov model on.
    A word never crosses white space.

    Args:
        report: the report.
        mask_numbers: write ``#`` and the unit in place of each number, so that 6.9万人 and 3人 become one feature,
            ``#人``; ``start`` and ``end`` still point at the number as written.

    Returns:
        One row a token: ``sentence_id, start, end, token, kind`` (word, number, time or punct), where
        ``report.text[start:end] == token`` unless numbers are masked.

    >>> from govreport import read_report
    >>> report = read_report(text="2025年，城镇新增就业6.9万人。")
    >>> tokens(report)["token"].tolist()
    ['2025年', '，', '城镇新增就业', '6.9万人', '。']
    >>> tokens(report)["kind"].tolist()
    ['time', 'punct', 'word', 'number', 'punct']
    >>> tokens(report, mask_numbers=True)["token"].tolist()
    ['2025年', '，', '城镇新增就业', '#人', '。']
    """
    rows = report.cached("tokens", lambda: _tokens_table(report))
    if mask_numbers:
        quantities = mentions(report)
        units = dict(zip(quantities["start"], quantities["unit"], strict=True))
        masks = pd.Series(["#" + units.get(start, "") for start in rows["start"]], index=rows.index, dtype="str")
        rows["token"] = rows["token"].where(rows["kind"] != "number", masks)
    return rows


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


def segment(text: str, fixed: Iterable[Span] = ()) -> Iterator[Span]:
    """Cut a text into tokens: the fixed spans as they are, what stands between them by the segmenter.

    Args:
        text: any text; its white space yields no token.
        fixed: ``(start, end, kind)`` in order, without overlap.

    Yields:
        ``(start, end, kind)`` of each token.

    >>> [("增长5.2%。"[start:end], kind) for start, end, kind in segment("增长5.2%。", [(2, 6, "number")])]
    [('增长', 'word'), ('5.2%', 'number'), ('。', 'punct')]
    """
    at = 0
    for start, end, kind in (*fixed, (len(text), len(text), None)):
        for token, left, right in _segmenter().tokenize(text[at:start]):
            if not token.isspace():
                yield at + left, at + right, _kind(token)
        if kind:
            yield start, end, kind
        at = end


@cache
def _segmenter() -> Tokenizer:
    """A jieba tokenizer of our own, with the user dictionary.

    jieba's own ``initialize`` reports on stderr and shares a cache file in the temporary folder with every other
    process and version; building the dictionary in memory takes no longer (about half a second) and does neither.
    """
    with warnings.catch_warnings():  # jieba's old escapes, or an old setuptools, would warn on stderr
        warnings.simplefilter("ignore")
        import jieba
    segmenter = jieba.Tokenizer()
    segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(segmenter.get_dict_file())
    segmenter.initialized = True
    entries = table("userdict").sort_values("term", key=lambda terms: terms.str.len(), kind="stable")
    for entry in entries.itertuples():  # short ones first: jieba suggests a long term's frequency from its parts'
        segmenter.add_word(entry.term, entry.freq or None, entry.pos or None)
    return segmenter


def _kind(token: str) -> str:
    """Kind of a token that the segmenter cut: a numeral (5, 三, Ⅲ), a word (5G, 第一, 改革), or punctuation."""
    if any(character.isalpha() and not character.isnumeric() for character in token):
        return "word"
    return "number" if any(character.isnumeric() for character in token) else "punct"


def _fixed(report: Report) -> list[Span]:
    """Spans of time words and quantities, in order; of two that overlap, the one that begins first, or the longer."""
    found = [(row.start, row.end, "time") for row in times(report).itertuples()]
    found += [(row.start, row.end, "number") for row in mentions(report).itertuples()]
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span[0], -span[1], span[2] != "time")):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _tokens_table(report: Report) -> pd.DataFrame:
    fixed, rows = _fixed(report), []
    for sentence in sentences(report).itertuples():
        begin, stop = sentence.start, sentence.end
        inside = [(start - begin, end - begin, kind) for start, end, kind in fixed if begin <= start and end <= stop]
        for start, end, kind in segment(sentence.text, inside):
            rows.append((sentence.sentence_id, begin + start, begin + end, sentence.text[start:end], kind))
    columns = ["sentence_id", "start", "end", "token", "kind"]
    return pd.DataFrame(rows, columns=columns).astype({"token": "str", "kind": "str"})
