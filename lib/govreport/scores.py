"""Every gold file scored: the figures of ``data/reference/scores.csv``, shown in the README and the lessons.

Gold on reports other than the seed holds offsets and short fields only; it can be scored where the reports are, in the
folder that ``GOVREPORT_CORPUS`` names.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from importlib.metadata import version
from typing import NamedTuple

import pandas as pd

from .at_hand import gold_sources, report_at_hand
from .errors import ReportError
from .evaluate import read_gold, score_quantities, summarise, ten_before
from .indicators import indicators
from .lexicon import data_path
from .report import Report, read_report
from .segmentation import score_segmentation, word_f1
from .structure import sentences
from .target_scores import score_targets, summarise_targets
from .targets import targets
from .theme_scores import held_out, summarise_themes, write_theme_scores
from .themes import METHODS, code_themes

SHOWN = ("f1", "value", "unit", "bound", "modality", "measure", "period", "subject")
COLUMNS = ["report", "role", "field", "score", "low", "high", "n"]
ERRORS = ["report", "kind", "start", "text", "gold", "said"]
POOLED = "all other reports"
SEED = "daoli_2026"


class Scored(NamedTuple):
    """Tables: ``scores`` has the columns of ``COLUMNS``, ``errors`` those of ``ERRORS``."""

    scores: pd.DataFrame
    errors: pd.DataFrame


def score_gold(files: Collection[str] | None = None) -> Scored:
    """Score the extraction on the gold files of ``data/gold/sources.csv`` whose text is at hand.

    Intervals are of 95 % (`govreport.bootstrap`): over the sentences of a report, and over reports for the passages of
    other reports together. ``role`` is ``development`` (read while the rules were written) or ``unseen``; ``n`` counts
    the cases that a score speaks of. Errors are those in quantities.

    Args:
        files: names of gold files; all where None.

    >>> score_gold(["daoli_2026.quantities.jsonl"]).scores.columns.tolist()
    ['report', 'role', 'field', 'score', 'low', 'high', 'n']
    """
    rows, errors, pool = [], [], []
    sources = gold_sources()
    for source in sources[sources["gold"].isin(files or sources["gold"])].itertuples():
        name = source.gold.rpartition(".")[0]
        for report, gold in _texts(source):
            if source.kind in _OTHERS:
                rows += [(name, source.role, *score) for score in _OTHERS[source.kind](report, gold)]
                continue
            found = score_quantities(gold, indicators(report))
            errors.append(found.errors.assign(report=name))
            cases = found.cases.assign(subject_ten_before=_ten_before(report, gold))
            rows += _rows(name, source.role, cases, _sentence_ids(report, cases))
            if name != f"{SEED}.quantities":
                pool.append(cases.assign(report=name))
    if pool:
        cases = pd.concat(pool, ignore_index=True)
        rows += _rows(POOLED, "development", cases, cases["report"])
    found_errors = pd.concat(errors, ignore_index=True)[ERRORS] if errors else pd.DataFrame(columns=ERRORS)
    return Scored(pd.DataFrame(rows, columns=COLUMNS), found_errors)


def _rows(name: str, role: str, cases: pd.DataFrame, clusters: pd.Series) -> list[tuple]:
    return [(name, role, r.score, r.value, r.low, r.high, r.n) for r in summarise(cases, clusters).itertuples()]


def _ten_before(report: Report, gold: pd.DataFrame) -> pd.Series:
    """Whether the ten characters before each number would pass for its subject: the baseline of the overlap score."""
    return score_quantities(gold, ten_before(report.text, indicators(report))).cases["subject"]


def _sentence_ids(report: Report, cases: pd.DataFrame) -> pd.Series:
    """The sentence that each case stands in."""
    starts = sentences(report)["start"]
    return pd.Series(starts.searchsorted(cases["start"], side="right"), index=cases.index)


def fallen(now: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Scores that lie below the interval they were published with.

    Returns:
        ``report, field, published, low, now``, a row a score that fell.

    >>> before = pd.DataFrame({"report": ["a"], "field": ["unit"], "score": [0.9], "low": [0.8]})
    >>> fallen(before.assign(score=0.7), before).values.tolist()
    [['a', 'unit', 0.9, 0.8, 0.7]]
    """
    both = now[["report", "field", "score"]].merge(
        published[["report", "field", "score", "low"]], on=["report", "field"]
    )
    both = both.rename(columns={"score_x": "now", "score_y": "published"})
    return both.loc[both["now"].round(4) < both["low"].round(4), ["report", "field", "published", "low", "now"]]


def worse(now: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Errors that were not among those published: the rows that got worse."""
    keys = ["report", "kind", "start", "text"]
    both = now.merge(published[keys].assign(known=True), on=keys, how="left")
    return both.loc[both["known"].isna(), ERRORS]


def write_scores() -> pd.DataFrame:
    """Score everything and write ``scores.csv`` and ``errors.csv`` to ``data/reference``, with date and version.

    Raises:
        ReportError: where the reports of some gold file are not at hand, so that its scores would be lost.
    """
    scored = score_gold()
    wanted = {name.rpartition(".")[0] for name in gold_sources()["gold"]}
    if absent := sorted(wanted - set(scored.scores["report"])):
        raise ReportError(f"The reports of {', '.join(absent)} are not at hand: set GOVREPORT_CORPUS to their folder.")
    rows = scored.scores.copy()
    rows.insert(0, "date", datetime.date.today().isoformat())
    rows.insert(1, "version", version("govreport-notebooks"))
    _write(rows.round({"score": 4, "low": 4, "high": 4}), "scores.csv")
    _write(scored.errors, "errors.csv")
    write_theme_scores()
    return rows


def _write(rows: pd.DataFrame, name: str) -> None:
    path = data_path("reference") / name
    partial = path.with_suffix(".partial")
    rows.to_csv(partial, index=False, lineterminator="\n")
    partial.replace(path)


def summary() -> list[str]:
    """Rows of the README table of accuracy, from ``data/reference``; a figure is the mean over gold, by mentions.

    >>> summary()[0].startswith("| The seed")
    True
    """
    current, first = (pd.read_csv(data_path("reference", name)) for name in ("scores.csv", "first_contact.csv"))
    seed = current[current["report"] == f"{SEED}.quantities"]
    rounds = [
        _row(f"Round {number}: {_passages(rows)}, on first contact", rows) for number, rows in first.groupby("round")
    ]
    now = current[current["report"].isin(first["report"])]
    return [
        _row(f"The seed, {_mentions(seed)} figures (rules written on it)", seed),
        *rounds,
        _row(f"All {_passages(first)}, now, rules mended on them", now),
    ]


def _passages(rows: pd.DataFrame) -> str:
    """How many passages, of which years, with how many figures."""
    years = rows["report"].str.extract(r"_(\d{4})_", expand=False).astype(int)
    return f"{rows['report'].nunique()} passages, {years.min()}–{years.max()}, {_mentions(rows)} figures"


def _mentions(rows: pd.DataFrame) -> int:
    return int(rows.loc[rows["field"] == "f1", "n"].sum())


def _row(name: str, rows: pd.DataFrame) -> str:
    """One row: the shown scores, each weighted by the cases it speaks of."""
    means = [
        (part["score"] * part["n"]).sum() / part["n"].sum()
        for part in (rows[rows["field"] == field] for field in SHOWN)
    ]
    return f"| {name} | " + " | ".join(f"{mean:.3f}" for mean in means) + " |"


def _texts(source) -> Iterator[tuple[Report | dict[str, Report], pd.DataFrame]]:
    """The report or reports that a gold file speaks of, where they are at hand, with the gold."""
    path = data_path("gold", source.gold)
    gold = read_gold(path) if path.suffix == ".jsonl" else pd.read_csv(path)
    try:
        if source.kind in _OTHERS:
            yield {name: report_at_hand(name) for name in gold["report"].unique()}, gold
        else:
            yield _excerpt(source.gold.split(".")[0]), gold
    except ReportError:  # the reports are not here
        return


def _excerpt(name: str) -> Report:
    """The text that a gold file of quantities was made on: the seed whole, or named lines of a report."""
    made = json.loads(data_path("gold", "excerpts.json").read_text(encoding="utf-8")).get(name)
    if made is None:
        return report_at_hand(f"{name.replace('_', '-')}.txt")
    lines = report_at_hand(made["file"]).text.split("\n")
    text = "\n".join(lines[number] for number in made["lines"])[: made["length"]] + "\n"
    return read_report(text=text, name=name)


def _themes(reports: dict[str, Report], gold: pd.DataFrame) -> list[tuple]:
    """Agreement with the coders, sentence by sentence as gold divides them; the models by held-out report.

    Without the reports of all gold there is no model but one that has seen these sentences: then only the lexicon.
    """
    texts = [reports[row.report].text[row.start : row.end] for row in gold.itertuples()]
    rows = gold.assign(lexicon=code_themes(texts, method="lexicon")["code"])
    methods = ["lexicon"]
    with suppress(ReportError):
        rows = held_out().merge(gold[["report", "start"]])
        methods = list(METHODS)
    clusters = "report" if len(reports) > 1 else "start"
    scores = summarise_themes(rows, methods, clusters).itertuples(index=False)
    return [
        score
        for row in scores
        for score in (
            (f"accuracy {row.method}", row.accuracy, row.low, row.high, row.n),
            (f"kappa {row.method}", row.kappa, None, None, row.n),
            (f"alpha {row.method}", row.alpha, None, None, row.n),
        )
    ]


def _targets(reports: dict[str, Report], gold: pd.DataFrame) -> Iterator[tuple]:
    """F1 of targets, by part."""
    cases = [
        score_targets(gold[gold["report"] == name], targets(report)).assign(report=name)
        for name, report in reports.items()
    ]
    return summarise_targets(pd.concat(cases)).itertuples(index=False, name=None)


def _segmentation(reports: dict[str, Report], gold: pd.DataFrame) -> list[tuple]:
    """F1 of words, with the user dictionary and without."""
    rows = []
    for field, dictionary in (("word f1", True), ("word f1 without dictionary", False)):
        cases = [
            score_segmentation(part, reports[name], dictionary=dictionary) for name, part in gold.groupby("report")
        ]
        rows.append((field, *word_f1(pd.concat(cases, ignore_index=True))))
    return rows


_OTHERS = {"themes": _themes, "targets": _targets, "segmentation": _segmentation}
