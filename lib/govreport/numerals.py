"""Numeral text, Arabic or Chinese or both, to an exact number."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from typing import NamedTuple

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "○": 0}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
_FORMS = str.maketrans(
    "０１２３４５６７８９．％∕／壹贰叁肆伍陆柒捌玖拾佰仟兩萬億貳參陸幾點餘來廿○",
    "0123456789.%//一二三四五六七八九十百千两万亿二三六几点余来廿零",
)
_WIDTHS = str.maketrans(
    "０１２３４５６７８９．％萬億兩／∕個餘餘約來過達條項戶噸畝擔錠輛隻頭種臺張歲層間冊筆雙塊顆員圓",
    "0123456789.%万亿两//个余余约来过达条项户吨亩担锭辆只头种台张岁层间册笔双块颗员元",
)
MORE = "余多来"
_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.·]\d+)?"
_CHINESE = r"[零〇一二三四五六七八九十百千万亿两廿卅]+(?:点[零〇一二三四五六七八九]+)?"
_PLAIN = re.compile(rf"(?P<number>{_ARABIC}|{_CHINESE})?(?P<scale>[十百千万亿]*)")
_RANGE = re.compile(r"(.+?)(?:—+|--?|－|–|~|～|至|到|―+)(.+)")
_MORE_THAN = re.compile(f"(?<=.)[{MORE}](?=[十百千万亿]*$)")
_DECIMAL = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_LONGEST = 40  # characters; no numeral of a report is as long
_WORDS = {"半": Decimal("0.5"), "一半": Decimal(50), "半数": Decimal(50), "过半": Decimal(50)}
_SHARES = (
    (re.compile(r"(.+)分之(.+)"), None),
    (re.compile(r"([\d.]+)/([\d.]+)"), "over"),
)
_TENTHS = re.compile("(.+?)成([半一二三四五六七八九])?")
_AND_A_HALF = re.compile("(.+?)个?半")
_APPROXIMATE = re.compile(
    r"(百分之|千分之|[一二三四五六七八九]?十)?([一二两三四五六七八])、?([二三四五六七八九])([十百千万亿]*)"
)


def plain(text: str) -> str:
    """The text with full-width digits and traditional numerals in plain form, one character for one.

    >>> plain("１２．５萬")
    '12.5万'
    """
    return text.translate(_WIDTHS)


class Numeral(NamedTuple):
    """An exact number: its value, and the ends of a range where it is one."""

    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


def simplify(text: str) -> str:
    """Full-width, formal and traditional numerals in their plain form, one character for one.

    >>> simplify("貳萬５千")
    '二万5千'
    """
    return text.translate(_FORMS)


def parse_numeral(text: str) -> Numeral | None:
    """Read a numeral, without its unit. Parts of a whole (百分之五, 三分之二, 7成, 1/4, 一半) are read in percent.

    Returns:
        Its value (a range's midpoint) with the range's ends, or None where the text is not one numeral.

    >>> parse_numeral("1万5千").value
    Decimal('15000')
    >>> parse_numeral("4.5%—5%")
    Numeral(value=Decimal('4.75'), low=Decimal('4.5'), high=Decimal('5'))
    >>> parse_numeral("三四十").low, parse_numeral("千分之三").value
    (Decimal('30'), Decimal('0.3'))
    >>> parse_numeral("道里") is None
    True
    """
    plain = "".join(simplify(text).split())
    if len(plain) > _LONGEST:
        return None
    single = _single(plain)
    if single is not None:
        return Numeral(single)
    if found := _APPROXIMATE.fullmatch(plain):
        before, low, high, scale = found.groups(default="")
        return _between(_single(before + low + scale), _single(before + high + scale))
    if found := _RANGE.fullmatch(plain):
        return _range(*found.groups())
    return None


def _range(left: str, right: str) -> Numeral | None:
    """Two numerals joined: the first takes the scale of the second where it has none (30—40万)."""
    part = re.match("(?:百|千|万)分之", left)
    low, high = _single(left), _single(right if not part or "分之" in right else part.group() + right)
    if low is None or high is None:
        return None
    scale = re.search(r"(?<=[\d.])[百千万亿]+$", right)
    if scale and low < high / _scale(scale.group()) * 10 and not re.search(r"[百千万亿]", left):
        low *= _scale(scale.group())
    return _between(low, high)


def _between(low: Decimal | None, high: Decimal | None) -> Numeral | None:
    """A range from its ends, None where it has none or they do not rise."""
    if low is None or high is None:
        return None
    return Numeral((low + high) / 2, low, high) if low < high else None


def _single(text: str) -> Decimal | None:
    """One number that is no range."""
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if text in _WORDS:
        return _WORDS[text]
    for pattern, over in _SHARES:
        if found := pattern.fullmatch(text):
            return _share(*(found.groups() if over else reversed(found.groups())))
    if text.endswith("%"):
        return _single(text[:-1])
    if text.endswith("‰"):
        return _divided(_single(text[:-1]), Decimal(10))
    if found := _TENTHS.fullmatch(text):
        tenths = _single(found[1])
        return None if tenths is None else tenths * 10 + (DIGITS.get(found[2], 5) if found[2] else 0)
    if found := _AND_A_HALF.fullmatch(text):
        whole = _single(found[1])
        return None if whole is None else whole + Decimal("0.5")
    return _scaled(text)


def _share(part: str, whole: str) -> Decimal | None:
    """A fraction in percent; 百分之 and 千分之 exactly, others to two places."""
    top, bottom = (
        _single(part),
        {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000)}.get(whole) or _single(whole),
    )
    if top is None or not bottom:
        return None
    share = top * 100 / bottom
    return share if whole in ("百", "千", "万") else share.quantize(Decimal("0.01")).normalize() + 0


def _divided(number: Decimal | None, by: Decimal) -> Decimal | None:
    return None if number is None else number / by


def _scale(text: str) -> Decimal:
    """The factor of multipliers written one after another: 千万 is 10 million, 万亿 is 10^12."""
    factor = Decimal(1)
    for character in text:
        factor *= SMALL.get(character) or LARGE[character]
    return factor


def _scaled(text: str) -> Decimal | None:
    """A number and the multipliers after it, whole (1万5千) or with 余, 多, 来 between."""
    text = _MORE_THAN.sub("", text)
    found = _PLAIN.fullmatch(text)
    if not found or not text or not (found["number"] or found["scale"]):
        return _mixed(text)
    number = found["number"]
    if number is None:
        return _scale(found["scale"])
    value = Decimal(re.sub("[,，]", "", number).replace("·", ".")) if number[0].isdigit() else _chinese(number)
    return None if value is None else value * _scale(found["scale"])


def _mixed(text: str) -> Decimal | None:
    """Arabic digits between multipliers: 1万5千, 3亿2000万."""
    pieces = list(re.finditer(r"(\d+(?:\.\d+)?)([十百千万亿]*)", text))
    if len(pieces) < 2 or "".join(p.group() for p in pieces) != text:
        return None
    values = [Decimal(p[1]) * _scale(p[2]) for p in pieces]
    falling = all(a > b for a, b in itertools.pairwise(values))
    return sum(values, Decimal(0)) if falling else None


def _chinese(text: str) -> Decimal | None:
    """A Chinese numeral: 一千二百三十, 二〇三五 (digit by digit), 十二点三, 一万五千亿."""
    text = text.replace("廿", "二十").replace("卅", "三十").replace("〇", "零")
    whole, _, decimals = text.partition("点")
    if decimals:
        value = _chinese(whole)
        return None if value is None else value + Decimal("0." + "".join(str(DIGITS[c]) for c in decimals))
    if len(whole) > 1 and all(c in DIGITS for c in whole):
        return Decimal("".join(str(DIGITS[c]) for c in whole)) if "零" in whole or len(whole) > 2 else None
    return _with_units(whole)


def _with_units(text: str) -> Decimal | None:
    """Positional reading: digits times 十百千 within sections of 万 and 亿."""
    total = section = digit = Decimal(0)
    last = 10
    seen = False
    for c in text:
        if c in DIGITS:
            if seen and c != "零" and digit:
                return None
            digit, seen = Decimal(DIGITS[c]), True
        elif c in SMALL:
            section += (digit or 1) * SMALL[c]  # 四百十二 is 412
            digit, last = Decimal(0), SMALL[c]
        else:
            section += digit
            if section == 0 and total:
                total, section = total * LARGE[c], Decimal(0)
            elif LARGE[c] == 10**8:
                total, section = (total + (section or 1)) * LARGE[c], Decimal(0)
            else:
                total, section = total + (section or 1) * LARGE[c], Decimal(0)
            digit, last = Decimal(0), LARGE[c]
    if digit and last > 10 and text[-1] in DIGITS and len(text) > 1 and text[-2] != "零":
        digit *= Decimal(last) / 10
    return total + section + digit
