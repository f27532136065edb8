"""The two segmenters: jieba, and rjieba, its fast twin in Rust; with one dictionary, and traditional text read too."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Protocol

from .errors import ReportError
from .lexicon import table

if TYPE_CHECKING:
    from jieba import Tokenizer
    from jieba.posseg import POSTokenizer

NAMES = ("jieba", "rjieba")


class Segmenter(Protocol):
    """Cuts a text into words, which together are the text."""

    def cut(self, text: str) -> Iterable[str]:
        """The words in order."""


@cache
def segmenter(name: str, *, dictionary: bool = True) -> Segmenter:
    """The segmenter of that name, with the terms of ``data/lexicon/userdict.csv`` or without; loaded once.

    Raises:
        ReportError: where there is none of that name, or rjieba is not installed.

    >>> list(segmenter("jieba").cut("国内生产总值增长"))
    ['国内生产总值', '增长']
    """
    if name == "jieba":
        return _jieba(_entries() if dictionary else [])
    if name == "rjieba":
        return _Fast(_entries() if dictionary else [])
    raise ReportError(f"There is no segmenter {name!r}: choose among {', '.join(NAMES)}.")


def tags(words: list[str], name: str) -> list[str]:
    """Part of speech of words that stand side by side: of the dictionary, or as the segmenter guesses it.

    >>> tags(["发展", "经济"], "jieba")
    ['vn', 'n']
    """
    if name == "rjieba":
        return [segmenter(name).tag(word) for word in words]
    return [next(iter(_tagger().cut(word))).flag for word in words]


@cache
def _tagger() -> POSTokenizer:
    """Jieba's tagger over our tokenizer."""
    made = segmenter("jieba")
    import jieba.posseg

    tagger = jieba.posseg.POSTokenizer(made)
    tagger.load_word_tag(made.get_dict_file())
    tagger.word_tag_tab |= made.user_word_tag_tab
    return tagger


def simplified(text: str) -> str:
    """A text with simplified for traditional characters, one for one, so that every offset stays.

    The characters are those of OpenCC (https://github.com/BYVoid/OpenCC), each converted by itself.

    >>> simplified("發展經濟")
    '发展经济'
    """
    return text.translate(_characters())


class _Characters(dict):
    """Simplified forms by code point, asked of OpenCC once a character."""

    def __init__(self) -> None:
        import opencc

        self._convert = opencc.OpenCC("t2s").convert
        super().__init__()

    def __missing__(self, code: int) -> str:
        character = chr(code)
        form = self._convert(character) if "\u3400" <= character <= "\u9fff" else character
        self[code] = form if len(form) == 1 else character
        return self[code]


@cache
def _characters() -> _Characters:
    return _Characters()


@cache
def _entries() -> list[tuple[str, int | None, str | None]]:
    """Terms of the dictionary, short ones first: jieba suggests a long term's frequency from its parts'."""
    rows = table("userdict").sort_values("term", key=lambda terms: terms.str.len(), kind="stable")
    return [(row.term, int(row.freq) if row.freq else None, row.pos or None) for row in rows.itertuples()]


def _jieba(entries: list[tuple]) -> Tokenizer:
    """A jieba tokenizer of our own.

    jieba's own ``initialize`` reports on stderr and shares a cache file in the temporary folder with every other
    process and version; building the dictionary in memory takes no longer (about half a second) and does neither.
    """
    with warnings.catch_warnings():  # jieba's old escapes, or an old setuptools, would warn on stderr
        warnings.simplefilter("ignore")
        import jieba

        from .best_path import BestPath
    made = jieba.Tokenizer()
    made.FREQ, made.total = made.gen_pfdict(made.get_dict_file())
    made.initialized = True
    for entry in entries:
        made.add_word(*entry)
    return BestPath(made)


class _Fast:
    """rjieba behind jieba's interface; its frequencies are those that jieba suggests for the same terms."""

    def __init__(self, entries: list[tuple]) -> None:
        try:
            import rjieba
        except ImportError:
            raise ReportError("rjieba is not installed: pip install 'govreport-notebooks[scale]'.") from None
        self._made = rjieba.Jieba()
        frequencies = segmenter("jieba").FREQ
        for term, _, tag in entries:
            self._made.add_word(term, frequencies[term], tag)

    def cut(self, text: str) -> Iterable[str]:
        """The words in order."""
        return self._made.cut(text)

    def tag(self, word: str) -> str:
        """The part of speech of a word."""
        return self._made.tag(word)[0][1]
