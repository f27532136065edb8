"""Bytes of plain text to characters: the encoding is found by what it makes of them, and mojibake is refused.

A byte order mark decides; bytes that are valid UTF-8 are UTF-8, which hardly happens by chance. An encoding detector
for all languages guesses the rest from byte statistics; here the language is known: the bytes are decoded by every
other encoding that Chinese text is found in, and the result that looks most like a work report is taken, by the share
of its Chinese characters that are among the 400 most frequent of our collection
(``data/lexicon/common_characters.csv``). They make up most of any report, and little of any wrong reading.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from .errors import ReportError
from .lexicon import table

_MARKS = (  # a byte order mark decides; that of UTF-32 begins as that of UTF-16 does
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ODD = re.compile(r"[\x80-\u02ff\ue000-\uf8ff\ufffd]")  # Latin with accents, private use, the replacement character
_SAMPLE = 200_000  # characters that are judged
_PLAUSIBLE = 0.25  # common characters among the Chinese ones; right readings have more than half, wrong ones a tenth


def decode(raw: bytes, name: str) -> str:
    r"""The text of the bytes.

    Args:
        raw: the bytes of a file.
        name: what the file is called in an error.

    Raises:
        ReportError: where no encoding makes Chinese text of them, or what they hold is mojibake already.

    >>> decode("政府工作报告".encode("big5hkscs", "replace") + "，全年增長".encode("big5hkscs"), "a.txt")[-4:]
    '全年增長'
    """
    marked = [encoding for mark, encoding in _MARKS if raw.startswith(mark)][:1] or ["utf-8"]
    text = _read(raw, *marked)
    if text is None:
        texts = [other for encoding in _GUESSES if (other := _read(raw, encoding)) is not None]
        text = max(texts, key=_likeness, default=None)
    if text is None:
        raise ReportError(f"{name} is not text in UTF-8, UTF-16, GB18030 or Big5: save it as UTF-8 and read it again.")
    if is_mojibake(text):
        raise ReportError(f"{name} was saved from a wrong reading (mojibake): open the original and save it as UTF-8.")
    return text


def is_mojibake(text: str) -> bool:
    """Whether a text looks like Chinese read in a wrong encoding.

    >>> is_mojibake("政府工作报告".encode().decode("latin-1")), is_mojibake("政府工作报告")
    (True, False)
    """
    sample = text[:_SAMPLE]
    chinese, odd = len(_CHINESE.findall(sample)), len(_ODD.findall(sample))
    if odd > 0.2 * len(sample.strip()):
        return True
    return chinese >= 12 and _likeness(text) < _PLAUSIBLE


def _read(raw: bytes, encoding: str) -> str | None:
    """The text, or None where the bytes are none in this encoding."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def _likeness(text: str) -> float:
    """Share of common characters among the Chinese ones of the beginning; 0 where there is none."""
    chinese = _CHINESE.findall(text[:_SAMPLE])
    return sum(map(_common().__contains__, chinese)) / len(chinese) if chinese else 0.0


@cache
def _common() -> frozenset[str]:
    rows = table("common_characters")
    return frozenset(rows["character"]) | frozenset(rows["traditional"])
