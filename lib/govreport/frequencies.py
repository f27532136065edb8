"""Word frequencies of many reports, for comparison without their texts: ``data/reference/frequencies.parquet``."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .frequency import frequency
from .lexicon import data_path
from .report import Report
from .tokens import tokens


def word_counts(report: Report, name: str) -> pd.DataFrame:
    """Words of a report with their occurrences: ``report, year, feature, frequency``.

    >>> from govreport import read_report
    >>> word_counts(read_report(text="保障民生。保障就业。", name="a_2026"), "a")["frequency"].tolist()
    [2, 1, 1]
    """
    rows = frequency(tokens(report))[["feature", "frequency"]]
    rows.insert(0, "report", name)
    rows.insert(1, "year", report.year)
    return rows


def reference_frequencies(group: str = "", *, years: tuple[int, int] | None = None) -> pd.DataFrame:
    """Word frequencies of the collection, for `govreport.keyness`.

    Args:
        group: how the names of the reports start: ``provinces-2026``, ``state-council``; all where empty.
        years: first and last year of the reports.

    Returns:
        ``feature, frequency, docfreq`` (reports that have it), the most frequent first.

    >>> int(reference_frequencies("provinces-2026")["docfreq"].max())
    31
    """
    rows = frequencies_by_report()
    rows = rows[rows["report"].str.startswith(group)]
    rows = rows[rows["year"].between(*years)] if years else rows
    made = rows.groupby("feature")["frequency"].agg(frequency="sum", docfreq="size").reset_index()
    return made.sort_values(["frequency", "feature"], ascending=[False, True], ignore_index=True)


def frequencies_by_report() -> pd.DataFrame:
    """The whole table: ``report, year, feature, frequency``."""
    return pd.read_parquet(data_path("reference") / "frequencies.parquet").astype({"report": "str", "feature": "str"})


def write_frequencies(reports: Iterable[tuple[str, Report]]) -> None:
    """Write ``frequencies.parquet``; its metadata name the versions of the segmenter and of this library."""
    rows = pd.concat([word_counts(report, name) for name, report in reports], ignore_index=True)
    made = pa.Table.from_pandas(rows.astype({"year": "Int64", "report": "category", "feature": "category"}))
    told = {f"{name} version": version(name) for name in ("jieba", "govreport-notebooks")}
    made = made.replace_schema_metadata((made.schema.metadata or {}) | told)
    pq.write_table(made, data_path("reference") / "frequencies.parquet", compression="zstd")
