"""Sentences to policy topics, with an open lexicon that anyone can read and change.

The topics are the major topics of the Comparative Agendas Project, and 0 where a sentence holds no policy content. The
method counts clauses, as a person who codes by the codebook does:

1. Terms of ``data/lexicon/themes.csv`` are found from left to right, the longest at each place. A term inside a longer
   one does not count.
2. A clause has one vote, shared among the topics of its terms by their weights; the first clause that votes, which
   frames the rest, has a little more. Terms of little weight alone make less than a vote.
3. The topic with most of the votes is the sentence's; on a tie, the first named.
4. A list of indicators of several topics (growth, prices, employment …) is macroeconomics, whatever its items are.

Weights: 4 names one topic, 2 leans to it, 1 hints at it, 20 decides alone (a salutation, thanks), and 0 only keeps its
characters from being read as something else (``国防`` in ``全国防汛``). The column ``role`` marks indicators. Entries
are general vocabulary, chosen by hand; ``source`` says where an entry is found: in the codebook, in the reports read
while choosing (corpus), or in neither (general).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd

from .errors import ReportError
from .lexicon import table

FULL_VOTE = 4  # the weight of terms that makes a clause's vote whole
LEAD = 1.2  # the vote of the first clause, against 1 of the others
MACROECONOMICS = 1
_CLAUSE = re.compile(r"[，,；;：:。！？!?\n]")
_KEPT = ("report", "sentence_id", "start", "end")


class _Entry(NamedTuple):
    code: int
    weight: float
    indicator: bool


class _Found(NamedTuple):
    term: str
    entry: _Entry


class _Lexicon(NamedTuple):
    entries: dict[str, _Entry]
    sizes: dict[str, list[int]]  # first character -> lengths of the terms that begin with it, longest first


def codebook() -> pd.DataFrame:
    """The topics: ``code`` (integer, as CAP numbers them; 11 and 22 are not used), ``topic``, ``chinese``.

    >>> codebook().head(2)
       code              topic chinese
    0     0  No policy content   无政策内容
    1     1     Macroeconomics    宏观经济
    """
    return table("topics").astype({"code": "int64"})


def code_themes(sentences: Iterable[str] | pd.DataFrame) -> pd.DataFrame:
    """Code each sentence to exactly one topic.

    Args:
        sentences: sentences as strings, or a table with a column ``text``, as `sentences` gives. Each is coded on its
            own: no heading or neighbour is looked at.

    Returns:
        As many rows, in the same order and with the table's index: ``report, sentence_id, start, end`` where the table
        has them; ``code`` (integer; 0 where nothing names a topic) and ``topic`` (its English name); ``score``, the
        share of the sentence's votes that the code has (null without a vote); ``runner_up``, the code with the next
        most votes, and ``evidence``, the terms that speak for the code, joined by spaces (both null where none).

    Raises:
        ReportError: where the input is one string, or a table without ``text``.

    >>> coded = code_themes(["支持高校毕业生创业,发放贷款。", "各位代表:"])
    >>> coded[["code", "topic", "runner_up", "evidence"]]
       code              topic  runner_up  evidence
    0     5              Labor         15  高校毕业生 创业
    1     0  No policy content       <NA>      各位代表
    """
    kept, texts = _texts(sentences)
    coded = pd.DataFrame([_code(text) for text in texts], columns=["code", "score", "runner_up", "evidence"])
    coded = coded.astype({"code": "int64", "score": "float64", "runner_up": "Int64", "evidence": "str"})
    coded.insert(1, "topic", coded["code"].map(codebook().set_index("code")["topic"]))
    return pd.concat([kept, coded.set_index(kept.index)], axis=1)


def attention(coded: pd.DataFrame, *, by: str | None = None) -> pd.DataFrame:
    """Shares of attention: how the sentences with policy content divide among the topics.

    Args:
        coded: table of `code_themes`.
        by: column that groups the sentences: ``section`` or ``part_kind`` after `locate`, ``report`` in a corpus. A
            sentence without a group (null: before the first section, say) is left out.

    Returns:
        ``group`` (null without ``by``), ``code, topic, sentences`` (their number), ``share`` (of the group's sentences
        that have a code other than 0; sums to 1). Groups in the order of the sentences, in each the largest topic
        first, then the smallest code; topics without a sentence have no row.

    Raises:
        ReportError: where the table lacks a column.

    >>> attention(code_themes(["建设学校。", "培养教师。", "修建公路。", "谢谢大家!"]))
      group  code           topic  sentences     share
    0  None     6       Education          2  0.666667
    1  None    10  Transportation          1  0.333333
    """
    if missing := [column for column in ("code", "topic", by) if column and column not in coded]:
        raise ReportError(f"The table has no column {', '.join(missing)}: make it with code_themes(), then locate().")
    group = coded[by] if by else pd.Series(None, index=coded.index, dtype=object)
    counted = coded[["code", "topic"]].assign(group=group, order=pd.factorize(group, use_na_sentinel=False)[0])
    counted = counted[(counted["code"] != 0) & (counted["group"].notna() | (by is None))]
    keys = counted.groupby(["order", "code"])
    rows = keys.agg(group=("group", "first"), topic=("topic", "first"), sentences=("code", "size")).reset_index()
    rows = rows.sort_values(["order", "sentences", "code"], ascending=[True, False, True], ignore_index=True)
    rows["share"] = rows["sentences"] / rows.groupby("order")["sentences"].transform("sum")
    return rows[["group", "code", "topic", "sentences", "share"]]


def _texts(sentences: Iterable[str] | pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """What the result keeps of the input, and the sentences themselves; a null sentence is an empty one."""
    if isinstance(sentences, str):
        raise ReportError("code_themes() takes a list of sentences or a table of them, not one string.")
    if not isinstance(sentences, pd.DataFrame):
        texts = pd.Series(sentences if isinstance(sentences, pd.Series) else list(sentences), dtype=object)
        return pd.DataFrame(index=texts.index), texts.fillna("").tolist()
    if "text" not in sentences:
        raise ReportError("The table has no column text: give code_themes() the table of sentences().")
    return sentences[[column for column in _KEPT if column in sentences]], sentences["text"].fillna("").tolist()


def _code(text: str) -> tuple[int, float | None, int | None, str | None]:
    """Code, score, runner-up and evidence of one sentence."""
    clauses = [found for clause in _CLAUSE.split(text) if (found := list(_find(clause)))]
    votes = _votes(clauses)
    if not votes:
        return 0, None, None, None
    if _lists_indicators(clauses):
        return MACROECONOMICS, 1.0, None, _evidence(clauses, lambda entry: entry.indicator)
    code, *others = sorted(votes, key=lambda code: -round(votes[code], 6))  # stable: a tie goes to the first named
    score = votes[code] / sum(votes.values())
    return code, score, others[0] if others else None, _evidence(clauses, lambda entry: entry.code == code)


def _evidence(clauses: list[list[_Found]], decides: Callable[[_Entry], bool]) -> str:
    """The terms that decide, each once, in the order of the sentence."""
    return " ".join(dict.fromkeys(term for clause in clauses for term, entry in clause if decides(entry)))


def _votes(clauses: list[list[_Found]]) -> dict[int, float]:
    """Votes of each topic, in the order in which the sentence names the topics."""
    votes: Counter[int] = Counter()
    for place, clause in enumerate(clauses):
        weights = [entry.weight for _, entry in clause]
        vote = max(max(weights), min(sum(weights), FULL_VOTE)) * (1 if place else LEAD)
        for _, entry in clause:
            votes[entry.code] += vote * entry.weight / sum(weights)
    return votes


def _lists_indicators(clauses: list[list[_Found]]) -> bool:
    """Whether half of the clauses or more name an indicator, and the indicators are of several topics."""
    named = [[entry.code for _, entry in clause if entry.indicator] for clause in clauses]
    codes = {code for clause in named for code in clause}
    return len(codes) > 1 and 2 * sum(map(bool, named)) >= len(clauses)


def _find(text: str) -> Iterator[_Found]:
    """The terms with a weight, from left to right, the longest at each place, none inside another."""
    entries, sizes = _lexicon()
    place = 0
    while place < len(text):
        for size in sizes.get(text[place], ()):
            term = text[place : place + size]
            if entry := entries.get(term):
                if entry.weight:
                    yield _Found(term, entry)
                place += len(term)
                break
        else:
            place += 1


@cache
def _lexicon() -> _Lexicon:
    rows = table("themes").itertuples()
    entries = {row.term: _Entry(int(row.code), float(row.weight), row.role == "indicator") for row in rows}
    sizes: dict[str, set[int]] = {}
    for term in entries:
        sizes.setdefault(term[0], set()).add(len(term))
    return _Lexicon(entries, {first: sorted(found, reverse=True) for first, found in sizes.items()})
