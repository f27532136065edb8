"""What a number measures: the shortest phrase of the report that names it, found in the words around the number.

A subject stands before its number (地区生产总值增长5.2%), after it (10家新能源车品牌) or in an earlier clause
(…, 同比增长3.1%). The cue words that are no part of a name stand in ``data/lexicon/subject_cues.csv``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from .lexicon import leading, rule, terms
from .names import CLAUSE, LINKS, MARKS, cues, cut, name_before, name_in, noun_end

_LINK = re.compile(r"(?:以及|[、和及与])")
_LINKED = re.compile(r"\s*(?:以及|[、和及与])?\s*")
_LISTED = re.compile("、|[和及与]$|^$")
_ITEMS = re.compile("、(?![^（(]*[）)])")  # not inside brackets: 县（市、区）
_BOUND_AFTER = re.compile(r"(?:以上|以下|以内|左右|之内|上下|有余|多)")
_NAMED_TOGETHER = {"count", "bare", "person", "place", "computing"}
_NEVER_AFTER = {"times", "doubling", "pp", "ratio"}


@dataclass(frozen=True)
class Place:
    """A number in its sentence: ``lead`` are the words of its clause before it, ``tail`` those after it."""

    lead: str
    tail: str
    linked: bool  # follows another number with only a link (、) between
    runs_on: bool = False  # the next number follows with no mark between
    shared: bool = False  # the first of a list under 分别

    @property
    def names_before(self) -> bool:
        """Whether the words before the number name anything."""
        return name_in(self.lead) is not None

    @property
    def names_after(self) -> bool:
        """Whether a noun follows the number in its clause."""
        return not self.tail.startswith("、") and len(_BOUND_AFTER.sub("", self.tail, count=1).strip("的 ")) >= 2


def places(words: str, spans: list[tuple[int, int]]) -> list[Place]:
    """The words around each number of a sentence, cut at clause marks and at the numbers beside it."""
    out = []
    marks = [m.span() for m in CLAUSE.finditer(words)]
    begins, ends = [0, *(stop for _, stop in marks)], [*(begin for begin, _ in marks), len(words)]
    for i, (start, end) in enumerate(spans):
        before = spans[i - 1][1] if i else 0
        clause = begins[bisect_right(begins, start) - 1]
        lead = words[max(before, clause) : start]
        if before > clause and (bound := _BOUND_AFTER.match(lead)):
            lead = lead[bound.end() :]
        linked = i > 0 and before >= clause and bool(_LINKED.fullmatch(lead))
        if before > clause and "、" in lead[1:]:
            lead = lead[lead.index("、", 1) :]  # what stands before 、 belongs to the number before
        after = spans[i + 1][0] if i + 1 < len(spans) else len(words)
        tail = words[end : min(after, ends[bisect_left(ends, end)])]
        runs_on = i + 1 < len(spans) and end + len(tail) == after and not _LISTED.search(tail)
        shared = "分别" in lead and bool(_LINK.fullmatch(tail))
        out.append(Place(lead, tail, linked, runs_on, shared))
    return out


def find_subjects(words: str, spans: list[tuple[int, int]], kinds: list[str], before: str = "") -> list[str | None]:
    """Subject of each number of a sentence, in order; None where no words name one.

    ``before`` are the words of the sentence before, which may have named it: 居民储蓄大幅增加。年末达到1623亿元。

    >>> find_subjects("实现地区生产总值629.3亿元,同比增长5.2%", [(8, 15), (20, 24)], ["currency", "percent"])
    ['地区生产总值', '地区生产总值']
    """
    around = places(words, spans)
    subjects: list[str | None] = []
    for i, place in enumerate(around):
        after = _after(place, kinds[i])
        subject = after or name_in(place.lead)
        named = (_between(words[spans[i - 1][1] : spans[i][0]]) or subjects[-1]) if i else None
        if subject is None or _deed(subject):
            earlier = None if named else name_before(("" if place.runs_on else before) + words[: spans[i][0]])
            subject = _done_to(subject, named) or earlier or subject
        elif subject in cues("generic") and not after:
            between = name_before(words[spans[i - 1][1] : spans[i][0]] if i else before + words[: spans[i][0]])
            subject = rule("other head").sub("", cut(between) if between else named or "") + subject
        subjects.append(subject)
    return _members(words, spans, around, _completed(subjects, around))


def _done_to(deed: str | None, name: str | None) -> str | None:
    """The name with what was done in place of the deed before it: 剥离土壤…、利用… is 利用土壤."""
    return (deed or "") + name[len(leading(name, terms("deeds"))) :] if deed and name else name


def _between(words: str) -> str | None:
    """What a clause of its own names between two numbers: 原油产量继续增长，达到 (1.42亿吨)."""
    clauses = CLAUSE.split(words)[1:-1]
    name = name_in(clauses[-1]) if clauses else None
    short = cut(name) if name and not rule("frame").match(name) else None
    return short if short and len(short) < len(clauses[-1].strip(MARKS)) else None


def _completed(subjects: list[str | None], around: list[Place]) -> list[str | None]:
    """What still has no name takes that of the next number of its clause (统筹20亿元实施6个专项), else its own noun."""
    for i in range(len(subjects) - 1, -1, -1):
        if subjects[i] is None and (around[i].runs_on or (not around[i].tail and i + 1 < len(subjects))):
            subjects[i] = subjects[i + 1]
        elif subjects[i] is None and len(noun := around[i].tail.lstrip("的左右以上内")) >= 2 and noun[0] not in MARKS:
            subjects[i] = noun.rstrip(MARKS)
    return subjects


def _deed(subject: str) -> bool:
    """Whether the words only say what was done (基本建成), to a thing that was named before."""
    return subject in terms("deeds") or subject[len(leading(subject, cues("adverb"))) :] in terms("deeds")


def _after(place: Place, kind: str) -> str | None:
    """The noun right after a counted number: 7家头部电商平台."""
    tail = _BOUND_AFTER.sub("", place.tail, count=1) if _BOUND_AFTER.match(place.tail) else place.tail
    if listed := rule("examples after").match(tail):
        return listed.group()
    tail = _listed(tail.lstrip("的"))
    if not tail or kind in _NEVER_AFTER or tail.startswith(("（", "(")):
        return None
    if kind == "currency" and (money := rule("money").match(tail)):
        return money.group()
    counted = kind == "count" and not place.tail.startswith("的")
    nameless = rule("no name of a count" if counted else "no name")
    if (_led(place) and _named_before(place, kind)) or nameless.match(tail):
        return None
    return tail if kind == "occasion" and not _led(place) else _noun(tail, place.lead)


def _led(place: Place) -> bool:
    """Whether the words before a number name something that it could measure."""
    name = name_in(place.lead) or ""
    return place.linked or (len(name) > 2 and not _deed(name) and not place.lead.endswith(tuple("、" + LINKS)))


def _named_before(place: Place, kind: str) -> bool:
    """Whether a number with a name before it and a noun behind measures what stands before it."""
    if place.tail.startswith("的"):
        return kind != "percent"
    return place.runs_on if kind in _NAMED_TOGETHER else not rule("gives money").search(place.lead)


def _noun(tail: str, lead: str) -> str | None:
    """The noun that a tail begins with, None where it begins with a verb."""
    if lead and noun_end().match(tail):
        return None
    noun = cut(tail).lstrip("”" + MARKS).rstrip("的" + MARKS + LINKS)
    noun = noun if noun.startswith("“") else noun.rstrip("“”")
    return noun if len(noun) >= 2 else None


def _listed(tail: str) -> str:
    """The noun of a tail: of 吸引力强、带动面广的消费场景 what follows 的, else what comes before a link."""
    modifiers, _, noun = tail.rpartition("的")
    return noun if "、" in modifiers and len(noun) >= 2 else _ITEMS.split(tail)[0]


def _members(
    words: str, spans: list[tuple[int, int]], around: list[Place], subjects: list[str | None]
) -> list[str | None]:
    """Give each number of a list that shares its subject (分别) its own member of it."""
    i = 0
    while i < len(spans):
        j = i + 1
        while j < len(spans) and around[j].linked:
            j += 1
        said = words[max(0, spans[i][0] - 40) : spans[i][0]]
        if j - i > 1 and subjects[i] and "分别" in re.split(r"[；;。]", said)[-1]:
            before = [] if around[i].names_before else subjects[max(0, i - j + i) : i]
            subjects[i:j] = _own_members(subjects[i], j - i, before)
        i = j
    return subjects


def _own_members(subject: str, count: int, before: list[str | None]) -> list[str | None]:
    """城镇、农村居民人均可支配收入 names two: the head that only the last member carries belongs to each.

    Where the subject has fewer members, those of as many numbers before it are meant (进出口…，其中出口…，分别增长…).
    """
    members = [m for m in _LINK.split(subject) if m]
    if count == 2 and len(members) == 1 and "城乡" in subject:
        return [subject.replace("城乡", "城"), subject.replace("城乡", "乡")]
    if len(members) < count:
        return before if len(set(before)) == count else [subject] * count
    members = members[-count:]
    last = members[-1]
    heads = [last[len(m) :] if len(m) < len(last) - 1 and not _complete(m, last) else "" for m in members[:-1]]
    return [m + head for m, head in zip(members[:-1], heads, strict=True)] + [last]


def _complete(member: str, last: str) -> bool:
    """Whether a member ends as the last does, so that it names a thing by itself."""
    return member[-1] == last[-1] or len(member) > 5 or member[-1] in "数额量值率积资款费"
