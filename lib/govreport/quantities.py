"""Sentences to quantity mentions: span, value, unit and bound, as docs/annotation-guide.md defines them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from . import times as time_words
from .candidates import Mention, bounds, read, scanner, unit_pattern
from .lexicon import rule, terms
from .numerals import parse_numeral
from .reading import Reading, read_sentence
from .structure import Sentence, listed

if TYPE_CHECKING:
    from .report import Report

_LINK = re.compile("[、和及与]")
_MORE = re.compile("[余多来]")
_CLAUSE_END = re.compile("[，。；]")
_RANGE = re.compile(r"\s*(?:[—－–~～―]{1,2}|-|至|到)\s*")
_QUOTED = re.compile(r"[“「『‘][^“”「」『』‘’\n]{1,20}[”」』’]|《[^《》\n]{1,40}》|[［\[【]\d{1,3}[］\]】]")


def find_times(text: str) -> list[tuple[int, int]]:
    """Spans of the time words of a text.

    >>> find_times("2025年1-11月完成")
    [(0, 10)]
    """
    reading = read_sentence(text)
    return [reading.span(*m.span()) for m in time_words.pattern().finditer(reading.words)]


def find_mentions(text: str) -> list[Mention]:
    """Quantity mentions of a text, in order, with those set aside (``ignore``); spans never overlap.

    >>> [text_[m.start:m.end] for text_ in ["新增就业6.9万人,增长5.2%"] for m in find_mentions(text_)]
    ['6.9万人', '5.2%']
    """
    reading = read_sentence(text)
    spans = [(m, *reading.span(m.start, m.end)) for m in read_mentions(reading.words, find_words(reading.words))]
    return [replace(m, start=start, end=end) for m, start, end in spans]


def find_words(words: str) -> list[re.Match[str]]:
    """The time words among the words of a `Reading`; none where nothing else in them could be a number."""
    return list(time_words.pattern().finditer(words)) if scanner().search(words) else []


def read_mentions(words: str, said: list[re.Match[str]]) -> list[Mention]:
    """Mentions of the words of a `Reading` with these time words; their offsets count in those."""
    if not scanner().search(words):
        return []
    blocked = iter(_blocked(words, said))
    clash = next(blocked, None)
    seen: list[Mention] = []
    at = 0
    while match := scanner().search(words, at):
        while clash and clash[1] <= match.start():
            clash = next(blocked, None)
        if clash and clash[0] < match.end():
            at = max(clash[1], match.start() + 1)
            continue
        mention = read(words, match)
        at = mention.end if mention else max(match.end("number"), match.start() + 1) if match["number"] else match.end()
        if mention:
            seen.append(mention)
    listed_ = [m for m in _shared_units(words, _ranges(words, seen)) if m.unit is not None]
    return _shared_bounds(words, [_bounded(words, m) for m in listed_])


def _blocked(words: str, said: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Spans that hold no quantity: time words, quoted names, footnote marks, ordinals, names with numbers in them."""
    spans = [m.span() for m in said]
    spans += [m.span() for m in _QUOTED.finditer(words)]
    spans += [m.span() for m in rule("name").finditer(words)]
    return _merged(sorted(spans))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans, those that overlap made one."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _ranges(words: str, found: list[Mention]) -> list[Mention]:
    """Join two numbers with a range mark between them (4.5%—5%, 3到5个), save after 从 or 由, where they are two."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        link = words[last.end : mention.start] if last else ""
        if (
            last
            and link
            and _RANGE.fullmatch(link)
            and last.unit in (None, "", mention.unit)
            and mention.unit is not None
        ):
            opening = words[max(0, last.start - 12) : last.start]
            number = parse_numeral(_digits(words, last) + "—" + _digits(words, mention))
            if number and number.low is not None and not re.search(r"[从由自][^，。；、]{0,10}$", opening):
                low, high = float(number.low), float(number.high)
                joined[-1] = replace(
                    mention, start=last.start, value=float(number.value), low=low, high=high, rule="range"
                )
                continue
        joined.append(mention)
    return joined


def _digits(words: str, mention: Mention) -> str:
    """The mention's numeral as `parse_numeral` reads it."""
    return (
        re.sub(rf"{unit_pattern()}$", "", words[mention.start : mention.end])
        if mention.unit
        else words[mention.start : mention.end]
    )


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
            mention = replace(
                mention,
                value=mention.value * factor,
                unit=following.unit,
                kind=following.kind,
                rule="unit shared in a list",
            )
        following = mention
        out.append(mention)
    return out[::-1]


def _bounded(words: str, mention: Mention) -> Mention:
    """Read the bound from what touches the mention: 超1亿人次, 5%左右, 控制在10件以内."""
    if mention.unit == "个" and rule("steps after").match(words, mention.end):
        return mention
    before, kinds = bounds("before")
    after, _ = bounds("after")
    if found := after.match(words, mention.end):
        return replace(mention, bound=kinds[found.group()])
    left = words[max(0, mention.start - 24) : mention.start]
    if rule("at least").search(left):
        return replace(mention, bound="above")
    if mention.kind == "percent" and (apart := rule("bound apart").search(left)):
        return replace(mention, bound=kinds.get(apart[1], "about"))
    if found := before.search(left):
        cue = next(c for c in terms("bounds", side="before") if found.group().startswith(c))
        gap = mention.kind == "pp" and re.search("[高低多少大小]于", cue)  # 高于全国2个百分点 is a gap of exactly 2
        if not gap and not rule("not a bound").search(left):
            return replace(mention, bound=kinds[cue])
    if re.search(r"向$", left) and re.match("跨越|迈进|冲刺|进军", words[mention.end :][:4]):
        return replace(mention, bound="below")
    return mention


def _shared_bounds(words: str, members: list[Mention]) -> list[Mention]:
    """A bound said once holds for each of several numbers: 分别控制在5%和3%以内, 超过98%、85%."""
    after, _ = bounds("after")
    out = members[:]
    pairs = [
        i
        for i, (this, following) in enumerate(itertools.pairwise(members))
        if this.unit == following.unit and _LINK.fullmatch(words, this.end, following.start)
    ]
    for i in pairs:
        said_before = not after.match(words, out[i].end) and not _MORE.search(words, out[i].start, out[i].end)
        if out[i].bound != "exact" and out[i + 1].bound == "exact" and said_before:
            out[i + 1] = replace(out[i + 1], bound=out[i].bound)
    for i in reversed(pairs):
        clause = _CLAUSE_END.split(words[max(0, out[i].start - 20) : out[i].start])[-1]
        if out[i].bound == "exact" and "分别" in clause and after.match(words, out[i + 1].end):
            out[i] = replace(out[i], bound=out[i + 1].bound)
    return out


class Found(NamedTuple):
    """A sentence with its time words and mentions, whose offsets count in the words of its reading."""

    sentence: Sentence
    reading: Reading
    times: list[re.Match[str]]
    mentions: list[Mention]

    def place(self, mention: Mention) -> tuple[int, int, str]:
        """Start, end and text of a mention in the report."""
        start, end = self.reading.span(mention.start, mention.end)
        return self.sentence.start + start, self.sentence.start + end, self.sentence.text[start:end]


def found(report: Report) -> dict[int, Found]:
    """What is found in each sentence that has a mention, by ``sentence_id``."""
    return report.once("mentions found", lambda: {each.sentence.sentence_id: each for each in _found(report)})


def _found(report: Report) -> Iterator[Found]:
    counted = {i for i, unit in enumerate(report.layout.units) if unit.kind in ("heading", "item", "paragraph")}
    for sentence in listed(report):
        if sentence.unit_id in counted:
            reading = read_sentence(sentence.text)
            said = find_words(reading.words)
            if members := read_mentions(reading.words, said):
                yield Found(sentence, reading, said, members)


def mentions(report: Report) -> pd.DataFrame:
    """Quantity mentions of a report, those set aside too.

    Returns:
        ``start, end, text, value, low, high, unit, bound, values, kind, ignore, rule, sentence_id``. ``value`` is in
        the base unit (multipliers applied), percent as written, a range's midpoint, null for a ratio (see ``values``).

    >>> from govreport import read_report
    >>> mentions(read_report(text="新增就业6.9万人。"))[["text", "value", "unit"]].values.tolist()
    [['6.9万人', 69000.0, '人']]
    """
    return report.cached("mentions", lambda: _mentions_table(report))


_FIELDS = ("value", "low", "high", "unit", "bound", "values", "kind", "ignore", "rule")


def _mentions_table(report: Report) -> pd.DataFrame:
    rows = [
        (*each.place(m), *(getattr(m, name) for name in _FIELDS), sentence_id)
        for sentence_id, each in found(report).items()
        for m in each.mentions
    ]
    columns = ["start", "end", "text", *_FIELDS, "sentence_id"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float, "low": float, "high": float})


def times(report: Report) -> pd.DataFrame:
    """Time words of a report: ``start, end, text``.

    >>> from govreport import read_report
    >>> times(read_report(text="2025年1-11月，工业增长5%。"))["text"].tolist()
    ['2025年1-11月']
    """
    said = [(sentence.start, *span) for sentence in listed(report) for span in find_times(sentence.text)]
    rows = [(at + start, at + end, report.text[at + start : at + end]) for at, start, end in said]
    return pd.DataFrame(rows, columns=["start", "end", "text"])
