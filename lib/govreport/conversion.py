"""Values in the base unit of their dimension, so that 亩 and 公顷, 斤 and 吨 can be compared."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from .lexicon import table

_PARTS = re.compile(r"([/／]?[^/／每(（]+)((?:[/／每].*)?)")


def in_base_units(rows: pd.DataFrame) -> pd.DataFrame:
    """Add ``dimension``, ``base_value`` and ``base_unit`` to a table with ``value`` and ``unit``.

    The factors stand in ``data/lexicon/units.csv``: 亩 is 666.67 平方米, 斤 is 0.0005 吨. What a value is taken by
    stays (the day of 吨/日); currencies are not converted; a unit not in the table keeps its value, without dimension.

    Args:
        rows: a table of `indicators` or of `govreport.quantities.mentions`.

    >>> rows = in_base_units(pd.DataFrame({"value": [3.0, 2e8, 5.2], "unit": ["亩", "斤", "%"]}))
    >>> rows[["dimension", "base_value", "base_unit"]].round(1).values.tolist()
    [['area', 2000.0, '平方米'], ['mass', 100000.0, '吨'], ['share', 5.2, '%']]
    """
    known = [_conversion(unit) for unit in rows["unit"]]
    return rows.assign(
        dimension=[dimension for dimension, _, _ in known],
        base_value=rows["value"] * pd.Series([factor for _, factor, _ in known], index=rows.index, dtype=float),
        base_unit=[base for _, _, base in known],
    )


@cache
def _conversion(unit: str) -> tuple[str | None, float, str]:
    """Dimension, factor and base unit of a unit, a compound one by its first part."""
    found = _PARTS.match(unit)
    if not found or found[1] not in _factors():
        return None, 1.0, unit
    dimension, base, factor = _factors()[found[1]]
    return dimension, factor, base + found[2]


@cache
def _factors() -> dict[str, tuple[str, str, float]]:
    return {row.unit: (row.dimension, row.base, float(row.factor)) for row in table("units").itertuples()}
