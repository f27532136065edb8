"""One number in the text: is it a quantity mention, what does it say, and does it count?

`scanner` finds candidates; named rules then say which of them count, which are set aside and which are no mention at
all. What a unit or a cue word is stands in ``data/lexicon`` (units, bounds, rules).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from .lexicon import rule, table, terms
from .numerals import parse_numeral

_MIXED = r"\d+[亿万]\d+(?:\.\d+)?(?:[千百](?![瓦米克伏]))?"  # 1万6千, 3亿2000
_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:[.·]\d+)?"
_CHINESE = (
    r"(?:一、二|[二两]、三|三、四|四、五|五、六|六、七|七、八|八、九)[十百千万亿]*(?=[十百千万亿倍个成])"  # 二、三百
    r"|(?:[一二三四五六七八九十百万亿两零〇几]|(?<![万亿十百千])千|千(?![瓦米克伏卡焦]))+(?:点[零一二三四五六七八九]+)?"
)
_SCALE = r"(?:[十百千]?万亿|[十百千]?亿|[十百千]?万|千亿|百(?!分|强|年|姓)|千(?![瓦米克伏卡赫安焦升]))"
_MORE = r"[余多来]"
_PER = (
    r"(?:[/／](?:百亿元|万人|万元|立方米|平方米|平方公里|公里|千瓦时|千克|公斤|小时|个|人|户|日|天|年|月|亩|吨|秒|升|次|床)"
    r"|每(?:立方米|平方米|升))"
)
_OR = r"[(（](?:[套台辆件户间张艘架列段册栋市]、?){1,3}[)）]"
_MEASURED = ("currency", "percent", "pp", "times", "mass", "length", "area", "volume", "energy")
_ORDINAL = re.compile(r"第\s?$|[A-Za-z]-$")
_BARE = re.compile("[百千万亿]+")
_SCALED = re.compile("[百千万亿]")
_LARGE = re.compile("[一二三四五六七八九两].*[万亿]")
_STATED = re.compile("[一二三四五六七八九两\\d]")
_RANKED = re.compile("(?:前|居|列|位列|排名)$")
_CLASSED = re.compile("级|型|版|代(?!表)")
_PER_SIGN = re.compile("[/／每(（]")
_RANGE_NEXT = re.compile("[至到—][一二三四五六七八九十百千两]+[^一二三四五六七八九十百千两年月日季]")
_LATIN = re.compile(r"[A-Za-z+＋×#№&]")


@dataclass(frozen=True)
class Mention:
    """A number with its unit: where it stands, how much, and whether it counts (``ignore`` where set aside)."""

    start: int
    end: int
    value: float | None
    unit: str
    bound: str = "exact"
    low: float | None = None
    high: float | None = None
    values: tuple[float, ...] | None = None
    kind: str = "count"
    ignore: bool = False
    rule: str = "number with unit"
    numeral: str = ""


@cache
def _units() -> dict[str, str]:
    rows = table("units")
    return dict(zip(rows["unit"], rows["kind"], strict=True))


@cache
def unit_pattern() -> str:
    """Alternation of the units, longest first, each with what may not follow it; compounds (吨/日, 台(套)) allowed."""
    guards = dict(zip(table("units")["unit"], table("units")["not_before"], strict=True))
    one = "|".join(re.escape(u) + (f"(?!{guards[u]})" if guards[u] else "") for u in terms("units"))
    return rf"(?:(?:{one})(?:{_PER}|{_OR})?)"


@cache
def scanner() -> re.Pattern[str]:
    """One expression for every number that may be a mention, each way of writing one a named group."""
    unit = unit_pattern()
    part = r"(?:\d+(?:\.\d+)?|[一二三四五六七八九十百两零]+(?:点[零一二三四五六七八九]+)?)"
    kinds = [
        rf"(?P<ratio>{_ARABIC}(?:\s*[:：∶]\s*{_ARABIC}){{1,3}}|\d+\.\d+比\d+)(?!\d)",
        rf"(?P<share>(?:百分之|千分之|万分之){part}(?:[至到—～-]+(?:百分之)?{part})?"
        r"|[二三四五六七八九十]+分之[一二三四五六七八九十]+|(?<![\d/])\d{1,2}/\d{1,2}(?![\d/万]))",
        r"(?P<tenths>(?:\d(?:\.\d)?|[一二三四五六七八九两])(?:[至到—-][一二三四五六七八九\d])?成半?(?![员立为都功本果效就品长熟人交型片网份色分绩群套因]))",
        r"(?P<doubling>(?:(?<=翻)|(?<=翻了))[一两二三四1234]番)",
        r"(?P<half>一半|半数)",
        rf"(?P<number>{_MIXED}|{_ARABIC}|{_CHINESE})(?P<more>{_MORE})?(?P<scale>{_SCALE}{{0,2}})(?P<more2>{_MORE})?"
        rf"(?P<scale2>(?<=[余多来])亿)?\s?(?P<unit>{unit})?",
    ]
    return re.compile(rf"(?=[\d一二三四五六七八九十百千万亿两零几半])(?:{'|'.join(kinds)})")


@cache
def bounds(side: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Cue words that bound a number from one side (before, after), and the bound each sets."""
    cues = terms("bounds", side=side)
    rows = table("bounds")
    kinds = dict(zip(rows["cue"], rows["bound"], strict=True))
    alternatives = "|".join(cues)
    return re.compile(rf"(?:{alternatives})(?:了|过|出)?$" if side == "before" else rf"(?:{alternatives})"), kinds


def read(words: str, match: re.Match[str]) -> Mention | None:
    """The mention that a match of the scanner states, or None."""
    start, end = match.span()
    before, after = words[max(0, start - 24) : start], words[end : end + 24]
    if match["ratio"]:
        return _ratio(match, before)
    if match["doubling"]:
        times = 2 ** int(parse_numeral(match["doubling"][0]).value) - 1  # doubled twice is three times more
        return Mention(start, end, float(times), "倍", kind="doubling", rule="doubling")
    if match["half"]:
        near = rule("half").search(before) or re.match("以上|左右", after)
        return Mention(start, end, 50.0, "%", kind="percent", rule="half") if near else None
    if match["share"] or match["tenths"]:
        if (
            match["tenths"]
            and not match["tenths"][0].isdigit()
            and not (bounds("before")[0].search(before) or after[:2] in ("以上", "左右"))
        ):
            return None
        return _share(match)
    return _number(match, before, after)


def _share(match: re.Match[str]) -> Mention | None:
    """百分之八, 三分之二, 七成; 百分之八至九 is one range."""
    number = parse_numeral(match.group())
    if number is None:
        return None
    low, high = (None if limit is None else float(limit) for limit in number[1:])
    return Mention(*match.span(), float(number.value), "%", "exact", low, high, kind="percent", rule="share of a whole")


def _ratio(match: re.Match[str], before: str) -> Mention | None:
    """三次产业比重为4.0∶37.7∶58.3 is one mention; 16:23 with no word of proportion before it is a clock."""
    if not rule("proportion").search(before) and "." not in match["ratio"]:
        return None
    values = tuple(float(v) for v in re.split(r"\s*[:：∶比]\s*", match["ratio"]))
    return Mention(*match.span(), None, "ratio", values=values, kind="ratio", rule="ratio")


def _number(match: re.Match[str], before: str, after: str) -> Mention | None:
    """A numeral with its multiplier and unit; unit None marks a bare number that a later one may lend its unit."""
    numeral, unit = match["number"], match["unit"]
    if _LATIN.match(before[-1:]) or _ORDINAL.search(before):
        return None
    chinese = not numeral[0].isdigit()
    parts = [part for part in ("number", "more", "scale", "more2", "scale2") if match[part]]
    end = match.end("unit") if unit else match.end(parts[-1])
    number = parse_numeral("".join(match[part] for part in parts))
    if number is None or (not unit and _LATIN.match(after)):
        return None
    written = numeral + match["scale"] + (match["scale2"] or "")
    opens_range = chinese and not unit and _RANGE_NEXT.match(after)
    if chinese and not opens_range and not _counts(written, unit, before, after):
        return None
    if not unit:
        if re.search("[万亿]", written) or _index(numeral, before, after):
            unit = ""
        elif (chinese and not opens_range) or match["more"]:
            return None
    kind = _units().get(_PER_SIGN.split(unit)[0] or unit, "count") if unit else "bare"
    value, inside = float(number.value), match["more"] or match["more2"]
    if unit == "‰":
        value, unit = float(number.value / 10), "%"
    unit = {"％": "%", "百分点": "个百分点"}.get(unit, unit)
    low, high = (None if limit is None else float(limit) for limit in number[1:])
    bound = "above" if inside else "exact"
    mention = Mention(match.start(), end, value, unit, bound, low, high, kind=kind, numeral=written)
    return _set_aside(mention, match.group(), before, after)


def _index(numeral: str, before: str, after: str) -> bool:
    """Whether a bare decimal is what something measures: 收入比从2.42缩小至2.12."""
    return "." in numeral and bool(rule("index before").search(before) and rule("index after").match(after))


def _counts(written: str, unit: str | None, before: str, after: str) -> bool:
    """Whether a Chinese numeral states a quantity: 两名运动员 does, 一个重要内容 and 四个方面 do not."""
    if "几" in written or written == "零":
        return False
    if _BARE.fullmatch(written):
        named = _units().get(unit) != "place" if unit else len(written) > 1 or written == "亿"
        return named and bool(rule("bare multiplier").search(before))
    if not unit:
        large = _LARGE.fullmatch(written)
        return bool(large) or (written[-1] in "万亿" and bool(bounds("before")[0].search(before)))
    if written == "一":
        alone = unit in "个座所家条艘台架枚颗套" and rule("one thing").search(before) and re.match("[，。；、]", after)
        return _units().get(unit) in ("times", "pp") or bool(rule("one of a list").match(unit + after) or alone)
    if unit == "方" and not _SCALED.search(written):
        return False
    if _SCALED.search(written) or _units().get(unit) in _MEASURED:
        return True
    if unit == "次":
        return bool(rule("times done").match(written + unit + after))
    if rule("discourse").match(after):
        return False
    return "十" in written or bool(rule("plain classifier").fullmatch(unit) or rule("deed").search(before))


def _set_aside(mention: Mention, written: str, before: str, after: str) -> Mention:
    """Mark durations, ranks, ages, classes, sizes and thresholds: neither required nor an error."""
    reason = _aside_rule(mention, before, after)
    return replace(mention, ignore=True, rule=reason) if reason else mention


def _aside_rule(mention: Mention, before: str, after: str) -> str | None:
    kind = mention.kind
    if before.endswith("每"):
        return "base of a rate"
    if kind == "duration" and not rule("days" if mention.unit == "天" else "lasting").search(before):
        return "duration"
    if kind == "age" and not rule("lifespan").search(before):
        return "age"
    if kind == "order" or _RANKED.search(before):
        return "rank or class"
    if kind == "size" or _CLASSED.match(after):
        return "size or class"
    counted = kind == "percent" or rule("counted things").fullmatch(mention.unit or "")
    if (not counted and rule("threshold after").match(after)) or (
        rule("threshold before").search(before) and rule("threshold noun").match(after)
    ):
        return "threshold"
    if mention.unit in ("个", "项", "条") and re.match("方面|层面|维度", after):
        return "count of the discourse"
    if mention.unit == "" and _BARE.fullmatch(mention.numeral) and rule("bare class").match(after):
        return "bare multiplier that classes"
    if mention.unit in ("", "元") and rule("class of size").match(after):
        step = rule("steps after").match(after) and _STATED.search(mention.numeral)
        return None if step else "bare multiplier that classes"
    return None
