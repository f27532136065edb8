"""Names in the words around a number: the phrase that is left when verbs, times, bounds and comparisons are taken off.

The cue words that are no part of a name stand in ``data/lexicon/subject_cues.csv``, the patterns in ``rules.csv``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from . import times as time_words
from .lexicon import rule, table, terms, trailing

CLAUSE = re.compile(r"[，,；;。！？!?：:\n]|(?<=[^\d])\s(?=[^\d])")
MARKS = "、 \u3000（(）)—-－−●•"
LINKS = "和及与"
_NEWLY = re.compile("新增")
_NEAR = 300  # characters; what is named further back is not meant
_TIME_ENDS = tuple("年月度底末初内份日来间里期前半”」』")


@cache
def cues(place: str) -> tuple[str, ...]:
    """Cue words of a place of ``data/lexicon/subject_cues.csv``, longest first."""
    return terms("subject_cues", place=place)


@cache
def _change_end() -> re.Pattern[str]:
    verbs = [word for word in terms("change_words") if word not in cues("generic")]
    return re.compile(f"(?:{'|'.join(verbs)})(?:了|到|至|为)?$")


@cache
def _guarded(place: str, *more: str) -> re.Pattern[str]:
    """Cue words of a place, longest first, none of them inside another word (在, not 在建; 达, not 发达)."""
    rows = table("subject_cues")
    words = dict.fromkeys(more, ("", ""))
    words |= {row.cue: (row.not_after, row.not_before) for row in rows[rows["place"] == place].itertuples()}
    return re.compile(
        "|".join(
            (f"(?<!{after})" if after else "") + re.escape(word) + (f"(?!{before})" if before else "")
            for word, (after, before) in sorted(words.items(), key=lambda item: (-len(item[0]), item[0]))
        )
    )


@cache
def noun_end() -> re.Pattern[str]:
    """What ends a noun that follows its number."""
    return _guarded("tail", *(word for word in terms("change_words") if len(word) > 1))


@cache
def _bounds_before() -> tuple[str, ...]:
    return tuple(cue for cue in terms("bounds", side="before") if len(cue) > 1)


@lru_cache(maxsize=10_000)
def name_in(lead: str) -> str | None:
    """The name in the words before a number, without the cue words at its ends; None where they hold none.

    >>> name_in("全年实现地区生产总值突破"), name_in("同比增长")
    ('地区生产总值', None)
    """
    words = _strip_end(rule("part of").sub("", lead))
    words = rule("setting").sub("", words)
    words = _narrow(_strip_start(words).strip(MARKS))
    if rule("adverbial").match(words) or rule("scene").search(words):
        return None
    return words if len(words.strip("“”")) >= 2 and words not in cues("lead") else None


def _narrow(words: str) -> str:
    """The name itself where a list of examples (…等国际赛事) or an owner (…项目新增外资) stands before it."""
    if "新增就业" in words:
        return words
    for opening in (rule("end of examples"), _NEWLY):
        at = max((m.end() for m in opening.finditer(words)), default=0)
        if at and len(words) - at >= 2 and not words.startswith(cues("vague"), at):
            words = words[at:]
    return words


def _strip_end(words: str) -> str:
    """Take verbs of reaching and changing, bounds and comparisons off the end."""
    while True:
        shorter = words.rstrip(MARKS + LINKS)
        if compared := rule("compared with").search(shorter) or rule("modifier").search(shorter):
            shorter = shorter[: compared.start()]
        shorter = _without_time(shorter)
        shorter = shorter[: len(shorter) - len(trailing(shorter, _bounds_before()))]
        shorter = _change_end().sub("", shorter)
        shorter = shorter[: len(shorter) - len(trailing(shorter, cues("trail")))]
        if shorter == words:
            return words
        words = shorter


def _without_time(words: str) -> str:
    """The words without the time word at their end."""
    if not words.endswith(_TIME_ENDS):
        return words
    ends = (m.start() for m in time_words.pattern().finditer(words) if m.end() == len(words))
    return words[: next(ends, len(words))]


def _strip_start(words: str) -> str:
    """Take links, times and verbs that name nothing off the start, while a name remains."""
    while True:
        shorter = words.lstrip(MARKS)
        when = time_words.pattern().match(shorter) or rule("span of years").match(shorter)
        shorter = shorter[when.end() :] if when else shorter
        cue = _guarded("lead").match(shorter)
        if cue and len(shorter) - cue.end() >= 2 and not shorter.startswith("新增就业"):
            shorter = shorter[cue.end() :]
        if shorter == words:
            return words
        words = shorter


def cut(words: str) -> str:
    """The words up to the first verb that can end a noun; of 甲部门及其单位实施的审批事项 what follows 的."""
    first = words.find("”") + 1 if words.startswith("“") else 2
    found = noun_end().search(words, first)
    if not found:
        return words
    last = words.rpartition("的")[2]
    linked = found.group() in ("及", "和", "与") and "的" in words[found.start() :] and len(last) >= 2
    return last if linked else words[: found.start()]


def continues(lead: str) -> bool:
    """Whether the words before a number go on with a list: a bare name (、绿色工厂301家) with no verb of its own."""
    words = trimmed(lead)
    return words == name_in(words) and not words.startswith(terms("deeds")) and not rule("stock").search(words)


def trimmed(lead: str) -> str:
    """Words without marks at their ends and without a bound at the end."""
    words = lead.strip(MARKS)
    return words[: len(words) - len(trailing(words, terms("bounds", side="before")))].strip(MARKS)


def name_before(words: str) -> str | None:
    """The name in the last clause before the one that the words end in that has one."""
    for clause in reversed(CLAUSE.split(words[-_NEAR:])[:-1]):
        if (name := name_in(clause)) and not rule("frame").match(name):
            return name
    return None
