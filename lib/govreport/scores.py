"""Every gold file scored: the figures of ``data/reference/scores.csv``, shown in the README and the lessons.

Gold on reports other than the seed holds offsets and short fields only; it can be scored where the reports are, in the
folder that ``GOVREPORT_CORPUS`` names.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from .errors import ReportError
from .evaluate import agreement, read_gold, score_quantities
from .indicators import indicators
from .lexicon import data_path
from .report import Report, read_report
from .themes import code_themes

SHOWN = ("f1", "value", "unit", "bound", "modality", "measure", "period", "subject")
COLUMNS = ["gold", "role", "score", "value", "n"]


def score_gold() -> pd.DataFrame:
    """Score the extraction on every gold file of ``data/gold/sources.csv`` whose text is at hand.

    Returns:
        One row a gold file and score: ``gold, role`` (``development``: read while the rules were written; ``unseen``:
        not), ``score, value, n`` (cases that the score speaks of).

    >>> scores = score_gold()
    >>> scores.columns.tolist()
    ['gold', 'role', 'score', 'value', 'n']
    """
    rows = []
    for source in _sources().itertuples():
        measure = _quantities if source.kind == "quantities" else _themes
        for report, gold in _texts(source):
            rows += [(source.gold, source.role, *score) for score in measure(report, gold)]
    return pd.DataFrame(rows, columns=COLUMNS)


def write_scores() -> pd.DataFrame:
    """Score everything and write ``data/reference/scores.csv``, with the date and the version of the library.

    Raises:
        ReportError: where the reports of some gold file are not at hand, so that its scores would be lost.
    """
    rows = score_gold()
    if absent := sorted(set(_sources()["gold"]) - set(rows["gold"])):
        raise ReportError(f"The reports of {', '.join(absent)} are not at hand: set GOVREPORT_CORPUS to their folder.")
    rows.insert(0, "date", datetime.date.today().isoformat())
    rows.insert(1, "version", version("govreport-notebooks"))
    path = data_path("reference") / "scores.csv"
    partial = path.with_suffix(".partial")
    rows.round({"value": 4}).to_csv(partial, index=False, lineterminator="\n")
    partial.replace(path)
    return rows


def summary() -> list[str]:
    """Rows of the README table of accuracy, from ``data/reference``; a figure is the mean over gold, by mentions.

    >>> summary()[0].startswith("| The seed")
    True
    """
    current, first = (pd.read_csv(data_path("reference", name)) for name in ("scores.csv", "first_contact.csv"))
    quantities = current[current["gold"].str.contains("quantities")]
    seed = quantities[quantities["gold"].str.startswith("daoli")]
    rounds = [
        _row(f"Round {number}: {_passages(rows)}, on first contact", rows) for number, rows in first.groupby("round")
    ]
    now = quantities[quantities["gold"].isin(first["gold"])]
    return [
        _row(f"The seed, {_mentions(seed)} figures (rules written on it)", seed),
        *rounds,
        _row(f"All {_passages(now)}, now, rules mended on them", now),
    ]


def _passages(rows: pd.DataFrame) -> str:
    """How many passages, of which years, with how many figures."""
    years = rows["gold"].str.extract(r"_(\d{4})_", expand=False).astype(int)
    return f"{rows['gold'].nunique()} passages, {years.min()}–{years.max()}, {_mentions(rows)} figures"


def _mentions(rows: pd.DataFrame) -> int:
    return int(rows.loc[rows["score"] == "f1", "n"].sum())


def _row(name: str, rows: pd.DataFrame) -> str:
    """One row: the shown scores, each weighted by the cases it speaks of."""
    means = [
        (part["value"] * part["n"]).sum() / part["n"].sum()
        for part in (rows[rows["score"] == score] for score in SHOWN)
    ]
    return f"| {name} | " + " | ".join(f"{mean:.3f}" for mean in means) + " |"


def _sources() -> pd.DataFrame:
    return pd.read_csv(data_path("gold", "sources.csv"), dtype=str, keep_default_na=False)


def _texts(source) -> Iterator[tuple[Report | dict[str, Report], pd.DataFrame]]:
    """The report or reports that a gold file speaks of, where they are at hand, with the gold."""
    path = data_path("gold", source.gold)
    gold = read_gold(path) if source.kind == "quantities" else pd.read_csv(path)
    try:
        if source.kind == "themes":
            yield {name: _report(name) for name in gold["report"].unique()}, gold
        else:
            yield _excerpt(source.gold.split(".")[0]), gold
    except ReportError:  # the reports are not here
        return


def _report(name: str) -> Report:
    """The seed, or a report of the corpus."""
    seed = Path(__file__).resolve().parents[2] / "seeds" / name
    return read_report(seed if seed.exists() else Path(os.environ.get("GOVREPORT_CORPUS", "")) / name)


def _excerpt(name: str) -> Report:
    """The text that a gold file of quantities was made on: the seed whole, or named lines of a report."""
    made = json.loads(data_path("gold", "excerpts.json").read_text(encoding="utf-8")).get(name)
    if made is None:
        return _report(f"{name.replace('_', '-')}.txt")
    lines = _report(made["file"]).text.split("\n")
    text = "\n".join(lines[number] for number in made["lines"])[: made["length"]] + "\n"
    return read_report(text=text, name=name)


def _quantities(report: Report, gold: pd.DataFrame) -> list[tuple]:
    return list(score_quantities(gold, indicators(report)).summary.itertuples(index=False, name=None))


def _themes(reports: dict[str, Report], gold: pd.DataFrame) -> list[tuple]:
    """Accuracy and kappa against the first coder, sentence by sentence as gold divides them."""
    texts = [reports[row.report].text[row.start : row.end] for row in gold.itertuples()]
    found = agreement(code_themes(texts)["code"], gold["coder_a"])
    return [(name, found[name], int(found["n"])) for name in ("accuracy", "kappa")]
