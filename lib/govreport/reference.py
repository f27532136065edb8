"""Figures of many reports, for comparison in the lessons: their structure, their targets, and what came of them.

The texts of those reports are not shipped; the figures are computed where the reports are, in the folder that
``GOVREPORT_CORPUS`` names.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePath

import pandas as pd

from .audit import audit
from .errors import ReportError
from .export import save
from .frequencies import write_frequencies
from .lexicon import data_path
from .new_words import new_words
from .panel import write_panel
from .report import Report, read_report
from .structure import body, locate, sentences, units


def describe_structure(report: Report) -> dict:
    r"""Figures of one report's structure.

    Returns:
        ``name, year, region, tier, truncated``, then counts of ``characters, parts, sections, items, sentences``, the
        shares of the body's characters in the ``review`` and the ``plan``, and ``sentence_length`` (mean, characters).

    >>> figures = describe_structure(read_report(text="一、回顾\n增长。\n二、今年工作\n发展。"))
    >>> figures["parts"], figures["review"]
    (2, 0.44)
    """
    rows, said = units(report), body(locate(report, sentences(report)))
    lengths = said["end"] - said["start"]
    share = lengths.groupby(said["part_kind"]).sum() / lengths.sum() if len(said) else pd.Series(dtype=float)
    return {
        "name": report.name,
        "year": report.year,
        "region": report.region,
        "tier": report.tier,
        "truncated": report.truncated,
        "characters": int(lengths.sum()),
        "parts": int((rows["level"] == 1).sum()),
        "sections": int((rows["level"] == 2).sum()),
        "items": int((rows["kind"] == "item").sum()),
        "sentences": len(said),
        "review": round(float(share.get("review", 0.0)), 2),
        "plan": round(float(share.get("plan", 0.0)), 2),
        "sentence_length": round(float(lengths.mean()), 1) if len(said) else None,
    }


def _write_audit(reports: Iterable[tuple[str, Report]]) -> None:
    """Write the relations found in each report, with the places of their figures."""
    rows = pd.concat([audit(report).assign(report=name) for name, report in reports], ignore_index=True)
    rows["mentions"] = ["; ".join(f"{start}-{end}" for start, end in spans) for spans in rows["mentions"]]
    rows["texts"] = rows["texts"].map("; ".join)
    columns = ["report", "relation", "subject", "texts", "computed", "computed_low", "computed_high", "unit", "verdict"]
    rows = rows[[*columns, "mentions"]].round(dict.fromkeys(columns, 6))
    rows.to_csv(data_path("reference") / "audit.csv", index=False, lineterminator="\n")


def collection(folder: str | Path | None = None) -> dict[str, Report]:
    """Every .txt report under a folder (``$GOVREPORT_CORPUS``), by its path there without the ending.

    Raises:
        ReportError: where there is no such folder, or no report in it.
    """
    folder = Path(folder or os.environ.get("GOVREPORT_CORPUS", ""))
    paths = sorted(folder.rglob("*.txt")) if folder.name else []
    if not paths:
        raise ReportError("There are no reports at hand: set GOVREPORT_CORPUS to a folder of .txt reports.")
    return {path.relative_to(folder).with_suffix("").as_posix(): read_report(path) for path in paths}


def propose_terms(folder: str | Path | None = None) -> pd.DataFrame:
    """Write the candidates of `new_words` in all reports of a folder to ``build/tables/new_words.csv``, for review."""
    from tqdm import tqdm

    rows = new_words(tqdm(collection(folder).values(), unit="report"))
    save(rows.round(3), "new_words")
    return rows


def write_reference(folder: str | Path | None = None) -> pd.DataFrame:
    """Describe every .txt report under a folder (``$GOVREPORT_CORPUS``) in ``data/reference``.

    ``structure.csv`` has a row a report, ``audit.csv`` a row a relation; `govreport.panel` and `govreport.frequencies`
    write theirs.

    Raises:
        ReportError: where no folder of reports is named.
    """
    from tqdm import tqdm

    reports = collection(folder)
    rows = []
    for name, report in tqdm(reports.items(), unit="report"):
        rows.append({"group": PurePath(name).parent.as_posix(), **describe_structure(report)})
    write_panel(tqdm(reports.items(), unit="report"))
    _write_audit(tqdm(reports.items(), unit="report"))
    write_frequencies(tqdm(reports.items(), unit="report"))
    table = pd.DataFrame(rows).astype({"year": "Int64"})
    table.to_csv(data_path("reference") / "structure.csv", index=False, lineterminator="\n")
    return table
