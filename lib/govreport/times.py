"""Time words, and the periods that they name: ``2025``, ``2025-01/2025-11``, ``2025Q1-Q3``, ``2021/2025``."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import table, terms
from .numerals import DIGITS, parse_numeral

_Y = r"(?:(?:19|20)\d{2}|[一二][〇○零一二三四五六七八九]{3})"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_TO = r"\s*(?:[-—–－~～―]{1,2}|至|到|、)\s*"
_N = r"(?:[两二三四五六七八九十]|\d{1,2})"


@cache
def pattern() -> re.Pattern[str]:
    """One expression for every time word, each way of saying a time a named group."""
    plans = "|".join(terms("plans"))
    return re.compile(
        "|".join(
            [
                rf"(?P<span>{_Y}年?{_TO}{_Y}(?=年)年?度?)",
                rf"(?P<since>{_Y}年以来)",
                rf"(?:(?P<my>{_Y})年)?(?P<months>{_M}月?份?{_TO}{_M})月份?",
                rf"(?:(?P<qy>{_Y})年)?(?:的)?(?P<first_quarters>前[三3]个?季度)",
                rf"(?:(?P<hy>{_Y})年)?(?P<half>[上下]半年)",
                rf"(?:(?P<ey>{_Y})年)?(?P<first_months>前(?:1[0-2]|[1-9]|十[一二]?|[二三四五六七八九])个?月)",
                rf"(?:(?P<sy>{_Y})年)?第?(?P<quarter>[一二三四1-4])季度",
                rf"(?P<ym>{_Y})年(?P<month>{_M})月(?:份|底|末)?(?:\d{{1,2}}日)?",
                rf"(?P<year>{_Y})(?:年(?:度|底|末|初|内)?)",
                rf"(?P<plan>[“‘「]?(?:{plans})[”’」](?:时期|期间|以来|期末|末|前[三四]年|[三四五]年)?|(?:{plans})(?:时期|期间|以来|期末|末))",
                r"(?P<ahead>(?:今后|未来|接下来的?)(?:[三3五5])年)",
                rf"(?P<years>(?:过去|近|这|最近|上届政府|本届政府)的?{_N}年(?:来|间|里|多来)?|(?<![\d第前]){_N}年(?:来|间))",
                r"(?P<past>过去的?一年|(?<!第)一年来|这一年|去年|上一?年|上年度)",
                r"(?P<before>前年)",
                r"(?P<this>今年|本年度?|当年|新的一年)",
                r"(?P<whole>全年|(?<![一二三四五六七八九十两\d])年内|年底前?|年末|年底)",
                r"(?P<next>明年)",
                rf"(?P<lone_month>{_M}月(?:份|底|末)|\d{{1,2}}月\d{{1,2}}日)",
            ]
        )
    )


def _year(text: str) -> int:
    return int("".join(str(DIGITS.get(c, c)) for c in text.replace("○", "〇")))


def _number(text: str) -> int:
    return int(parse_numeral(re.sub(r"[月份年]", "", text)).value)


def read(found: re.Match[str], year: int | None, context: int | None) -> str | None:
    """The period that a time word names.

    Args:
        found: a match of `pattern`.
        year: the report's own year, from which 去年 and 五年来 count.
        context: the year that speaks here, which 全年 and 1-11月 belong to.

    Returns:
        The period, or None where the word needs a year that is not known.
    """
    said = {name: text for name, text in found.groupdict().items() if text}
    own = next((_year(said[k]) for k in ("my", "qy", "hy", "ey", "sy", "ym", "year") if k in said), context)
    if "span" in said:
        first, last = re.findall(_Y, said["span"])
        return f"{_year(first)}/{_year(last)}"
    if "plan" in said:
        return _plan(said["plan"])
    if "since" in said:
        return f"{_year(said['since'][:-3])}/{context}" if context else None
    if {"years", "ahead", "past", "this", "next", "before"} & said.keys():
        return _relative(said, year)
    if own is None:
        return None
    return _within(said, own)


def _within(said: dict[str, str], own: int) -> str:
    """A year or a part of one."""
    if "months" in said:
        first, last = re.split(_TO, said["months"])
        return f"{own}-{_number(first):02}/{own}-{_number(last):02}"
    if "first_months" in said:
        return f"{own}-01/{own}-{_number(said['first_months'].strip('前个月')):02}"
    if "first_quarters" in said:
        return f"{own}Q1-Q3"
    if "half" in said:
        return f"{own}-01/{own}-06" if said["half"] == "上半年" else f"{own}-07/{own}-12"
    if "quarter" in said:
        return f"{own}Q{_number(said['quarter'])}"
    if "month" in said:
        return f"{own}-{_number(said['month']):02}"
    return str(own)


def _plan(word: str) -> str:
    """Years of a five-year plan, or the last of them where the word says its end."""
    rows = table("plans")
    name = max((p for p in rows["plan"] if p in word), key=len)
    first, last = rows.loc[rows["plan"] == name, ["first", "last"]].iloc[0]
    return last if word.endswith("末") else f"{first}/{last}"


def _relative(said: dict[str, str], year: int | None) -> str | None:
    """A time counted from the report's year."""
    if year is None:
        return None
    if "years" in said:
        count = _number(re.search(_N + "(?=年)", said["years"]).group())
        return f"{year - count}/{year - 1}" if count > 1 else str(year - 1)
    if "ahead" in said:
        return f"{year}/{year + _number(said['ahead'][-2]) - 1}"
    return str(
        year
        + {"past": -1, "before": -2, "this": 0, "next": 1}[
            next(k for k in said if k in ("past", "before", "this", "next"))
        ]
    )
