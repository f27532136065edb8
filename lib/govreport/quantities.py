"""Sentences to quantity mentions: span, value, unit and bound, as docs/annotation-guide.md defines them.

One scan over the text finds candidates; named rules then say which of them count, which are set aside and which are no
mention at all. What a unit or a cue word is stands in ``data/lexicon`` (units, bounds, quantity_rules).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from . import times as time_words
from .lexicon import table, terms
from .numerals import parse_numeral
from .structure import sentences

if TYPE_CHECKING:
    from .report import Report

_PLAIN = str.maketrans("０１２３４５６７８９．％萬億兩／個餘餘約來過達條項戶", "0123456789.%万亿两/个余余约来过达条项户")
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:[.·]\d+)?"
_CHINESE = r"[一二三四五六七八九十百千万亿两零〇几]+(?:点[零一二三四五六七八九]+)?"
_SCALE = r"(?:[十百千]?万亿|[十百千]?亿|[十百千]?万|千亿|百(?!分|强|年|姓)|千(?![瓦米克伏卡赫安焦]))"
_MORE = r"[余多来]"
_RANGE = re.compile(r"\s*(?:[—－–~～―]{1,2}|-|至|到)\s*")
_QUOTED = re.compile(r"[“「『‘][^“”「」『』‘’\n]{1,20}[”」』’]|《[^《》\n]{1,40}》|[［\[【]\d{1,3}[］\]】]")
_LATIN = re.compile(r"[A-Za-z+＋×#№&]")
_CLAUSE_END = re.compile(r"[，,。；;！？!?、：:）)\]］\s”’]|$")


def plain(text: str) -> str:
    """The text with full-width digits and traditional numerals in plain form, one character for one."""
    return text.translate(_PLAIN)


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
def _unit_pattern() -> str:
    """Alternation of the units, longest first, each with what may not follow it; compounds (吨/日) allowed."""
    guards = dict(zip(table("units")["unit"], table("units")["not_before"], strict=True))
    one = "|".join(re.escape(u) + (f"(?!{guards[u]})" if guards[u] else "") for u in terms("units"))
    per = r"(?:[/／](?:万人|万元|立方米|平方米|平方公里|公里|千瓦时|千克|公斤|小时|个|人|户|日|天|年|月|亩|吨|秒|升|次|床)|每(?:立方米|平方米|升))?"
    return rf"(?:(?:{one}){per})"


@cache
def _scanner() -> re.Pattern[str]:
    unit = _unit_pattern()
    return re.compile(
        "|".join(
            [
                rf"(?P<ratio>{_ARABIC}(?:\s*[:：∶]\s*{_ARABIC}){{1,3}})(?!\d)",
                r"(?P<share>(?:百分之|千分之)(?:\d+(?:\.\d+)?|[一二三四五六七八九十百两零]+(?:点[零一二三四五六七八九]+)?)"
                r"|[二三四五六七八九十]+分之[一二三四五六七八九十]+|(?<![\d/])\d{1,2}/\d{1,2}(?![\d/]))",
                r"(?P<tenths>(?:\d(?:\.\d)?|[一二三四五六七八九两])成半?(?![员立为都功本果效就品长熟人交型片网份色分绩群套因]))",
                r"(?P<doubling>翻(?:[一两二三四123])?番)",
                r"(?P<half>一半|半数)",
                rf"(?P<number>{_ARABIC}|{_CHINESE})(?P<more>{_MORE})?(?P<scale>{_SCALE}{{0,2}})(?P<more2>{_MORE})?\s?(?P<unit>{unit})?"
                rf"(?P<more3>多(?=个百分点))?",
            ]
        )
    )


@cache
def _rule(name: str) -> re.Pattern[str]:
    """A pattern of data/lexicon/quantity_rules.csv."""
    rows = table("quantity_rules")
    return re.compile(rows.loc[rows["rule"] == name, "pattern"].item())


@cache
def _bounds(side: str) -> tuple[re.Pattern[str], dict[str, str]]:
    cues = terms("bounds", side=side)
    rows = table("bounds")
    kinds = dict(zip(rows["cue"], rows["bound"], strict=True))
    alternatives = "|".join(cues)
    return re.compile(rf"(?:{alternatives})(?:了|过|出)?$" if side == "before" else rf"(?:{alternatives})"), kinds


def find_times(text: str) -> list[tuple[int, int]]:
    """Spans of the time words of a text.

    >>> find_times("2025年1-11月完成")
    [(0, 10)]
    """
    return [m.span() for m in time_words.pattern().finditer(plain(text))]


def find_mentions(text: str) -> list[Mention]:
    """Quantity mentions of a text, in order, with those set aside (``ignore``); spans never overlap.

    >>> [text_[m.start:m.end] for text_ in ["新增就业6.9万人,增长5.2%"] for m in find_mentions(text_)]
    ['6.9万人', '5.2%']
    """
    words = plain(text)
    blocked = _blocked(words)
    found: list[Mention] = []
    at = 0
    while match := _scanner().search(words, at):
        clash = next((end for start, end in blocked if start < match.end() and match.start() < end), None)
        if clash is not None:
            at = max(clash, match.start() + 1)
            continue
        mention = _read(words, match)
        at = mention.end if mention else max(match.end("number"), match.start() + 1) if match["number"] else match.end()
        if mention:
            found.append(mention)
    return [_bounded(words, m) for m in _shared_units(words, _ranges(words, found)) if m.unit is not None]


def _blocked(words: str) -> list[tuple[int, int]]:
    """Spans that hold no quantity: time words, quoted names, footnote marks, ordinals and names with numbers in them."""
    spans = [m.span() for m in time_words.pattern().finditer(words)]
    spans += [m.span() for m in _QUOTED.finditer(words)]
    spans += [m.span() for m in _rule("name").finditer(words)]
    return sorted(spans)


def _read(words: str, match: re.Match[str]) -> Mention | None:
    """The mention that a match of the scanner states, or None."""
    start, end = match.span()
    before, after = words[max(0, start - 24) : start], words[end : end + 24]
    if match["ratio"]:
        return _ratio(match, before)
    if match["doubling"]:
        times = {"两": 3, "二": 3, "2": 3, "三": 7, "3": 7, "四": 15}.get(match["doubling"][1:-1], 1)
        return Mention(start, end, float(times), "倍", kind="times", rule="doubling")
    if match["half"]:
        near = _rule("half").search(before) or re.match("以上|左右", after)
        return Mention(start, end, 50.0, "%", kind="percent", rule="half") if near else None
    if match["share"] or match["tenths"]:
        if match["tenths"] and not match["tenths"][0].isdigit() and not (_bounds("before")[0].search(before) or after[:2] in ("以上", "左右")):
            return None
        return Mention(start, end, float(parse_numeral(match.group()).value), "%", kind="percent", rule="share of a whole")
    return _number(match, before, after)


def _ratio(match: re.Match[str], before: str) -> Mention | None:
    """三次产业比重为4.0∶37.7∶58.3 is one mention; 16:23 with no word of proportion before it is a clock."""
    if not _rule("proportion").search(before) and "." not in match["ratio"]:
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
    mention = Mention(match.start(), end, value, unit, "above" if inside or match["more3"] else "exact", kind=kind, numeral=written)
    return _set_aside(mention, match.group(), before, after)


def _counts(written: str, unit: str | None, before: str, after: str) -> bool:
    """Whether a Chinese numeral states a quantity: 两名运动员 does, 一个重要内容 and 四个方面 do not."""
    if "几" in written:
        return False
    if not re.search("[一二三四五六七八九两]", written) and len(written) <= 3 and "十" not in written:
        return bool(unit is not None or len(written) > 1) and bool(_rule("bare multiplier").search(before))
    if not unit:
        return bool(re.search("[万亿]", written)) and len(written) > 1 and bool(_bounds("before")[0].search(before))
    if written == "一":
        return unit == "倍" or bool(re.match(r"\S{0,10}、\d+个", after)) and unit == "个"
    if re.search("[百千万亿]", written) or _units().get(unit) in ("currency", "percent", "pp", "times", "mass", "length", "area", "volume", "energy"):
        return True
    if _rule("discourse").match(after):
        return False
    if _rule("plain classifier").fullmatch(unit):
        return True
    return bool(_rule("deed").search(before))


def _set_aside(mention: Mention, written: str, before: str, after: str) -> Mention:
    """Mark durations, ranks, ages, classes, sizes and thresholds: neither required nor an error."""
    rule = _aside_rule(mention, before, after)
    return replace(mention, ignore=True, rule=rule) if rule else mention


def _aside_rule(mention: Mention, before: str, after: str) -> str | None:
    kind = mention.kind
    if kind == "duration" and not (mention.unit == "天" and _rule("days").search(before)):
        return "duration"
    if kind == "age" and not _rule("lifespan").search(before):
        return "age"
    if kind == "order" or re.search(r"(?:前|居|列|位列|排名)$", before):
        return "rank or class"
    if kind == "size" or re.match(r"级|型|版|代(?!表)", after):
        return "size or class"
    if _rule("threshold after").match(after) or (_rule("threshold before").search(before) and _rule("threshold noun").match(after)):
        return "threshold"
    if mention.unit in ("个", "项", "条") and re.match("方面|领域|环节|层面|维度", after):
        return "count of the discourse"
    if mention.unit in ("", "元") and _rule("class of size").match(after):
        return "bare multiplier that classes"
    return None


def _ranges(words: str, found: list[Mention]) -> list[Mention]:
    """Join two numbers with a range mark between them (4.5%—5%, 3到5个), save after 从 or 由, where they are two."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        link = words[last.end : mention.start] if last else ""
        if last and link and _RANGE.fullmatch(link) and last.unit in (None, "", mention.unit) and mention.unit is not None:
            opening = words[max(0, last.start - 12) : last.start]
            number = parse_numeral(_digits(words, last) + "—" + _digits(words, mention))
            if number and number.low is not None and not re.search(r"[从由自][^，。；、]{0,10}$", opening):
                low, high = float(number.low), float(number.high)
                joined[-1] = replace(mention, start=last.start, value=float(number.value), low=low, high=high, rule="range")
                continue
        joined.append(mention)
    return joined


def _digits(words: str, mention: Mention) -> str:
    """The mention's numeral as `parse_numeral` reads it."""
    return re.sub(rf"{_unit_pattern()}$", "", words[mention.start : mention.end]) if mention.unit else words[mention.start : mention.end]


def _shared_units(words: str, found: list[Mention]) -> list[Mention]:
    """Lend a unit to the numbers listed before it: 提高12.7个、12个百分点; 3、5个. Drop what stays bare."""
    out: list[Mention] = []
    following: Mention | None = None
    for mention in reversed(found):
        lent = following and re.fullmatch(r"[、和及与]", words[mention.end : following.start])
        if lent and mention.unit == "个" and following.unit == "个百分点":
            mention = replace(mention, unit="个百分点", kind="pp", rule="unit shared in a list", ignore=False)
        elif lent and mention.unit is None and following.unit and not following.ignore:
            scale = re.search(r"[万亿]+$", following.numeral)
            factor = float(parse_numeral("1" + scale.group()).value) if scale else 1.0
            mention = replace(mention, value=mention.value * factor, unit=following.unit, kind=following.kind, rule="unit shared in a list")
        following = mention
        out.append(mention)
    return out[::-1]


def _bounded(words: str, mention: Mention) -> Mention:
    """Read the bound from what touches the mention: 超1亿人次, 5%左右, 控制在10件以内."""
    before, kinds = _bounds("before")
    after, _ = _bounds("after")
    if found := after.match(words, mention.end):
        return replace(mention, bound=kinds[found.group()])
    left = words[max(0, mention.start - 12) : mention.start]
    if found := before.search(left):
        cue = next(c for c in terms("bounds", side="before") if found.group().startswith(c))
        gap = mention.kind == "pp" and re.search("[高低多少大小]于", cue)  # 高于全国2个百分点 is a gap of exactly 2
        if not gap and not _rule("not a bound").search(left):
            return replace(mention, bound=kinds[cue])
    if re.search(r"向$", left) and re.match("跨越|迈进|冲刺|进军", words[mention.end :][:4]):
        return replace(mention, bound="below")
    return mention


def mentions(report: Report) -> pd.DataFrame:
    """Quantity mentions of a report, those set aside too.

    Returns:
        ``start, end, text, value, low, high, unit, bound, values, kind, ignore, rule, sentence_id``; ``value`` in the base
        unit (multipliers applied), percent as written, a range's midpoint; null for a ratio, whose numbers are ``values``.

    >>> from govreport import read_report
    >>> mentions(read_report(text="新增就业6.9万人。"))[["text", "value", "unit"]].values.tolist()
    [['6.9万人', 69000.0, '人']]
    """
    return report.cached("mentions", lambda: _mentions_table(report))


def _mentions_table(report: Report) -> pd.DataFrame:
    units_ = report.layout.units
    skipped = {i for i, unit in enumerate(units_) if unit.kind in ("chrome", "title", "byline", "toc", "salutation")}
    rows = []
    for sentence in sentences(report).itertuples():
        if sentence.unit_id in skipped:
            continue
        for m in find_mentions(sentence.text):
            start, end = sentence.start + m.start, sentence.start + m.end
            rows.append((start, end, report.text[start:end], m.value, m.low, m.high, m.unit, m.bound, m.values, m.kind, m.ignore, m.rule, sentence.sentence_id))
    columns = ["start", "end", "text", "value", "low", "high", "unit", "bound", "values", "kind", "ignore", "rule", "sentence_id"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float, "low": float, "high": float})


def times(report: Report) -> pd.DataFrame:
    """Time words of a report: ``start, end, text``.

    >>> from govreport import read_report
    >>> times(read_report(text="2025年1-11月，工业增长5%。"))["text"].tolist()
    ['2025年1-11月']
    """
    spans = find_times(report.text)
    return pd.DataFrame([(a, b, report.text[a:b]) for a, b in spans], columns=["start", "end", "text"])
