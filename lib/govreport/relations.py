"""Relations among the figures of one sentence: which of its numbers must fit together, and what they make.

Each finder looks at the figures of a sentence in order and yields the relations that the words between them state. A
relation says what is checked (``stated``) against what the other figures make (``computed``); its formula is in
data/lexicon/relations.csv.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from .figures import Figure
from .intervals import ends, interval, point, tidy, up_to
from .lexicon import rule

if TYPE_CHECKING:
    from mpmath.ctx_iv import ivmpf


class Relation(NamedTuple):
    """Figures that must fit: ``of`` in the order of the formula, the last the one that is checked.

    ``stated`` is what it can stand for, ``computed`` what the others make, ``value`` that of the numbers as written.
    """

    name: str
    of: tuple[Figure, ...]
    stated: ivmpf
    computed: ivmpf
    value: float


def relate(name: str, of: tuple[Figure, ...], make: Callable[..., ivmpf]) -> Relation:
    """The relation whose last figure is what ``make`` gives of the figures before it."""
    given = of[:-1]
    exact = make(*(interval(f.mention.value, f.mention.value) for f in given))
    return Relation(name, of, of[-1].interval, make(*(f.interval for f in given)), point(exact))


def relations(said: list[Figure]) -> Iterator[Relation]:
    """The relations that a sentence states."""
    for at in range(len(said)):
        yield from _from_to(said, at)
        yield from _grown(said, at)
        yield from _parts(said, at)
        yield from _added(said, at)
        yield from _share(said, at)
        yield from _ratio(said[at])
        yield from _industries(said, at)


def _from_to(said: list[Figure], at: int) -> Iterator[Relation]:
    """从A增加到B: b lies on the side that the verb says; and the changes that are stated beside the two."""
    if not rule("from").search(said[at].link):
        return
    count = _listed(said, at)
    for i in range(at, at + count):
        if i + count >= len(said):
            return
        a, b, verb = said[i], said[i + count], said[at + count].link
        if not rule("reached").search(verb) or not _comparable(a, b):
            return
        if a.row.measure != "growth" and not rule("ranked").search(a.clause + a.row.text):
            yield from _moved(a, b, verb)
        if count == 1:
            yield from _changes(said, a, b, at)


def _moved(a: Figure, b: Figure, verb: str) -> Iterator[Relation]:
    """The side of a that b lies on, as the verb between them says."""
    up, down = rule("rises").search(verb), rule("falls to").search(verb)
    if up and not down:
        yield relate("rise", (a, b), lambda a: interval(ends(a)[0], math.inf))
    if down and not up:
        yield relate("fall", (a, b), lambda a: interval(-math.inf, ends(a)[1]))


def _listed(said: list[Figure], at: int) -> int:
    """How many figures are listed from one on (从A1、A2提高到B1、B2: two)."""
    count = 1
    while at + count < len(said) and re.fullmatch("[、和及]", said[at + count].link):
        count += 1
    return count


def _comparable(a: Figure, b: Figure) -> bool:
    """Whether two figures are of one unit, one kind and one sentence part."""
    return a.mention.unit == b.mention.unit and a.mention.kind == b.mention.kind != "ratio" and "。" not in b.link


def _changes(said: list[Figure], a: Figure, b: Figure, at: int) -> Iterator[Relation]:
    """The changes stated beside 从A到B: right after it (增长5%), or right before it (年均增长5%，从A增加到B)."""
    for c in said[at + 2 : at + 4]:
        if c.mention.kind == "times" and rule("multiple of").fullmatch(c.link) and ends(a.interval)[0] > 0:
            yield relate("multiple", (a, b, c), lambda a, b: b / a)
        elif rule("change after").fullmatch(c.link):
            yield from _change(a, b, c, c.link)
        else:
            break
    before = said[at - 1] if at else None
    if before and before.row.measure in ("growth", "pp", "increment") and rule("from at once").fullmatch(said[at].link):
        yield from _change(a, b, before, before.clause)


def _change(a: Figure, b: Figure, c: Figure, words: str) -> Iterator[Relation]:
    """The relation of a change to the figures it leads from and to; growth at constant prices is not theirs."""
    sign = -1 if c.row.direction == "down" else 1
    yearly = rule("yearly").search(words)
    if yearly and c.mention.kind != "percent":
        return
    if c.mention.unit == a.mention.unit != "%" or (c.row.measure == "pp" and a.mention.unit == "%"):
        yield relate("difference", (a, b, c), lambda a, b: sign * (b - a))
    elif c.row.measure != "growth" or a.mention.unit == "%" or ends(a.interval)[0] <= 0 or _real(c, words):
        return
    elif not yearly:
        times = 100 if c.mention.kind == "percent" else 1
        yield relate("growth", (a, b, c), lambda a, b: sign * (b / a - 1) * times)
    elif years := _years(a, b):
        yield relate("average growth", (a, b, c), lambda a, b: sign * _yearly(a, b, years) * 100)


def _yearly(a: ivmpf, b: ivmpf, years: tuple[int, int]) -> ivmpf:
    """The average yearly rate from a to b over a number of years that lies between two."""
    rates = [ends((b / a) ** (interval(1, 1) / n) - 1) for n in range(years[0], years[1] + 1)]
    return interval(min(low for low, _ in rates), max(high for _, high in rates))


def _years(a: Figure, b: Figure) -> tuple[int, int] | None:
    """How many years lie between two figures: one more where a's year is only the first of a plan period."""
    first, last = ([int(year) for year in re.findall(r"\d{4}", f.row.period or "")] for f in (a, b))
    if not first or not last or last[-1] <= first[0]:
        return None
    named = str(first[0]) in a.link
    return last[-1] - first[0], last[-1] - first[0] + (0 if named else 1)


def _real(c: Figure, words: str) -> bool:
    """Whether a rate of growth is at constant prices, or on another base than the levels stated."""
    return bool(rule("real growth").search((c.row.subject or "") + words))


def _grown(said: list[Figure], at: int) -> Iterator[Relation]:
    """达到B、增加C，增长D%: D is C over what B was before; 达到B，比A增加C: the difference, and the growth."""
    if at + 1 >= len(said) or said[at].row.measure not in ("level", "share"):
        return
    b, c = said[at], said[at + 1]
    if rule("compared to").search(c.link) and at + 2 < len(said) and _comparable(b, c):
        for d in said[at + 2 : at + 4]:
            if not rule("change after").fullmatch(d.link):
                break
            yield from _change(c, b, d, d.link)
        return
    if not rule("change after").fullmatch(c.link) or at + 2 >= len(said):
        return
    d = said[at + 2]
    if c.row.measure != "increment" or not _comparable(b, c):
        c, d = d, c
    growth = d.row.measure == "growth" and d.mention.kind == "percent" and d.row.direction == c.row.direction
    near = rule("change after").fullmatch(said[at + 2].link) and not rule("yearly").search(c.link + d.link)
    if near and growth and c.row.measure == "increment" and _comparable(b, c) and not _real(d, d.link):
        sign = -1 if c.row.direction == "down" else 1
        if ends(b.interval - sign * c.interval)[0] > 0:
            yield relate("growth of increment", (b, c, d), lambda b, c: c / (b - sign * c) * 100)


def _parts(said: list[Figure], at: int) -> Iterator[Relation]:
    """A，其中B: a part is at most its whole."""
    if not at or not rule("of which").search(said[at].link):
        return
    part = said[at]
    whole = _last(said[:at], part.mention.unit)
    if whole and rule("from").search(part.link) and (before := _from(said, said.index(whole))):
        whole = before  # 由2552万辆增至3230万辆，其中新能源汽车由45万辆增至356万辆
    if whole and _additive(whole, part) and not re.search("[；;]", part.words[whole.mention.end : part.mention.start]):
        yield relate("part", (whole, part), up_to)


def _from(said: list[Figure], at: int) -> Figure | None:
    """The figure that another leads from (从A增加到B)."""
    pair = at and rule("reached").search(said[at].link) and rule("from").search(said[at - 1].link)
    return said[at - 1] if pair else None


def _last(said: list[Figure], unit: str) -> Figure | None:
    """The last figure of a unit that is no difference from another (比上年增加…)."""
    return next((f for f in reversed(said) if f.mention.unit == unit and not rule("gap").search(f.link)), None)


def _additive(whole: Figure, part: Figure) -> bool:
    """Whether a part of the same kind can be held against a whole."""
    kinds = {"level", "increment"}
    return (
        _comparable(whole, part)
        and part.row.measure in kinds
        and whole.row.measure in kinds
        and whole.row.modality == part.row.modality
        and not re.search("累计|人均", part.clause)
        and not rule("yearly").search(whole.clause + part.clause)
    )


def _added(said: list[Figure], at: int) -> Iterator[Relation]:
    """新增A、总数达到B, or 达到B、净增A: what was added is at most the total."""
    if not at or not _comparable(said[at - 1], said[at]) or said[at].mention.unit == "%":
        return
    a, b = said[at - 1], said[at]
    if rule("yearly").search(b.link) or rule("compared to").search(a.link):
        return
    if rule("change after").fullmatch(b.link):
        a, b = b, a
    elif not rule("total after").fullmatch(b.link):
        return
    new = a.row.measure == "increment" and a.row.direction == "up"
    if b.row.measure == "level" and (new or rule("made new").search(a.link)):
        yield relate("added", (b, a), up_to)


def _share(said: list[Figure], at: int) -> Iterator[Relation]:
    """A项，B项…，B率C%; 共A，其中B，占C%: C is B over A."""
    c = said[at]
    if at < 2 or c.row.measure != "share" or c.mention.kind != "percent":
        return
    b = said[at - 1]
    a = _last(said[: at - 1], b.mention.unit)
    if a is None or not _comparable(a, b) or not (_rated(a, b, c) or _of_which(b, c)):
        return
    if ends(a.interval)[0] > 0 and len(said[said.index(a) + 1 : at - 1]) <= 1:
        yield relate("share", (a, b, c), lambda a, b: b / a * 100)


def _rated(a: Figure, b: Figure, c: Figure) -> bool:
    """Whether a rate is named after what was done to the part (利用…，利用率), or to the whole of 其中 (签约落地率)."""
    name = rule("rate of deed").fullmatch(c.clause)
    if not name:
        return False
    deed = name["deed"]
    return deed in b.clause or (bool(rule("of which").search(b.link)) and deed[:2] in a.clause)


def _of_which(b: Figure, c: Figure) -> bool:
    """Whether a share is that of the part before it: 其中B，占C%."""
    return bool(rule("of which").search(b.link) and rule("takes up").fullmatch(c.link))


def _ratio(one: Figure) -> Iterator[Relation]:
    """三次产业比重为4.0∶37.7∶58.3: three industries make 100."""
    values = one.mention.values
    if values and len(values) == 3 and rule("three industries").search(one.lead):
        decimals = re.findall(r"\d+(?:\.(\d+))?", one.words[one.mention.start : one.mention.end])
        reach = sum(0.5 * 10.0 ** -len(places) for places in decimals)
        total = tidy(sum(values))
        yield Relation("sum to 100", (one,), interval(100, 100), interval(total - reach, total + reach), total)


def _industries(said: list[Figure], at: int) -> Iterator[Relation]:
    """三次产业比重分别为4.0%、37.7%和58.3%: the shares of one whole make 100."""
    three = said[at : at + 3]
    shares = [f for f in three if f.row.measure == "share" and f.mention.kind == "percent"]
    if len(shares) == 3 == _listed(said, at) and rule("three industries").search(said[at].link):
        total = three[0].interval + three[1].interval + three[2].interval
        value = tidy(sum(f.mention.value for f in three))
        yield Relation("sum to 100", tuple(three), interval(100, 100), total, value)
