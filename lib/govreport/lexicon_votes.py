"""Votes of a weighted lexicon: which codes the terms of a sentence speak for, counted clause by clause.

The method counts clauses, as a person who codes by a codebook does:

1. Terms of the lexicon are found from left to right, the longest at each place. A term inside a longer one does not
   count.
2. A clause has one vote, shared among the codes of its terms by their weights; the first clause that votes, which
   frames the rest, has a little more. Terms of little weight alone make less than a vote.
3. On a tie, the code named first.

Weights: 4 names one code, 2 leans to it, 1 hints at it, 20 decides alone (a salutation, thanks), and 0 only keeps its
characters from being read as something else (``国防`` in ``全国防汛``).
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from .lexicon import table

FULL_VOTE = 4  # the weight of terms that makes a clause's vote whole
LEAD = 1.2  # the vote of the first clause, against 1 of the others
_CLAUSE = re.compile(r"[^，,；;：:。！？!?\n]+")


class Entry(NamedTuple):
    """What the lexicon says of a term; ``role`` is what else it is, such as an indicator."""

    code: str
    weight: float
    role: str


class Term(NamedTuple):
    """A term where it stands in a sentence."""

    text: str
    start: int
    entry: Entry


class _Lexicon(NamedTuple):
    entries: dict[str, Entry]
    sizes: dict[str, list[int]]  # first character -> lengths of the terms that begin with it, longest first


def clauses(text: str, name: str) -> list[list[Term]]:
    """The terms with a weight in each clause that has any; ``name`` is that of the table in ``data/lexicon``.

    >>> [[term.text for term in clause] for clause in clauses("新建学校,以及支持创业。", "themes")]
    [['新建学校'], ['创业']]
    """
    found = ([*_find(clause.group(), clause.start(), name)] for clause in _CLAUSE.finditer(text))
    return [clause for clause in found if clause]


def votes(clauses: list[list[Term]]) -> dict[str, float]:
    """Votes of each code, in the order in which the sentence names them.

    >>> votes(clauses("新建学校,支持创业。", "themes"))
    {'6': 4.8, '5': 2.0}
    """
    counted: Counter[str] = Counter()
    for place, clause in enumerate(clauses):
        weights = [term.entry.weight for term in clause]
        vote = max(max(weights), min(sum(weights), FULL_VOTE)) * (1 if place else LEAD)
        for term in clause:
            counted[term.entry.code] += vote * term.entry.weight / sum(weights)
    return dict(counted)


def lists_indicators(clauses: list[list[Term]]) -> bool:
    """Whether half of the clauses or more name an indicator, and the indicators are of several codes.

    >>> lists_indicators(clauses("城镇新增就业2万人,进出口总额增长8%。", "themes"))
    True
    """
    named = [[term.entry.code for term in clause if term.entry.role == "indicator"] for clause in clauses]
    codes = {code for clause in named for code in clause}
    return len(codes) > 1 and 2 * sum(map(bool, named)) >= len(clauses)


def _find(text: str, offset: int, name: str) -> Iterator[Term]:
    """The terms with a weight, from left to right, the longest at each place, none inside another."""
    entries, sizes = _lexicon(name)
    place = 0
    while place < len(text):
        for size in sizes.get(text[place], ()):
            term = text[place : place + size]
            if entry := entries.get(term):
                if entry.weight:
                    yield Term(term, offset + place, entry)
                place += len(term)
                break
        else:
            place += 1


@cache
def _lexicon(name: str) -> _Lexicon:
    rows = table(name).itertuples()
    entries = {row.term: Entry(row.code, float(row.weight), row.role) for row in rows}
    sizes: dict[str, set[int]] = {}
    for term in entries:
        sizes.setdefault(term[0], set()).add(len(term))
    return _Lexicon(entries, {first: sorted(found, reverse=True) for first, found in sizes.items()})
