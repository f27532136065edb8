"""Time words, and the periods that they name: ``2025``, ``2025-01/2025-11``, ``2025Q1-Q3``, ``2021/2025``."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import table, terms
from .numerals import DIGITS, parse_numeral

_Y = r"(?:(?:19|20)\d{2}|[一二][〇○零一二三四五六七八九]{3})"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_TO = r"\s*(?:[-—–－~～―]{1,2}|至|到|、)\s*"
_N = r"(?:[二三四五六七八九]?十[一二三四五六七八九]?|[两二三四五六七八九]|\d{1,2})"


@cache
def pattern() -> re.Pattern[str]:
    """One expression for every time word, each way of saying a time a named group."""
    plans = "|".join(terms("plans"))
    first = "".join(sorted({plan[0] for plan in terms("plans")}))
    ways = [
        rf"(?P<span>{_Y}年?{_TO}{_Y}年度?|{_Y}年?(?:{_TO}|[和与]){_Y}(?=[两三]年))",
        rf"(?P<since>{_Y}年以来)",
        rf"(?:(?P<my>{_Y})年)?(?P<months>{_M}月?份?{_TO}{_M})月份?",
        rf"(?:(?P<qy>{_Y})年)?(?:的)?(?P<first_quarters>前[三3]个?季度)",
        rf"(?:(?P<hy>{_Y})年)?(?P<half>[上下]半年)",
        rf"(?:(?P<ey>{_Y})年)?(?P<first_months>[前头](?:1[0-2]|[1-9]|十[一二]?|[二三四五六七八九])个?月)",
        rf"(?:(?P<sy>{_Y})年)?第?(?P<quarter>[一二三四1-4])季度",
        rf"(?P<ym>{_Y})年(?P<month>{_M})月(?:份|底|末)?(?:\d{{1,2}}日)?",
        rf"(?P<year>{_Y})(?:年(?:度|底|末|初|内)?|(?=比{_Y}年))",
        rf"(?P<plan>[“‘「]?(?:{plans})[”’」](?:时期|期间|以来|期末|末|[前头后][两二三四2-4]年|[三四五]年)?|(?:{plans})(?:时期|期间|以来|期末|末)"
        r"|第[一二三四五六七八九十]+个五年(?:计划|规划)(?:时期|期间|末)?)",
        r"(?P<ahead>(?:今后|未来|接下来的?)(?:[三3五5])年)",
        rf"(?P<years>(?:过去|近|这|最近|上届政府|本届政府)的?{_N}年(?:来|间|里|多来)?|"
        rf"(?<![\d第前续用每后再的〇○零一二三四五六七八九十]){_N}年(?:来|间|(?=累计|共|新增|净增|增加|增长|平均|年均|中|全[国省市区县]|我[国省市])))",
        rf"(?<![\d十])(?P<ago>{_N})年前",
        r"(?P<past>过去的?一年|(?<!第)一年来|这一年|去年)",
        r"(?P<prior>上一?年度?)",
        r"(?P<century>(?:本|这个|二十|20)世纪末)",
        r"(?P<decade>(?:二十世纪|20世纪|本世纪)?[五六七八九5-9][十0]年代)(?:初期?|中期|末期?|前期|后期)?",
        r"(?P<before>前年)",
        r"(?P<this>今年|本年度?|当年|新的一年)",
        r"(?P<whole>全年|(?<![一二三四五六七八九十两\d])年内|年底前?|年末|年底)",
        r"(?P<next>明年)",
        rf"(?P<lone_month>{_M}月(?:份|底|末)|\d{{1,2}}月\d{{1,2}}日)",
    ]
    return re.compile(
        rf"(?=[\d〇○零一二三四五六七八九十两{first}“‘「前头上下第今未接过最近这本届去当新全年明])(?:{'|'.join(ways)})"
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
    if {"years", "ago", "ahead", "past", "this", "next", "before"} & said.keys():
        return _relative(said, year)
    if "century" in said:
        return "2000"
    if "decade" in said:
        first = 1900 + 10 * _number(said["decade"][-4])
        return f"{first}/{first + 9}"
    if own is None:
        return None
    return str(own - 1) if "prior" in said else _within(said, own)


def _within(said: dict[str, str], own: int) -> str:
    """A year or a part of one."""
    if "months" in said:
        first, last = re.split(_TO, said["months"])
        return f"{own}-{_number(first):02}/{own}-{_number(last):02}"
    if "first_months" in said:
        return f"{own}-01/{own}-{_number(said['first_months'].strip('前头个月')):02}"
    if "first_quarters" in said:
        return f"{own}Q1-Q3"
    if "half" in said:
        return f"{own}-01/{own}-06" if said["half"] == "上半年" else f"{own}-07/{own}-12"
    if "quarter" in said:
        return f"{own}Q{_number(said['quarter'])}"
    if month := said.get("month") or said.get("lone_month"):
        return f"{own}-{_number(re.match(_M, month).group()):02}"
    return str(own)


def _plan(word: str) -> str | None:
    """Years of a five-year plan; the first or last few (“十一五”前四年), or its end, where the word says so."""
    number = re.match("第(.+)个五年", word)
    name = number[1] + "五" if number else max((plan for plan in _plans() if plan in word), key=len)
    if name not in _plans():
        return None
    first, last = _plans()[name]
    if word.endswith("末"):
        return str(last)
    if some := re.search(r"([前头后])(.)年$", word):
        count = _number(some[2])
        return f"{last - count + 1}/{last}" if some[1] == "后" else f"{first}/{first + count - 1}"
    return f"{first}/{last}"


@cache
def _plans() -> dict[str, tuple[int, int]]:
    rows = table("plans")
    return {row.plan: (int(row.first), int(row.last)) for row in rows.itertuples()}


def _relative(said: dict[str, str], year: int | None) -> str | None:
    """A time counted from the report's year."""
    if year is None:
        return None
    if "years" in said:
        count = _number(re.search(_N + "(?=年)", said["years"]).group())
        return f"{year - count}/{year - 1}" if count > 1 else str(year - 1)
    if "ago" in said:
        return str(year - _number(said["ago"]))
    if "ahead" in said:
        return f"{year}/{year + _number(said['ahead'][-2]) - 1}"
    return str(
        year
        + {"past": -1, "before": -2, "this": 0, "next": 1}[
            next(k for k in said if k in ("past", "before", "this", "next"))
        ]
    )
