"""Whether an answer to a task is right: plain data in, points and a message out. What each task asks is in tables.

``data/teaching/tasks.csv`` has a row a task: ``task, points, judge, needs, hint_1, hint_2, hint_3``. The judge
``answer`` compares with ``data/teaching/answers.csv``, which holds digests of the answers and of the usual slips and
not the answers themselves; the other judges measure an answer against the gold, or see to it that a text is complete.
"""

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

import numpy as np
import pandas as pd

from .coders import score_codes, score_records, score_spans
from .errors import ReportError
from .indicators import indicators
from .lexicon import data_path
from .report import Report, read_report

LIMIT = 400_000  # characters of an answer, a long report included
_FIGURES = 4  # significant figures of a number that count
_ROUNDED = 0.00501  # how far a share with two decimals may be from the share


class Verdict(NamedTuple):
    """``points`` reached, ``of`` how many, and what to tell the student."""

    points: float
    of: float
    message: str


@cache
def tasks() -> pd.DataFrame:
    """The tasks, by name: ``points, judge, needs, hint_1, hint_2, hint_3``, every cell a string.

    >>> tasks().loc["00-1", "judge"]
    'answer'
    """
    rows = pd.read_csv(data_path("teaching", "tasks.csv"), dtype=str, keep_default_na=False)
    return rows.set_index("task")


@cache
def recorded() -> pd.DataFrame:
    """Digests of answers: ``task, part, digest, right, message``."""
    return pd.read_csv(data_path("teaching", "answers.csv"), dtype=str, keep_default_na=False)


def judge(task: str, answer: object) -> Verdict:
    """Judge the answer to a task.

    Args:
        task: its name, such as ``"03-2"``.
        answer: plain data, as `plain` gives; ``None`` is no answer.

    Returns:
        Points between 0 and those of the task, in halves rounded down, and a message that does not say what is right.

    Raises:
        ReportError: where there is no such task.

    >>> judge("00-1", None)
    Verdict(points=0.0, of=1.0, message='No answer yet: put yours in place of the dots.')
    """
    if task not in tasks().index:
        raise ReportError(f"There is no task {task!r}: the checks of an exercise name its tasks as they are.")
    row = tasks().loc[task]
    of = float(row["points"])
    if unanswered(answer):
        return Verdict(0.0, of, "No answer yet: put yours in place of the dots.")
    try:
        share, message = _JUDGES[row["judge"]](task, answer, needs(task))
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError, ReportError) as error:
        told = str(error) if isinstance(error, ReportError) else "read again what form the task asks for."
        return Verdict(0.0, of, f"The answer cannot be judged: {told}")
    return Verdict(math.floor(2 * of * share) / 2, of, message)


def needs(task: str) -> dict[str, str]:
    """What a task asks of its answer, by name.

    >>> needs("06-5")["unit"]
    '元'
    """
    return dict(part.split("=", 1) for part in tasks().loc[task, "needs"].split("; ") if part)


def plain(answer: object) -> object:
    """An answer as plain data: tables as lists of rows, sets sorted, numbers of any kind as Python's, dots as None.

    Raises:
        ReportError: where it is of a kind that no task asks for, or too long.

    >>> plain({"shares": np.array([0.5, 1.0]), "words": {"乙", "甲"}, "open": ...})
    {'shares': [0.5, 1], 'words': ['乙', '甲'], 'open': None}
    """
    data = _plain(answer)
    if len(json.dumps(data)) > LIMIT:
        raise ReportError("The answer is too long: give what the task asks for and no more.")
    return data


def _plain(answer: object) -> object:
    if isinstance(answer, pd.DataFrame):
        return [_plain(row) for row in answer.to_dict("records")]
    if isinstance(answer, Mapping):
        return {str(key): _plain(value) for key, value in answer.items()}
    if isinstance(answer, set | frozenset):
        return sorted((_plain(value) for value in answer), key=str)
    if isinstance(answer, list | tuple | np.ndarray | pd.Series | pd.Index):
        return [_plain(value) for value in answer]
    if isinstance(answer, str | bool | np.bool_):
        return bool(answer) if not isinstance(answer, str) else answer
    if answer is ... or answer is None or answer is pd.NA or answer != answer:
        return None
    if isinstance(answer, int | float | np.number):
        return int(answer) if float(answer).is_integer() else float(answer)
    raise ReportError(f"A {type(answer).__name__} is no answer: give a number, a text, a list or a table.")


def digest(task: str, part: str, answer: object) -> str:
    """A short digest of an answer: four figures of a number count, and neither white space nor the width of signs.

    >>> digest("00-1", "", 0.50001) == digest("00-1", "", 0.5) != digest("00-2", "", 0.5)
    True
    """
    text = json.dumps([task, part, _canonical(answer)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _canonical(answer: object) -> object:
    if isinstance(answer, dict):
        return {key: _canonical(value) for key, value in answer.items()}
    if isinstance(answer, list):
        return [_canonical(value) for value in answer]
    if isinstance(answer, str):
        return re.sub(r"\s+", " ", normalize("NFKC", answer)).strip()
    if isinstance(answer, float):
        return _plain(float(f"{answer:.{_FIGURES}g}"))
    return answer


def parts(answer: object) -> dict[str, object]:
    """The parts of an answer that are judged one by one: those of a dictionary, else the whole."""
    return answer if isinstance(answer, dict) else {"": answer}


def unanswered(answer: object) -> bool:
    """Whether nothing stands in place of any of the dots."""
    return all(part is None for part in parts(answer).values())


def _as_recorded(task: str, answer: object, needed: dict) -> tuple[float, str]:
    """By digest: each part of a dictionary counts for itself."""
    rows = recorded()
    rows = rows[rows["task"] == task]
    right = dict(rows.loc[rows["right"] == "True", ["part", "digest"]].to_numpy())
    given = {part: {digest(task, part, each) for each in _readings(value)} for part, value in parts(answer).items()}
    if not set(given) & set(right):
        return 0, f"This task asks for {_listing(right)}." if "" not in right else "This task asks for one answer."
    hits = sum(wanted in given.get(part, ()) for part, wanted in right.items())
    if hits == len(right):
        return 1, "Right."
    slips = rows[(rows["right"] == "False") & rows["digest"].isin(set().union(*given.values()))]
    told = " ".join(dict.fromkeys(slips["message"])) or "Not yet."
    return hits / len(right), told if "" in right else f"{hits} of {len(right)} are right. {told}"


def _readings(answer: object) -> list[object]:
    """A number as given, and rounded: who gives more decimals than a task asks for is right too."""
    if not isinstance(answer, float):
        return [answer]
    return [
        answer,
        *(round(answer, places) for places in (4, 3, 2, 1)),
        *([round(answer)] if abs(answer) >= 10 else []),
    ]


def _listing(names: Iterable[str]) -> str:
    return "a dictionary with " + ", ".join(repr(name) for name in names)


def _as_written(task: str, answer: object, needed: dict) -> tuple[float, str]:
    """A text, or several under names: long enough, and naming what it must; a teacher judges what it says."""
    texts = parts(answer)
    names = needed.get("parts", "").split()
    short = [name for name in names or texts if _words(texts.get(name)) < int(needed["words"])]
    if short:
        where = f" in {', '.join(short)}" if names else ""
        return 1 - len(short) / len(names or texts), f"Too short{where}: write {needed['words']} words or more."
    words = needed.get("names", "").split()
    whole = " ".join(map(str, texts.values())).lower()
    if words and not any(word.lower() in whole for word in words):
        return 0.5, "Complete, but it does not point at the text: name what the task asks you to name."
    return 1, "Complete. What it says is for your teacher to read."


def _words(text: object) -> int:
    """Words of a text: of Latin letters or digits, and each Chinese character for itself."""
    return len(re.findall(r"[一-龥]|[^\W一-龥]+", text)) if isinstance(text, str) else 0


def _as_annotated(task: str, answer: object, needed: dict) -> tuple[float, str]:
    """Records of quantities in given sentences, against gold; with ``f1``, the agreement that the student computed."""
    given = answer if isinstance(answer, dict) else {"records": answer}
    found = score_records(_numbers(needed), given["records"])
    told = f"Against gold: {found.told}"
    if found.share < float(needed["share"]):
        return found.share, f"{told} {float(needed['share']):.0%} are asked for."
    if "f1" in needed:
        same = abs(float(given["f1"]) - found.f1) <= _ROUNDED
        return (1, f"Right. {told}") if same else (0.5, f"{told} The F1 that you give is another: compute it again.")
    return 1, f"Right. {told}"


def _numbers(needed: dict) -> list[int]:
    return [int(number) for number in needed["sentences"].split()]


def _as_coded(task: str, answer: object, needed: dict) -> tuple[float, str]:
    """Codes of given sentences, in order, against the gold; with ``computed``, the student's own scores too."""
    given = answer if isinstance(answer, dict) else {"codes": answer}
    found = score_codes(_numbers(needed), [int(code) for code in given["codes"]])
    told = f"You share {found['either']:.0%} of the codes with one of the two coders of the gold."
    if found["either"] < float(needed["share"]):
        return found["either"] / 2, f"{told} {float(needed['share']):.0%} are asked for."
    off = [name for name in needed.get("computed", "").split() if abs(float(given[name]) - found[name]) > _ROUNDED]
    if off:
        return 1 - len(off) / 2, f"{told} Computed again, {' and '.join(off)} come out differently."
    return 1, f"Right. {told}"


def _as_rule(task: str, answer: object, needed: dict) -> tuple[float, str]:
    """Spans that a rule of the student's finds in the seed, against the gold of one unit."""
    scores = score_spans(needed["unit"], [(int(start), int(end)) for start, end in answer])
    told = "; ".join(f"{half}: precision {row.precision:.2f}, recall {row.recall:.2f}" for half, row in scores.items())
    share = min(row.f1 for row in scores.values()) / float(needed["f1"])
    return (1, f"Right. {told}.") if share >= 1 else (min(share, 0.9), f"{told}. An F1 of {needed['f1']} is asked for.")


def _as_replicated(task: str, answer: object, needed: dict) -> tuple[float, str]:
    """Counts of a report of the student's own, counted again."""
    report = _own(answer, int(needed["characters"]))
    rows = indicators(report)
    counts = {"figures": len(rows), "growth": int(rows["measure"].eq("growth").sum()), "characters": len(report.text)}
    wrong = [name for name, count in counts.items() if answer[name] != count]
    told = f"{', '.join(wrong)}: counted again, it comes out differently." if wrong else "Right, on your own text."
    return 1 - len(wrong) / len(counts), told


def _own(answer: Mapping, least: int) -> Report:
    report = read_report(text=answer["text"], name=answer["name"])
    if len(report.text) < least:
        raise ReportError(f"take a text of {least:,} characters or more.")
    if "道里区" in report.text:
        raise ReportError("take a report other than the one that comes with the suite.")
    return report


_JUDGES = {
    "answer": _as_recorded,
    "text": _as_written,
    "quantities": _as_annotated,
    "themes": _as_coded,
    "rule": _as_rule,
    "report": _as_replicated,
}
