"""What a number measures: the shortest phrase of the report that names it, found in the words around the number.

A subject stands before its number (地区生产总值增长5.2%), after it (10家新能源车品牌) or in an earlier clause
(…, 同比增长3.1%). The cue words that are no part of a name stand in ``data/lexicon/subject_cues.csv``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from . import times as time_words
from .lexicon import terms
from .numerals import plain

_CLAUSE = re.compile(r"[，,；;。！？!?：:\n]|(?<=[^\d])\s(?=[^\d])")
_LINK = re.compile(r"(?:以及|[、和及与])")
_MARKS = "、和及与 \u3000（(）)—-●•"
_COMPARED = re.compile(
    r"(?:高于|低于|快于|超过|好于|优于|比|较|同比|相比)(?:全[国省市区县州]|上年|去年|同期|前年|“[^”]*”|全球|(?:\d|[一二三四五六七八九〇○零]){4}年|年初|目标|预期|平均|我国|世界)[^，。；]{0,10}$"
)
_EXAMPLES = re.compile(r"(?<=[^高中初同平均特优上下相劣对])等(?!级|同)")
_PART_OF = re.compile(r"(?:达到?|占|相当于|完成)[^，。；]{1,12}的$")
_GIVES = re.compile(r"(?:增发|发行|发放|安排|下达|减免|兑现|拨付|募集)$")
_SETTING = re.compile(r"(?:基础上|同时|以来|情况下|前提下|条件下)$")
_BOUND_AFTER = re.compile(r"(?:以上|以下|以内|左右|之内|上下|有余|多)")
_NAMED_TOGETHER = {"count", "person", "computing"}


@dataclass(frozen=True)
class Place:
    """A number in its sentence: ``lead`` are the words of its clause before it, ``tail`` those after it."""

    lead: str
    tail: str
    linked: bool  # follows another number with only a link (、) between
    same_unit: bool = False  # has the unit of the number before it

    @property
    def names_before(self) -> bool:
        """Whether the words before the number name anything."""
        return _before(self.lead) is not None

    @property
    def names_after(self) -> bool:
        """Whether a noun follows the number in its clause."""
        return len(_BOUND_AFTER.sub("", self.tail, count=1).strip("的、 ")) >= 2


@cache
def _cues(place: str) -> tuple[str, ...]:
    return terms("subject_cues", place=place)


@cache
def _change_end() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(terms("change_words")) + ")(?:了|到|至|为)?$")


@cache
def _change_starts() -> tuple[str, ...]:
    return tuple(word for word in terms("change_words") if len(word) > 1)


def places(text: str, spans: list[tuple[int, int]], units: list[str] | None = None) -> list[Place]:
    """The words around each number of a sentence, cut at clause marks and at the numbers beside it."""
    out = []
    for i, (start, end) in enumerate(spans):
        before = spans[i - 1][1] if i else 0
        clause = max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
        lead = text[max(before, clause) : start]
        after = spans[i + 1][0] if i + 1 < len(spans) else len(text)
        stop = _CLAUSE.search(text, end)
        tail = text[end : min(after, stop.start() if stop else len(text))]
        if i:
            lead = _BOUND_AFTER.sub("", lead, count=1) if _BOUND_AFTER.match(lead) else lead
        linked = before >= clause and bool(re.fullmatch(r"\s*(?:以及|[、和及与])?\s*", lead)) and i > 0
        out.append(Place(lead, tail, linked, bool(units and i and units[i] == units[i - 1])))
    return out


def find_subjects(text: str, spans: list[tuple[int, int]], kinds: list[str]) -> list[str | None]:
    """Subject of each number of a sentence, in order; None where no words name one.

    >>> find_subjects("实现地区生产总值629.3亿元,同比增长5.2%", [(8, 15), (20, 24)], ["currency", "percent"])
    ['地区生产总值', '地区生产总值']
    """
    around = places(text, spans)
    subjects: list[str | None] = []
    for i, place in enumerate(around):
        subject = _after(place, kinds[i]) or _before(place.lead)
        if i and subject in terms("deeds"):
            subject = subjects[-1]
        if subject is None and i:
            subject = subjects[-1]
        if subject is None:
            subject = _earlier(text, spans[i][0])
        subjects.append(subject)
    return _members(text, spans, around, subjects)


def _after(place: Place, kind: str) -> str | None:
    """The noun right after a counted number: 7家头部电商平台."""
    tail = _BOUND_AFTER.sub("", place.tail, count=1) if _BOUND_AFTER.match(place.tail) else place.tail
    tail = _listed(tail.lstrip("的"))
    if not tail or kind in ("times", "doubling", "pp", "ratio"):
        return None
    led = len(_before(place.lead) or "") > 2 or place.linked
    of_it = place.tail.startswith("的")
    if led and of_it and kind != "percent":
        return None
    if led and not of_it and kind not in _NAMED_TOGETHER and not _GIVES.search(place.lead):
        return None
    if any(tail.startswith(cue) for cue in (*_cues("tail"), *_change_starts())) or re.match(
        "速度|增速|幅度|水平|比例|增长", tail
    ):
        return None
    name = tail[: min((at for cue in _cues("tail") if (at := tail.find(cue, 2)) >= 0), default=len(tail))]
    name = name.strip("“”" + _MARKS) if not name.startswith("“") else name.strip(_MARKS)
    return name if len(name) >= 2 else None


def _listed(tail: str) -> str:
    """The noun of a tail: of 吸引力强、带动面广的消费场景 what follows 的, else what comes before a link."""
    modifiers, _, noun = tail.rpartition("的")
    return noun if "、" in modifiers and len(noun) >= 2 else tail.split("、")[0]


def _before(lead: str) -> str | None:
    """The name in the words before a number, without the cue words at its ends."""
    words = _strip_end(_PART_OF.sub("", lead))
    words = _narrow(_strip_start(words).strip(_MARKS))
    named = len(words.strip("“”")) >= 2 and words not in _cues("lead")
    return words if named and not _SETTING.search(words) else None


def _narrow(words: str) -> str:
    """The name itself where a list of examples (…等国际赛事) or an owner (…项目新增外资) stands before it."""
    examples = [m.end() for m in _EXAMPLES.finditer(words)]
    for cut in (
        examples[-1] if examples else 0,
        words.rfind("新增") + 2 if "新增" in words and "新增就业" not in words else 0,
    ):
        if cut and len(words) - cut >= (4 if words[cut - 1] == "等" else 2) and "新增就业" not in words:
            words = words[cut:]
    return words


def _strip_end(words: str) -> str:
    """Take verbs of reaching and changing, bounds and comparisons off the end."""
    while True:
        shorter = words.rstrip(_MARKS)
        compared = _COMPARED.search(plain(shorter))
        shorter = shorter[: compared.start()] if compared else shorter
        times = list(time_words.pattern().finditer(plain(shorter)))
        shorter = shorter[: times[-1].start()] if times and times[-1].end() == len(shorter) else shorter
        shorter = _change_end().sub("", shorter)
        cue = next((c for c in _cues("trail") if shorter.endswith(c)), "")
        shorter = shorter[: len(shorter) - len(cue)] if cue else shorter
        bound = next((c for c in terms("bounds", side="before") if len(c) > 1 and shorter.endswith(c)), "")
        shorter = shorter[: len(shorter) - len(bound)] if bound else shorter
        if shorter == words:
            return words
        words = shorter


def _strip_start(words: str) -> str:
    """Take links, times and verbs that name nothing off the start, while a name remains."""
    while True:
        shorter = words.lstrip(_MARKS)
        when = time_words.pattern().match(plain(shorter))
        shorter = shorter[when.end() :] if when else shorter
        cue = next((c for c in _cues("lead") if shorter.startswith(c) and len(shorter) - len(c) >= 2), "")
        cue = "" if shorter.startswith("新增就业") else cue
        shorter = shorter[len(cue) :]
        if shorter == words:
            return words
        words = shorter


def _earlier(text: str, start: int) -> str | None:
    """The name in the nearest earlier clause that has one."""
    clauses = _CLAUSE.split(text[:start])[:-1]
    for clause in reversed(clauses):
        if name := _before(clause):
            return name
    return None


def _members(
    text: str, spans: list[tuple[int, int]], around: list[Place], subjects: list[str | None]
) -> list[str | None]:
    """Give each number of a list that shares its subject (分别) its own member of it."""
    i = 0
    while i < len(spans):
        j = i + 1
        while j < len(spans) and around[j].linked:
            j += 1
        said = text[max(0, spans[i][0] - 40) : spans[i][0]]
        if j - i > 1 and subjects[i] and "分别" in re.split(r"[；;。]", said)[-1]:
            subjects[i:j] = _own_members(subjects[i], j - i)
        i = j
    return subjects


def _own_members(subject: str, count: int) -> list[str]:
    """城镇、农村居民人均可支配收入 names two: the head that only the last member carries belongs to each."""
    members = [m for m in _LINK.split(subject) if m]
    if len(members) < count:
        return [subject] * count
    members = members[-count:]
    last = members[-1]
    heads = [last[len(m) :] if len(m) < len(last) - 1 and not _complete(m, last) else "" for m in members[:-1]]
    return [m + head for m, head in zip(members[:-1], heads, strict=True)] + [last]


def _complete(member: str, last: str) -> bool:
    """Whether a member ends as the last does, so that it names a thing by itself."""
    return member[-1] == last[-1] or len(member) > 5 or member[-1] in "数额量值率积资款费"
