"""The gold files, and the reports they speak of where these are: the seed, or ``GOVREPORT_CORPUS``."""

import os
from pathlib import Path

import pandas as pd

from .errors import ReportError
from .lexicon import data_path
from .report import Report, read_report


def gold_sources() -> pd.DataFrame:
    """``data/gold/sources.csv``: ``gold`` (file), ``kind``, ``role``, ``made``.

    >>> set(gold_sources()["role"]) <= {"development", "unseen"}
    True
    """
    return pd.read_csv(data_path("gold", "sources.csv"), dtype=str, keep_default_na=False)


def report_at_hand(name: str) -> Report:
    """The seed, or a report of the corpus, by its file name.

    Raises:
        ReportError: where it is not here.
    """
    seed = Path(__file__).resolve().parents[2] / "seeds" / name
    return read_report(seed if seed.exists() else Path(os.environ.get("GOVREPORT_CORPUS", "")) / name)


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
