"""Agreement of files that people made: of two students with each other, and of one with the gold of the seed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from .at_hand import report_at_hand
from .errors import ReportError
from .evaluate import FIELDS, agreement, read_gold, score_quantities, summarise
from .lexicon import data_path
from .structure import sentences

SEED = "daoli-2026.txt"


class Agreed(NamedTuple):
    """Agreement with gold: F1 of the spans, its product with the share of fields that are right, and in words."""

    f1: float
    share: float
    told: str


class Half(NamedTuple):
    """Scores of a rule on one half of a text."""

    precision: float
    recall: float
    f1: float


def compare_files(a: str | Path, b: str | Path) -> pd.DataFrame:
    """Agreement of two annotators' files over the same text, by `govreport.evaluate`.

    Args:
        a: a file of quantities (``.jsonl``) or of themes (``.csv``: ``start, end, coder_a``), as `annotate` saves.
        b: another of the same kind. Of themes only the sentences in both files count.

    Returns:
        ``score, value``. Of quantities those of `score_quantities`, ``a`` taken as gold (F1 is the same either way);
        of themes those of `agreement`.

    Raises:
        ReportError: where a file is missing or of another form, or the two have nothing in common.
    """
    kinds = {Path(path).suffix for path in (a, b)}
    if kinds == {".jsonl"}:
        return score_quantities(_annotations(a), _annotations(b)).summary
    if kinds == {".csv"}:
        both = _codes(a).merge(_codes(b), on=["start", "end"])
        found = agreement(both["coder_a_x"], both["coder_a_y"])
        return found.rename_axis("score").rename("value").reset_index()
    raise ReportError("Give two files of one kind: quantities as .jsonl, or themes as .csv.")


def _annotations(path: str | Path) -> pd.DataFrame:
    rows = read_gold(path)
    if not {"start", "end"} <= set(rows):
        raise ReportError(f"{path} holds no annotations: each line needs start and end.")
    return rows


def _codes(path: str | Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path)[["start", "end", "coder_a"]].dropna()
    except OSError:
        raise ReportError(f"There is no file {path}: check the name.") from None
    except (KeyError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError):
        raise ReportError(f"{path} is no file of themes: it needs the columns start, end and coder_a.") from None


@cache
def _seed() -> pd.DataFrame:
    """Sentences of the seed by number."""
    return sentences(report_at_hand(SEED)).set_index("sentence_id")


@cache
def _gold() -> pd.DataFrame:
    return read_gold(data_path("gold", "daoli_2026.quantities.jsonl"))


def score_records(numbers: list[int], records: list[dict]) -> Agreed:
    """Hold records of quantities in some sentences of the seed against its gold.

    Args:
        numbers: the sentences, by ``sentence_id``.
        records: records with ``start, end`` and the fields of the guide; a field that is missing is null.

    >>> score_records([24], []).f1
    0.0
    """
    places = _seed().loc[numbers]
    inside = [bool(((places["start"] <= at) & (at < places["end"])).any()) for at in _gold()["start"]]
    given = pd.DataFrame(records, columns=None if records else ["start", "end"]).astype(object)
    given = given.reindex(columns=[*given.columns.union(FIELDS)])
    found = score_quantities(_gold()[inside], given)
    scores = found.summary.set_index("score")["value"]
    outcomes = found.cases["outcome"]
    told = (
        f"spans F1 {scores['f1']:.2f} ({(outcomes == 'missed').sum()} missed, {(outcomes == 'false').sum()} too many)"
    )
    told += "; of those found, right are " + ", ".join(f"{field} {scores[field]:.0%}" for field in FIELDS)
    return Agreed(float(scores["f1"]), float(scores["f1"] * scores[list(FIELDS)].mean()), f"{told}.")


def score_codes(numbers: list[int], codes: list[int]) -> pd.Series:
    """Hold codes of some sentences of the seed, in order, against its two coders.

    Returns:
        ``either``: share of the codes that one of the coders gave; ``accuracy`` and ``kappa``: with the first coder.

    Raises:
        ReportError: where there are more codes than sentences, or fewer.

    >>> score_codes([0, 1], [0, 20])["either"]
    np.float64(1.0)
    """
    if len(codes) != len(numbers):
        raise ReportError(f"{len(numbers)} codes are needed, one a sentence; here are {len(codes)}.")
    gold = pd.read_csv(data_path("gold", "daoli_2026.themes.csv")).set_index("start")
    rows = gold.loc[_seed().loc[numbers, "start"]]
    hits = [code in pair for code, pair in zip(codes, rows[["coder_a", "coder_b"]].to_numpy().tolist(), strict=True)]
    found = agreement(rows["coder_a"], pd.Series(codes))
    return pd.Series({"either": sum(hits) / len(hits), "accuracy": found["accuracy"], "kappa": found["kappa"]})


def score_spans(unit: str, spans: list[tuple[int, int]]) -> dict[str, Half]:
    """Scores of a rule for one unit on the first half of the seed's text and on the second.

    Args:
        unit: the unit whose mentions the rule is to find.
        spans: ``(start, end)`` of what it finds.

    >>> score_spans("元", [])["first half"].recall
    0.0
    """
    middle = _seed()["end"].iloc[-1] // 2
    gold = _gold()[(_gold()["unit"] == unit) | _gold()["ignore"].astype(bool)]
    said = pd.DataFrame(sorted(set(spans)), columns=["start", "end"]).astype(object)
    scores = {}
    for name, first in (("first half", True), ("second half", False)):
        both = [rows[(rows["start"] < middle) == first] for rows in (gold[["start", "end", "ignore"]], said)]
        cases = score_quantities(*both).cases[["outcome"]]
        scores[name] = Half(*summarise(cases)["value"])
    return scores
