"""Knowledge is data: the CSV tables under ``data/`` and where they stand."""

import re
from functools import cache
from pathlib import Path

import pandas as pd

from .errors import ReportError

_HERE = Path(__file__).resolve().parent
_HOMES = (_HERE / "data", _HERE.parents[1] / "data")


def data_path(*parts: str) -> Path:
    """Path of a file or folder under ``data/``, in a checkout or in an installed wheel.

    Raises:
        ReportError: where no such file came with this installation.

    >>> data_path("lexicon", "units.csv").name
    'units.csv'
    """
    for home in _HOMES:
        path = home.joinpath(*parts)
        if path.exists():
            return path
    raise ReportError(f"data/{'/'.join(parts)} is missing from this installation; reinstall govreport-notebooks.")


@cache
def table(name: str) -> pd.DataFrame:
    """Lexicon table ``data/lexicon/<name>.csv``, every cell a string, empty cells ``""``.

    The table is read once and shared: copy it before changing it.

    >>> sorted(table("units").columns)
    ['base', 'dimension', 'factor', 'kind', 'not_before', 'seen', 'unit']
    """
    return pd.read_csv(data_path("lexicon", f"{name}.csv"), dtype=str, keep_default_na=False, encoding="utf-8")


@cache
def terms(name: str, **where: str) -> tuple[str, ...]:
    """First column of a lexicon table, rows filtered by ``column=value``, longest term first.

    Longest first is the order that a regular expression's alternation needs.

    >>> terms("units", kind="currency")[0]
    '新台币元'
    """
    rows = table(name)
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return tuple(sorted(rows.iloc[:, 0], key=lambda term: (-len(term), term)))


@cache
def rule(name: str) -> re.Pattern[str]:
    """The pattern of a rule of ``data/lexicon/rules.csv``.

    >>> rule("share name").search("森林覆盖率").group()
    '率'
    """
    rows = table("rules")
    return re.compile(rows.loc[rows["rule"] == name, "pattern"].item())


def leading(text: str, cues: tuple[str, ...]) -> str:
    """The first of ``cues`` that the text starts with, "" where it starts with none.

    >>> leading("实现增长", ("完成", "实现"))
    '实现'
    """
    return next(cue for cue in cues if text.startswith(cue)) if text.startswith(cues) else ""


def trailing(text: str, cues: tuple[str, ...]) -> str:
    """The first of ``cues`` that the text ends with, "" where it ends with none.

    >>> trailing("产值达到", ("达到", "到"))
    '达到'
    """
    return next(cue for cue in cues if text.endswith(cue)) if text.endswith(cues) else ""
