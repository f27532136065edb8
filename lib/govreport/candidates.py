"""One number in the text: is it a quantity mention, what does it say, and does it count?

`scanner` finds candidates; named rules then say which of them count, which are set aside and which are no mention at
all. What a unit or a cue word is stands in ``data/lexicon`` (units, bounds, quantity_rules).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from .lexicon import table, terms
from .numerals import parse_numeral

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:[.·]\d+)?"
_CHINESE = r"[一二三四五六七八九十百千万亿两零〇几]+(?:点[零一二三四五六七八九]+)?"
_SCALE = r"(?:[十百千]?万亿|[十百千]?亿|[十百千]?万|千亿|百(?!分|强|年|姓)|千(?![瓦米克伏卡赫安焦升]))"
_MORE = r"[余多来]"
_PER = (
    r"(?:[/／](?:万人|万元|立方米|平方米|平方公里|公里|千瓦时|千克|公斤|小时|个|人|户|日|天|年|月|亩|吨|秒|升|次|床)"
    r"|每(?:立方米|平方米|升))"
)
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
    """Alternation of the units, longest first, each with what may not follow it; compounds (吨/日) allowed."""
    guards = dict(zip(table("units")["unit"], table("units")["not_before"], strict=True))
    one = "|".join(re.escape(u) + (f"(?!{guards[u]})" if guards[u] else "") for u in terms("units"))
    return rf"(?:(?:{one}){_PER}?)"


@cache
def scanner() -> re.Pattern[str]:
    """One expression for every number that may be a mention, each way of writing one a named group."""
    unit = unit_pattern()
    return re.compile(
        "|".join(
            [
                rf"(?P<ratio>{_ARABIC}(?:\s*[:：∶]\s*{_ARABIC}){{1,3}})(?!\d)",
                r"(?P<share>(?:百分之|千分之)(?:\d+(?:\.\d+)?|[一二三四五六七八九十百两零]+(?:点[零一二三四五六七八九]+)?)"
                r"|[二三四五六七八九十]+分之[一二三四五六七八九十]+|(?<![\d/])\d{1,2}/\d{1,2}(?![\d/]))",
                r"(?P<tenths>(?:\d(?:\.\d)?|[一二三四五六七八九两])成半?(?![员立为都功本果效就品长熟人交型片网份色分绩群套因]))",
                r"(?P<doubling>(?<=翻)[一两二三四123]番|翻番)",
                r"(?P<half>一半|半数)",
                rf"(?P<number>{_ARABIC}|{_CHINESE})(?P<more>{_MORE})?(?P<scale>{_SCALE}{{0,2}})(?P<more2>{_MORE})?"
                rf"\s?(?P<unit>{unit})?",
            ]
        )
    )


@cache
def rule(name: str) -> re.Pattern[str]:
    """A pattern of data/lexicon/quantity_rules.csv."""
    rows = table("quantity_rules")
    return re.compile(rows.loc[rows["rule"] == name, "pattern"].item())


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
        times = {"两": 3, "二": 3, "2": 3, "三": 7, "3": 7, "四": 15}.get(match["doubling"][0], 1)
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
        return Mention(
            start, end, float(parse_numeral(match.group()).value), "%", kind="percent", rule="share of a whole"
        )
    return _number(match, before, after)


def _ratio(match: re.Match[str], before: str) -> Mention | None:
    """三次产业比重为4.0∶37.7∶58.3 is one mention; 16:23 with no word of proportion before it is a clock."""
    if not rule("proportion").search(before) and "." not in match["ratio"]:
        return None
    values = tuple(float(v) for v in re.split(r"\s*[:：∶]\s*", match["ratio"]))
    return Mention(*match.span(), None, "ratio", values=values, kind="ratio", rule="ratio")


def _number(match: re.Match[str], before: str, after: str) -> Mention | None:
    """A numeral with its multiplier and unit; unit None marks a bare number that a later one may lend its unit."""
    numeral, unit = match["number"], match["unit"]
    if _LATIN.match(before[-1:]) or re.search(r"第\s?$|[A-Za-z]-$", before):
        return None
    chinese = not numeral[0].isdigit()
    end = match.end("unit") if unit else max(match.end(g) for g in ("number", "more", "scale", "more2") if match[g])
    number = parse_numeral(numeral + (match["more"] or "") + (match["scale"] or "") + (match["more2"] or ""))
    if number is None or (not unit and _LATIN.match(after)):
        return None
    written = numeral + match["scale"]
    if chinese and not _counts(written, unit, before, after):
        return None
    if not unit:
        if re.search("[万亿]", written) and not (chinese and len(written) < 2):
            unit = ""
        elif chinese or match["more"]:
            return None
    kind = _units().get(re.split("[/／每]", unit)[0] or unit, "count") if unit else "count"
    value, inside = float(number.value), match["more"] or match["more2"]
    if unit == "‰":
        value, unit = float(number.value / 10), "%"
    unit = {"％": "%", "百分点": "个百分点"}.get(unit, unit)
    mention = Mention(match.start(), end, value, unit, "above" if inside else "exact", kind=kind, numeral=written)
    return _set_aside(mention, match.group(), before, after)


def _counts(written: str, unit: str | None, before: str, after: str) -> bool:
    """Whether a Chinese numeral states a quantity: 两名运动员 does, 一个重要内容 and 四个方面 do not."""
    if "几" in written:
        return False
    if not re.search("[一二三四五六七八九两]", written) and len(written) <= 3 and "十" not in written:
        return bool(unit is not None or len(written) > 1) and bool(rule("bare multiplier").search(before))
    if not unit:
        return bool(re.search("[万亿]", written)) and len(written) > 1 and bool(bounds("before")[0].search(before))
    if written == "一":
        return unit == "倍" or (bool(re.match(r"\S{0,10}、\d+个", after)) and unit == "个")
    if re.search("[百千万亿]", written) or _units().get(unit) in (
        "currency",
        "percent",
        "pp",
        "times",
        "mass",
        "length",
        "area",
        "volume",
        "energy",
    ):
        return True
    if rule("discourse").match(after):
        return False
    if rule("plain classifier").fullmatch(unit):
        return True
    return bool(rule("deed").search(before))


def _set_aside(mention: Mention, written: str, before: str, after: str) -> Mention:
    """Mark durations, ranks, ages, classes, sizes and thresholds: neither required nor an error."""
    rule = _aside_rule(mention, before, after)
    return replace(mention, ignore=True, rule=rule) if rule else mention


def _aside_rule(mention: Mention, before: str, after: str) -> str | None:
    kind = mention.kind
    if before.endswith("每"):
        return "base of a rate"
    if kind == "duration" and not (mention.unit == "天" and rule("days").search(before)):
        return "duration"
    if kind == "age" and not rule("lifespan").search(before):
        return "age"
    if kind == "order" or re.search(r"(?:前|居|列|位列|排名)$", before):
        return "rank or class"
    if kind == "size" or re.match(r"级|型|版|代(?!表)", after):
        return "size or class"
    if rule("threshold after").match(after) or (
        rule("threshold before").search(before) and rule("threshold noun").match(after)
    ):
        return "threshold"
    if mention.unit in ("个", "项", "条") and re.match("方面|领域|环节|层面|维度", after):
        return "count of the discourse"
    if mention.unit in ("", "元") and rule("class of size").match(after):
        return "bare multiplier that classes"
    return None
