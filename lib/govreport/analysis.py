"""One report to all its tables, and a batch of reports to one part of a dataset: what a worker does."""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path

import pandas as pd

from .audit import audit
from .columns import columns
from .duplicates import signature
from .errors import ReportError
from .frequency import frequency
from .indicators import indicators
from .lexicon import data_path
from .limits import Limits
from .metadata import full_name
from .parts import write_part
from .report import Report, read_report
from .sources import Source
from .structure import locate, sentences, units
from .targets import targets
from .themes import code_themes
from .tokens import tokens


@cache
def version() -> str:
    """The library's version and a fingerprint of its code and lexicon, on which every table depends.

    >>> version().count("+")
    1
    """
    files = sorted(
        [*Path(__file__).parent.glob("*.py"), *data_path("lexicon").glob("*.csv")], key=lambda path: path.name
    )
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    return f"{installed_version('govreport-notebooks')}+{digest[:10]}"


def analyze_report(source: Source, tables: Iterable[str], limits: Limits) -> tuple[dict, dict[str, pd.DataFrame]]:
    """What one source gives: its row of the manifest (without ``part``), and its tables.

    Whatever is wrong with the source becomes ``status`` and ``error`` of the row; then there are no tables.

    >>> row, made = analyze_report(Source("a", "a.csv", "甲县2026年政府工作报告", "甲"), ["units"], Limits())
    >>> row["status"], row["region"], row["year"], len(made["units"])
    ('ok', '甲县', 2026, 1)
    """
    started = time.perf_counter()
    row, made = _row(source, tables), {}
    try:
        if source.skipped:
            row["status"] = "skipped"
            raise ReportError(f"{Path(source.path).name} is not named like a report (.txt, .html, .docx, .pdf …).")
        report = _read(source, limits)
        row |= _facts(report)
        head = {column: row[column] for column in ("report", "region", "region_code", "tier", "year")}
        made = {name: _MAKERS[name](report).assign(**head) for name in (*tables, "signatures")}
    except ReportError as error:
        row |= {"status": "error" if row["status"] == "ok" else row["status"], "error": str(error)}
    except Exception as error:  # a fault of ours costs one report, not the rest
        row = failed(source, tables, error)
    row["seconds"] = round(time.perf_counter() - started, 3)
    return row, made


def failed(source: Source, tables: Iterable[str], error: BaseException) -> dict:
    """The manifest's row of a source that a fault of the library, or of the worker, kept from being analysed."""
    said = f"Analysing it failed ({type(error).__name__}: {error}): please report this."
    return _row(source, tables) | {"status": "error", "error": said, "seconds": 0.0}


def _row(source: Source, tables: Iterable[str]) -> dict:
    row = dict.fromkeys(columns("manifest")["column"])
    row |= {"report": source.report, "source": source.path, "sha256": source.sha256, "size": source.size}
    return row | {"version": version(), "tables": ",".join(tables), "status": "ok"}


def analyze_batch(sources: list[Source], tables: tuple[str, ...], limits: Limits, out: str) -> tuple[int, int]:
    """Analyse sources and write their tables and rows as one part of the dataset.

    Returns:
        How many reports there were, and how many of them have an error.
    """
    rows, pieces = [], defaultdict(list)
    for source in sources:
        row, made = analyze_report(source, tables, limits)
        rows.append(row)
        for name, piece in made.items():
            if len(piece):
                pieces[name].append(piece)
    write_part(Path(out), rows, pieces)
    return len(rows), sum(row["status"] == "error" for row in rows)


def _read(source: Source, limits: Limits) -> Report:
    if source.text is None:
        return read_report(source.path, limits=limits)
    return replace(read_report(text=source.text, name=source.name, limits=limits), source=source.path)


def _facts(report: Report) -> dict:
    return {
        "sha256": report.sha256,
        "title": report.title,
        "region": full_name(report.region, report.region_code),
        "region_code": report.region_code,
        "tier": report.tier,
        "year": report.year,
        "characters": len(report.text),
        "truncated": report.truncated,
    }


def _themes(report: Report) -> pd.DataFrame:
    rows = code_themes(said := sentences(report)).assign(unit_id=said["unit_id"])
    return locate(report, rows)


_MAKERS: dict[str, Callable[[Report], pd.DataFrame]] = {
    "units": units,
    "indicators": indicators,
    "targets": lambda report: targets(report).rename(columns={"year": "target_year"}),
    "themes": _themes,
    "frequencies": lambda report: frequency(tokens(report)),
    "audit": audit,
    "signatures": lambda report: pd.DataFrame({"signature": [signature(report.text)]}),
}
