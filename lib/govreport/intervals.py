"""What a number as written stands for: 88.8% for [88.75, 88.85], 超1亿 for all above it.

Inline XBRL's Calculations 1.1 reads the figures of filings so. The arithmetic on the intervals is mpmath's (``iv``): an
interval that it returns holds every value that the true figures can make. Ends are closed, so that two that only touch
can meet.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from .candidates import Mention

if TYPE_CHECKING:
    from mpmath.ctx_iv import ivmpf

_NUMBER = re.compile(r"\d[\d,，]*(?:[.·](\d+))?")
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 1e4, "亿": 1e8}
_ABOUT = 0.1  # how far 约 and 左右 may reach, as a share of the number: a convention
_COUNTED = ("count", "person", "place", "occasion", "bare", "computing")


def interval(low: float, high: float) -> ivmpf:
    """The interval from ``low`` to ``high``.

    >>> ends(interval(1, 2) / interval(4, 4))
    (0.25, 0.5)
    """
    from mpmath import iv

    return iv.mpf([low, high])


def ends(of: ivmpf) -> tuple[float, float]:
    """The ends of an interval as floats."""
    return float(of.a.a), float(of.b.b)


def meet(one: ivmpf, other: ivmpf) -> bool:
    """Whether two intervals have a value in common."""
    (low, high), (least, most) = ends(one), ends(other)
    return low <= most and least <= high


def up_to(whole: ivmpf) -> ivmpf:
    """What a part of a whole can be.

    >>> ends(up_to(interval(71, 72)))
    (0.0, 72.0)
    """
    return interval(0, ends(whole)[1])


def point(of: ivmpf) -> float:
    """The value that an interval of exact numbers is, or the end of one that is open or a limit.

    >>> point(interval(5, float("inf"))), point(up_to(interval(72, 72)))
    (5.0, 72.0)
    """
    low, high = ends(of)
    if math.isinf(high):
        return low
    return tidy(high if low == 0 or math.isinf(low) else (low + high) / 2)


def stated(words: str, mention: Mention) -> ivmpf:
    """The values that a mention can stand for: half a unit of its last digit each way, one side open under a bound.

    A count written out (72个) is exact; 约 and 左右 reach a tenth of the number each way.

    >>> from govreport.quantities import find_mentions
    >>> [ends(stated(said, find_mentions(said)[0])) for said in ("88.8%", "72个", "超5000亿元")]
    [(88.75, 88.85), (72.0, 72.0), (500000000000.0, inf)]
    """
    if mention.low is not None:
        return interval(mention.low, mention.high)
    value = mention.value
    if mention.bound == "above":
        return interval(value, math.inf)
    if mention.bound == "below":
        return interval(min(0.0, value), value)
    reach = _ABOUT * abs(value) if mention.bound == "about" else half_unit(words, mention)
    return interval(tidy(value - reach), tidy(value + reach))


def half_unit(words: str, mention: Mention) -> float:
    """Half a unit of the last digit that was written, 0 for a count written out: for 94.5万 it is 500."""
    written = words[mention.start : mention.end]
    number = _NUMBER.match(written)
    if number and not re.search(r"\d", written[number.end() :]):
        digits = float(re.sub("[,，]", "", number[0]).replace("·", "."))
        step = 10.0 ** -len(number[1] or "") * abs(mention.value / digits) if digits else 0.0
    elif mention.value.is_integer():
        step = _step(written)
    else:
        step = 10.0 ** -len(f"{mention.value:.10g}".partition(".")[2])
    return 0.0 if step == 1 and mention.kind in _COUNTED else 0.5 * step


def _step(written: str) -> float:
    """The unit of the last digit in Chinese: 四十万 is written to 万, as 40万 is, 三亿八千万 to 千万, as 3.8亿 is."""
    parts = re.findall("([^万亿]*)([万亿]+)", written)
    if not parts:
        return 1.0
    digits, scale = parts[-1]
    tens = re.search("([十百千])[^一二三四五六七八九]*$", digits) if len(parts) > 1 else None
    return math.prod(_SCALES[character] for character in scale) * (_SCALES[tens[1]] if tens else 1)


def tidy(number: float) -> float:
    """A float without the dust of binary arithmetic: 88.85, not 88.84999999999999."""
    return float(f"{number:.12g}")
