"""The published accuracy as text: ``docs/accuracy.md`` and the table of the README, from ``data/reference``."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from .lexicon import data_path
from .scores import POOLED, SEED, summary

ROOT = Path(__file__).resolve().parents[2]
HEAD = (
    "| measured on | spans F1 | value | unit | bound | modality | measure | period | subject |\n" + "| --- " * 9 + "|"
)
FIELDS = {
    "precision": "spans, precision",
    "recall": "spans, recall",
    "f1": "spans, F1",
    "value": "value",
    "unit": "unit",
    "bound": "bound",
    "modality": "modality",
    "direction": "direction",
    "measure": "measure",
    "period": "period",
    "subject": "subject, by overlap",
    "subject_exact": "subject, letter by letter",
    "subject_ten_before": "baseline: the ten characters before the number as subject",
}
_PLACE = re.compile("(?<=<!-- accuracy -->\n).*(?=<!-- /accuracy -->)", re.DOTALL)


def scores_table() -> str:
    """The scores as they are now, with their intervals, as a table of Markdown.

    >>> scores_table().splitlines()[0]
    '| score | other reports | 95 % interval | the seed | 95 % interval |'
    """
    rows = pd.read_csv(data_path("reference", "scores.csv"))
    lines = ["| score | other reports | 95 % interval | the seed | 95 % interval |", "| --- " * 5 + "|"]
    for field, name in FIELDS.items():
        cells = []
        for report in (POOLED, f"{SEED}.quantities"):
            row = rows[(rows["report"] == report) & (rows["field"] == field)].iloc[0]
            cells += [f"{row.score:.3f}", f"{row.low:.3f}–{row.high:.3f}"]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def errors_table() -> str:
    """Errors that are left on the passages of other reports, by kind, as a table of Markdown."""
    rows = pd.read_csv(data_path("reference", "errors.csv"))
    counts = rows.loc[~rows["report"].str.startswith(SEED), "kind"].value_counts()
    return "\n".join(["| what is wrong | errors |", "| --- | --- |", *(f"| {k} | {n} |" for k, n in counts.items())])


def peers_table() -> str:
    """Other extractors on the same gold, as a table of Markdown."""
    rows = pd.read_csv(data_path("reference", "peers.csv"))
    lines = ["| system | version | spans F1 | value | unit | characters a second |", "| --- " * 6 + "|"]
    lines += [
        f"| {r.system} | {r.version} | {r.f1:.3f} | {r.value:.3f} | {r.unit:.3f} | {r.characters_per_second:,.0f} |"
        for r in rows.itertuples()
    ]
    return "\n".join(lines)


def accuracy_page() -> str:
    """``docs/accuracy.md``."""
    scores, peers = (pd.read_csv(data_path("reference", name)) for name in ("scores.csv", "peers.csv"))
    passages = scores.loc[scores["report"] == POOLED].set_index("field").loc["f1", "n"]
    return f"""# Accuracy

Written by `make score` from `data/reference`; version {scores["version"].iloc[0]}, {scores["date"].iloc[0]}.

Gold was made by a language model that read each text under [the guide](annotation-guide.md), never by running an
extractor; people have not checked it. What it proves: that the extraction agrees with a careful reading under a
written definition. What it does not: that a person would agree with that reading, or that the report is right.

## On first contact

{HEAD}
{chr(10).join(summary())}

Each round was annotated before the extractor had seen it; then the rules were mended. Take the last round as the
accuracy to expect of a report that is new to the suite; the first line and the last are development scores.

## Now, with intervals

{scores_table()}

{passages} figures in passages of other reports; intervals draw reports again there, sentences on the seed. The overlap
of subjects is generous: read it against the exact score below it and against the baseline.

## What is still wrong on other reports

{errors_table()}

Each with its place in `data/reference/errors.csv`.

## Other extractors on the same gold

{peers_table()}

Measured by `make bench-peers` on {peers["date"].iloc[0]}, one core. All gold, {peers["figures"].iloc[0]} figures, the
seed with them: ours are development scores there. Speed on the provincial reports of 2026. Units of the others count
as right where they give any. None of them reads a subject, measure, period or bound; JioNLP reads money alone;
quantulum3 is made for English.

## How to report it

Name the version, and the accuracy of the fields that you use, on first contact, with the number of figures. Better:
annotate a passage of your own reports under the guide, score it as lesson 12 shows, and report that.
"""


def write_accuracy() -> None:
    """Write ``docs/accuracy.md``, and the table between the marks of the README."""
    (ROOT / "docs" / "accuracy.md").write_text(accuracy_page(), encoding="utf-8", newline="\n")
    readme = ROOT / "README.md"
    table = "\n".join([HEAD, *summary()]) + "\n"
    readme.write_text(_PLACE.sub(table, readme.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
