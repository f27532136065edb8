"""A sentence as the rules read it: plain numerals, no space or line break beside a digit, and the way back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .numerals import plain

_SPACED_DIGITS = r"(?<=\d)[ \u3000](?=[\d.](?:[ \u3000.]|[^\d]|$))|(?<=\.)[ \u3000](?=\d)"  # 4 9 2 5 0, 1 7 . 5
_BESIDE_A_DIGIT = r"(?<=[\d.])\s+(?=[^\sA-Za-z\d(（])|(?<=[^\sA-Za-z\d%。；;!！?？])\s+(?=\d)"  # 2024 年, PM / 2.5
FULL_WIDTH = str.maketrans(",;:", "，；：")  # the marks of clauses as rules write them
_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]")
_LOOSE = re.compile(rf"{_SPACED_DIGITS}|{_BESIDE_A_DIGIT}|[\n\r]\s*|[\u200b-\u200d\u2060\ufeff]\s*")


class Reading(NamedTuple):
    """The characters that count: as written (``raw``), in plain form (``words``), and where each stands (``at``)."""

    raw: str
    words: str
    at: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentence's own characters that a span of ``words`` stands for."""
        return self.at[start], self.at[end - 1] + 1


def read_sentence(text: str) -> Reading:
    r"""The reading of a sentence; ``raw`` and ``words`` are equally long.

    >>> reading = read_sentence("产量 4 9 2 5 0 万吨，PM\n2.5下降。")
    >>> reading.raw, reading.span(2, 9)
    ('产量49250万吨，PM2.5下降。', (3, 15))
    """
    words = plain(text)
    gaps = [match.span() for match in _LOOSE.finditer(words)] if _SPACE.search(words) else []
    if not gaps:
        return Reading(text, words, range(len(text)))
    dropped = {at for start, end in gaps for at in range(start, end)}
    kept = [at for at in range(len(text)) if at not in dropped]
    return Reading("".join(text[at] for at in kept), "".join(words[at] for at in kept), kept)
