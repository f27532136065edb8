"""Targets against gold: ``data/gold/targets.csv``, read from the plans of 98 reports."""

from __future__ import annotations

import pandas as pd

from .aims import target_names
from .bootstrap import interval

PARTS = ("headline", "annual", "horizon", "relative")
_TOLERANCE = 1e-6


def score_targets(gold: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Compare the targets of one report with gold, part by part.

    A target is a hit where its span meets gold's and indicator, low, high and bound are gold's. Parts: ``headline``
    (numbers for the coming year in the passage of expected targets), ``annual`` (those, wherever they stand),
    ``horizon`` (numbers for a plan period), ``relative`` (no number).

    Args:
        gold: rows of one report: ``start, end, indicator, low, high, bound, headline, horizon``.
        rows: `govreport.targets` of it.

    Returns:
        ``part, outcome`` (hit, missed or false), ``start, indicator``, a row each.

    >>> gold = pd.DataFrame({"start": [0], "end": [4], "indicator": ["cpi"], "low": [2.0], "high": [2.0]})
    >>> gold = gold.assign(bound="about", headline=True, horizon=None)
    >>> score_targets(gold, gold.assign(bound="exact"))["outcome"].value_counts().to_dict()
    {'missed': 2, 'false': 2}
    """
    gold = gold[gold["indicator"] != "other"]
    named = rows[rows["indicator"].isin(target_names())]
    cases = []
    for part in PARTS:
        wanted, found = _part(gold, part), _part(named, part)
        hits = {at: next(iter(_matches(row, found)), None) for at, row in wanted.iterrows()}
        cases += [
            (part, "missed" if hit is None else "hit", *wanted.loc[at, ["start", "indicator"]])
            for at, hit in hits.items()
        ]
        cases += [
            (part, "false", row["start"], row["indicator"]) for at, row in found.iterrows() if at not in hits.values()
        ]
    return pd.DataFrame(cases, columns=["part", "outcome", "start", "indicator"])


def _part(rows: pd.DataFrame, part: str) -> pd.DataFrame:
    number, horizon = rows["low"].notna(), rows["horizon"].notna()
    return rows[
        {
            "headline": number & ~horizon & rows["headline"].astype(bool),
            "annual": number & ~horizon,
            "horizon": number & horizon,
            "relative": ~number,
        }[part]
    ]


def _matches(row: pd.Series, found: pd.DataFrame) -> list:
    """Index of the rows that a row of gold matches."""
    same = found[
        (found["start"] < row["end"]) & (row["start"] < found["end"]) & (found["indicator"] == row["indicator"])
    ]
    if pd.isna(row["low"]):
        return list(same.index)
    near = (same[["low", "high"]] - row[["low", "high"]].astype(float)).abs() <= _TOLERANCE * row["high"]
    return list(same.index[near.all(axis=1) & (same["bound"] == row["bound"])])


def summarise_targets(cases: pd.DataFrame) -> pd.DataFrame:
    """F1 by part, with its 95 % interval over reports.

    Args:
        cases: rows of `score_targets` of many reports, with ``report``.

    Returns:
        ``field, score, low, high, n``: ``n`` counts the targets of gold.
    """
    hit = cases["outcome"] == "hit"
    counted = cases.assign(right=2.0 * hit, total=1.0 + hit, wanted=cases["outcome"] != "false")
    rows = []
    for part, of in counted.groupby("part", sort=False):
        ends = interval(of["right"], of["total"], of["report"])
        rows.append((f"{part} targets f1", of["right"].sum() / of["total"].sum(), *ends, int(of["wanted"].sum())))
    return pd.DataFrame(rows, columns=["field", "score", "low", "high", "n"])
