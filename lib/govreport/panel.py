"""The targets of many reports, and what the reports of the next year claim came of them: ``data/reference``.

The texts of those reports are not shipped: the tables hold places, fields and the few characters of each target.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from .aims import target_name, target_names
from .export import stata
from .indicators import canonical, indicators
from .lexicon import data_path, rule
from .metadata import full_name
from .report import Report
from .structure import listed
from .targets import targets

FIRST_YEAR = 1985
GROUPS = {"urban_income": "urban", "rural_income": "rural", "income": "all"}
TONES = ("none", "soft", "hard")
_LONGEST = 24  # characters in a name that takes _high and _tone: Stata allows 32


def target_rows(report: Report, name: str) -> pd.DataFrame:
    """The headline indicators' targets of one report.

    Args:
        report: the report.
        name: what the rows call it.

    Returns:
        ``report, region, code``, then the columns of `targets` but ``sentence_id`` and ``rule``, with ``group`` (urban,
        rural or all) of an income.

    >>> from govreport import read_report
    >>> report = read_report(text="今年主要目标是：农村居民人均可支配收入增长6%。", name="made_up_2026")
    >>> target_rows(report, "made_up")[["indicator", "group", "low"]].values.tolist()
    [['income_growth', 'rural', 6.0]]
    """
    rows = targets(report)
    rows = rows[rows["indicator"].isin(target_names())].drop(columns=["sentence_id", "rule"])
    group = [GROUPS.get(canonical(subject, "growth")) for subject in rows["subject"].astype(object)]
    rows.insert(1, "group", group)
    return _placed(rows, report, name)


def outcome_rows(report: Report, name: str) -> pd.DataFrame:
    """What a report claims for the year before it: the first figure of each indicator that targets are set for.

    Returns:
        ``report, region, code, year, indicator, group, value, bound, text, start, end``; a fall is negative, but a fall
        of the energy intensity positive, as its targets are.

    >>> from govreport import read_report
    >>> report = read_report(text="2025年，居民消费价格下降0.3%。", name="made_up_2026")
    >>> outcome_rows(report, "made_up")[["year", "indicator", "value"]].values.tolist()
    [[2025, 'cpi', -0.3]]
    """
    rows = indicators(report)
    if report.review_year is None:
        return pd.DataFrame()
    measured = rows[(rows["modality"] == "actual") & (rows["period"] == str(report.review_year))]
    names = [target_name(r.indicator, r.measure, r.unit) for r in measured.fillna({"indicator": ""}).itertuples()]
    measured = measured.assign(of=measured["indicator"], indicator=names, year=report.review_year)
    measured = measured[measured["indicator"].isin(target_names()) & ~_averaged(report, measured)]
    measured = measured.drop_duplicates(["indicator", "of"])
    falls = (measured["direction"] == "down") & (measured["indicator"] != "energy_intensity")
    measured["value"] = measured["value"].mask(falls, -measured["value"])
    measured["group"] = measured["of"].map(GROUPS).astype(object)
    return _placed(measured[["year", "indicator", "group", "value", "bound", "text", "start", "end"]], report, name)


def reported_rows(report: Report, name: str) -> pd.DataFrame:
    """What a report says of the year before it: the first figure of each standard indicator and measure.

    Returns:
        ``report, region, code, year, indicator, measure, value, unit, direction, bound, text, start, end``.

    >>> from govreport import read_report
    >>> report = read_report(text="2025年，地区生产总值800亿元，增长5.2%。", name="made_up_2026")
    >>> reported_rows(report, "made_up")[["indicator", "measure", "text"]].values.tolist()
    [['gdp', 'level', '800亿元'], ['gdp', 'growth', '5.2%']]
    """
    rows = indicators(report)
    rows = rows[rows["indicator"].notna() & (rows["modality"] == "actual")]
    rows = rows[rows["period"] == str(report.review_year)].drop_duplicates(["indicator", "measure"])
    columns = ["year", "indicator", "measure", "value", "unit", "direction", "bound", "text", "start", "end"]
    return _placed(rows.assign(year=report.review_year)[columns], report, name)


def _averaged(report: Report, rows: pd.DataFrame) -> pd.Series:
    """Whether a figure is of several years, by the words of its sentence before it, back to the last ；."""
    said = listed(report)
    words = [report.text[said[row.sentence_id].start : row.start].split("；")[-1] for row in rows.itertuples()]
    return pd.Series([bool(rule("over years").search(text)) for text in words], index=rows.index, dtype=bool)


def _placed(rows: pd.DataFrame, report: Report, name: str) -> pd.DataFrame:
    """The rows with the report's name, region and code before them."""
    rows = rows.reset_index(drop=True)
    for at, (column, value) in enumerate(
        {"report": name, "region": full_name(report.region, report.region_code), "code": report.region_code}.items()
    ):
        rows.insert(at, column, value)
    return rows


def long(panel: pd.DataFrame) -> pd.DataFrame:
    """The panel in the names that researchers use: ``rate, rate_high, tone`` (0 none, 1 soft, 2 hard)."""
    rows = panel.rename(columns={"low": "rate", "high": "rate_high", "constraint": "tone"})
    return rows.assign(tone=rows["tone"].map(TONES.index))


def wide(panel: pd.DataFrame) -> pd.DataFrame:
    """A row for each region and year: of every indicator the rate, its high end and the tone.

    Args:
        panel: rows of `target_rows` of many reports; those for a year with a number are taken, headline ones first.

    >>> rows = pd.DataFrame({"region": ["甲"], "code": ["1"], "year": [2025], "indicator": ["cpi"], "group": [None]})
    >>> rows = rows.assign(low=2.0, high=2.0, constraint="soft", headline=True, start=0)
    >>> wide(rows).to_dict("records")
    [{'region': '甲', 'code': '1', 'year': 2025, 'cpi': 2.0, 'cpi_high': 2.0, 'cpi_tone': 1.0}]
    """
    rows = long(panel.dropna(subset=["year", "low"])).sort_values(["headline", "start"], ascending=[False, True])
    group = rows["group"].astype(object).where(rows["group"].isin(["urban", "rural"]))
    short = rows["indicator"].mask(
        rows["indicator"].str.len() > _LONGEST, rows["indicator"].str.removesuffix("_growth")
    )
    rows["name"] = short + ("_" + group).fillna("")
    rows = rows.drop_duplicates(["region", "year", "name"]).fillna({"code": ""})
    made = rows.pivot(index=["region", "code", "year"], columns="name", values=["rate", "rate_high", "tone"])
    made.columns = [
        name + kind.removeprefix("rate") if kind != "tone" else f"{name}_tone" for kind, name in made.columns
    ]
    return made[sorted(made.columns)].reset_index().infer_objects()


def write_panel(reports: Iterable[tuple[str, Report]]) -> pd.DataFrame:
    """Write ``targets.csv``, ``outcomes.csv``, ``targets.dta`` and ``targets_wide.dta`` to ``data/reference``.

    Args:
        reports: names and reports; those of provinces and of the State Council since 1985 are taken.

    Returns:
        The targets.
    """
    taken = [
        (name, report)
        for name, report in reports
        if report.tier in ("province", "state") and (report.year or 0) >= FIRST_YEAR
    ]
    panel = pd.concat([target_rows(report, name) for name, report in taken], ignore_index=True)
    outcomes = pd.concat([outcome_rows(report, name) for name, report in taken], ignore_index=True)
    folder = data_path("reference")
    for rows, name in ((panel, "targets.csv"), (outcomes, "outcomes.csv")):
        rows.to_csv(folder / name, index=False, lineterminator="\n")
    labels = pd.read_csv(folder / "columns.csv").set_index("column")["label"].to_dict()
    tones = dict(enumerate(TONES))
    stata(long(panel), folder / "targets.dta", label="Targets", variables=labels, values={"tone": tones})
    rows = wide(panel)
    named = {name: tones for name in rows if name.endswith("_tone")}
    shown = {name: label for name, label in labels.items() if name in rows}
    stata(rows, folder / "targets_wide.dta", label="Targets, wide", variables=shown, values=named)
    return panel
