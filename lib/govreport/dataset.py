"""A dataset of many reports: its tables, read when they are needed, a selection of it, and that as files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from .columns import TABLES, labels
from .errors import ReportError
from .export import spreadsheet, stata, workbook
from .parts import part_files

if TYPE_CHECKING:
    import dask.dataframe as dd

_SHEET = 1_048_575  # rows of an Excel sheet under its header


@dataclass(frozen=True)
class Dataset:
    """What `govreport.corpus.analyze` made, or a selection of it.

    Attributes:
        folder: of the dataset.
        reports: the manifest, a row a report (data/lexicon/tables.csv).
    """

    folder: Path
    reports: pd.DataFrame

    def __repr__(self) -> str:
        read = self.reports[self.reports["status"] == "ok"]
        years = read["year"].dropna()
        span = f", {years.min():.0f}–{years.max():.0f}" if len(years) else ""
        return f"<Dataset {self.folder.name}: {len(read):,} reports{span}>"

    def filter(self, *, region=None, year=None, tier=None) -> Dataset:
        """The reports of some regions, years or tiers.

        Args:
            region: a name, its beginning (黑龙江) or a division code, or several.
            year: of the report, or several, such as ``range(2020, 2027)``.
            tier: state, province, prefecture, county, township, or several.

        Raises:
            ReportError: where there is no such report.
        """
        rows = self.reports
        if region is not None:
            asked = tuple(_several(region))
            rows = rows[rows["region"].fillna("").str.startswith(asked) | rows["region_code"].isin(asked)]
        if year is not None:
            rows = rows[rows["year"].isin(list(_several(year)))]
        if tier is not None:
            rows = rows[rows["tier"].isin(list(_several(tier)))]
        if rows.empty:
            raise ReportError("The dataset has no such report: see the column region, year and tier of its reports.")
        return Dataset(self.folder, rows.reset_index(drop=True))

    def table(self, name: str) -> dd.DataFrame:
        """A table of the selection as a Dask DataFrame: nothing is read until ``compute()``.

        Args:
            name: units, indicators, targets, themes, frequencies or audit.

        Raises:
            ReportError: where the dataset has no such table.
        """
        import dask.dataframe as dd

        chosen = self.reports[self.reports["status"] == "ok"]
        files = part_files(self.folder, name, chosen) if name in TABLES else []
        if not files:
            raise ReportError(
                f"The dataset has no table {name!r}: name it among the tables of analyze and run it again."
            )
        return dd.read_parquet(files, index=False, filters=[("report", "in", set(chosen["report"]))])

    @property
    def tables(self) -> list[str]:
        """The tables that the dataset has."""
        held = {name for names in self.reports["tables"] for name in names.split(",")}
        return [name for name in TABLES if name in held]

    @property
    def duplicates(self) -> pd.DataFrame:
        """Reports of the selection that copy another: ``report, other, kind, similarity``."""
        rows = pd.read_parquet(self.folder / "duplicates.parquet")
        return rows[rows["report"].isin(self.reports["report"])].reset_index(drop=True)

    def to_csv(self, folder: str | Path) -> None:
        """Write the reports and each table of the selection as CSV that a spreadsheet opens as it stands."""
        for name, rows in self._computed().items():
            spreadsheet(rows, Path(folder) / f"{name}.csv")

    def to_excel(self, path: str | Path) -> None:
        """Write the reports and each table of the selection as the sheets of one workbook.

        Raises:
            ReportError: where a table has more rows than a sheet.
        """
        tables = self._computed()
        long = [name for name, rows in tables.items() if len(rows) > _SHEET]
        if long:
            raise ReportError(f"{', '.join(long)} has more rows than an Excel sheet: filter, or write CSV.")
        workbook(tables, path)

    def to_stata(self, folder: str | Path) -> None:
        """Write the reports and each table of the selection as Stata files with variable labels."""
        for name, rows in self._computed().items():
            said = labels("manifest" if name == "reports" else name)
            stata(rows, Path(folder) / f"{name}.dta", label=f"govreport {name}", variables=_labels(said, rows))

    def _computed(self) -> dict[str, pd.DataFrame]:
        """The reports and every table that the dataset has, in memory."""
        return {"reports": self.reports} | {name: self.table(name).compute() for name in self.tables}


def _several(asked) -> Collection:
    return asked if isinstance(asked, Collection) and not isinstance(asked, str) else [asked]


def _labels(said: dict[str, str], rows: pd.DataFrame) -> dict[str, str]:
    """The labels of the columns that are there, as short as Stata wants them."""
    return {column: said[column][:80] for column in rows if column in said}
