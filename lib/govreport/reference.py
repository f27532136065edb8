"""Figures of many reports, for comparison in the lessons: their structure, their targets, and what came of them.

The texts of those reports are not shipped; the figures are computed where the reports are, in the folder that
``GOVREPORT_CORPUS`` names.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath

import pandas as pd

from .at_hand import collection
from .attention_index import index_sensitivity, indices
from .audit import audit
from .export import save
from .frequencies import write_frequencies
from .lexicon import data_path
from .new_words import new_words
from .panel import reported_rows, write_panel
from .report import Report
from .spread import new_phrases, spread
from .structure import body, locate, sentences, units
from .themes import code_themes


def describe_structure(report: Report) -> dict:
    r"""Figures of one report's structure.

    Returns:
        ``name, year, region, tier, truncated``, then counts of ``characters, parts, sections, items, sentences``, the
        shares of the body's characters in the ``review`` and the ``plan``, and ``sentence_length`` (mean, characters).

    >>> from govreport import read_report
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


def _write_attention(reports: Iterable[tuple[str, Report]]) -> None:
    """Write how many sentences, and characters of them, each report has on each topic, in its review and its plan."""
    tables = []
    for name, report in reports:
        rows = body(locate(report, code_themes(sentences(report))))
        rows = rows.assign(characters=rows["end"] - rows["start"], part_kind=rows["part_kind"].fillna("other"))
        counted = rows.groupby(["part_kind", "code"])["characters"].agg(sentences="size", characters="sum")
        head = {"report": name, "year": report.year, "region": report.region, "tier": report.tier}
        tables.append(counted.reset_index().assign(**head)[[*head, "part_kind", "code", "sentences", "characters"]])
    rows = pd.concat(tables, ignore_index=True).astype({"year": "Int64"})
    rows.to_csv(data_path("reference") / "attention.csv", index=False, lineterminator="\n")


def _write_indices(reports: Iterable[tuple[str, Report]]) -> None:
    """Write every attention index of each report, however it is counted."""
    tables = [
        index_sensitivity(report, preset).assign(report=name, year=report.year)
        for name, report in reports
        for preset in indices()["index"]
    ]
    rows = pd.concat(tables, ignore_index=True).fillna({"part": "whole"}).astype({"year": "Int64"})
    columns = ["report", "year", "index", "count", "denominator", "part", "hits", "total"]
    rows[columns].to_parquet(data_path("reference") / "indices.parquet", index=False, compression="zstd")


def _write_reported(reports: dict[str, Report]) -> None:
    """Write the standard indicators that the reports of provinces give for the year before them."""
    rows = [reported_rows(report, name) for name, report in reports.items() if report.tier == "province"]
    pd.concat(rows, ignore_index=True).to_csv(data_path("reference") / "reported.csv", index=False, lineterminator="\n")


def _write_phrases(reports: dict[str, Report]) -> None:
    """Write the phrases new in the State Council's reports of 2024 and 2025, and how many provinces have them."""
    state = {report.year: report for report in reports.values() if report.tier == "state"}
    provinces = {
        f"provinces_{year}": [
            report for report in reports.values() if report.tier == "province" and report.year == year
        ]
        for year in (2025, 2026)
    }
    tables = []
    for year in (2024, 2025):
        fresh = new_phrases(state[year], [state[earlier] for earlier in state if earlier < year])
        tables.append(fresh.merge(spread(fresh["phrase"], provinces), on="phrase").assign(year=year))
    rows = pd.concat(tables)[["phrase", "year", "frequency", *provinces]]
    rows.to_csv(data_path("reference") / "phrases.csv", index=False, lineterminator="\n")


def propose_terms(folder: str | Path | None = None) -> pd.DataFrame:
    """Write the candidates of `new_words` in all reports of a folder to ``build/tables/new_words.csv``, for review."""
    from tqdm import tqdm

    rows = new_words(tqdm(collection(folder).values(), unit="report"))
    save(rows.round(3), "new_words")
    return rows


def write_reference(folder: str | Path | None = None) -> pd.DataFrame:
    """Describe every .txt report under a folder (``$GOVREPORT_CORPUS``) in ``data/reference``.

    ``structure.csv`` has a row a report, ``audit.csv`` a row a relation, ``attention.csv`` a row a topic of
    a part, ``indices.parquet`` a row a way to count, ``reported.csv`` a row an indicator of a province, ``phrases.csv``
    a row a phrase new in the State Council's reports; `govreport.panel` and `govreport.frequencies`
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
    _write_attention(tqdm(reports.items(), unit="report"))
    _write_indices(tqdm(reports.items(), unit="report"))
    _write_reported(reports)
    _write_phrases(reports)
    table = pd.DataFrame(rows).astype({"year": "Int64"})
    table.to_csv(data_path("reference") / "structure.csv", index=False, lineterminator="\n")
    return table
