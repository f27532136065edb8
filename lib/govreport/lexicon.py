"""Knowledge is data: the CSV tables under ``data/`` and where they stand."""

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
    ['kind', 'not_before', 'unit']
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
