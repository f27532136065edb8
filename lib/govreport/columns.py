"""The columns of the tables of many reports, as ``data/lexicon/tables.csv`` defines them: types, checks, a codebook."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from .errors import ReportError
from .lexicon import table

if TYPE_CHECKING:
    import pandera.pandas as pandera

TABLES = ("units", "indicators", "targets", "themes", "frequencies", "audit")
_PANDAS = {"string": "str", "int": "Int64", "float": "float64", "bool": "boolean"}
_ARROW = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "list<float>": pa.list_(pa.float64()),
    "list<string>": pa.list_(pa.string()),
    "list<list<int>>": pa.list_(pa.list_(pa.int64())),
}


def columns(name: str) -> pd.DataFrame:
    """The columns of a table, in order: ``column, type, null, allowed, label``.

    >>> columns("frequencies")["column"].tolist()[-4:]
    ['feature', 'frequency', 'rank', 'docfreq']
    """
    rows = table("tables")
    return rows[rows["table"] == name].drop(columns="table").reset_index(drop=True)


def labels(name: str) -> dict[str, str]:
    """What each column of a table holds.

    >>> labels("indicators")["end"]
    'Behind the last character'
    """
    return columns(name).set_index("column")["label"].to_dict()


def as_arrow(rows: pd.DataFrame, name: str) -> pa.Table:
    """The rows as an Arrow table with the types of the table's columns, after a check (pandera).

    Raises:
        ReportError: where a column is missing, or holds what it must not.
    """
    import pandera.errors

    types = columns(name).set_index("column")["type"]
    rows = rows[list(types.index)].astype({column: _PANDAS.get(kind, "object") for column, kind in types.items()})
    try:
        schema(name).validate(rows, lazy=True)
    except pandera.errors.SchemaErrors as error:
        named = error.failure_cases["column"]
        wrong = ", ".join(sorted({column if isinstance(column, str) else "start and end" for column in named}))
        raise ReportError(f"The table {name} breaks its own definition in {wrong}: please report this.") from error
    fields = [pa.field(column, _ARROW[kind]) for column, kind in types.items()]
    return pa.Table.from_pandas(rows, schema=pa.schema(fields), preserve_index=False).replace_schema_metadata(None)


@cache
def schema(name: str) -> pandera.DataFrameSchema:
    """What a table must be: types, what may be missing, values that a column may have, spans that hold something."""
    import pandera.pandas as pandera

    def column(row) -> pandera.Column:
        checks = [pandera.Check.isin(row.allowed.split("|"))] if row.allowed else []
        checks += [pandera.Check.ge(0)] if row.column == "start" else []
        return pandera.Column(_PANDAS.get(row.type, object), checks, nullable=row.null == "yes")

    rows = list(columns(name).itertuples(index=False))
    spans = pandera.Check(lambda table: table["start"] < table["end"], name="span")
    held = {row.column for row in rows}
    return pandera.DataFrameSchema(
        {row.column: column(row) for row in rows},
        checks=[spans] if {"start", "end"} <= held else [],
        strict=True,
        ordered=True,
    )


def codebook() -> str:
    """Every table and column in Markdown, for the folder of the data.

    >>> codebook().splitlines()[0]
    '# Codebook'
    """
    said = ["# Codebook", "", "Every row of every table points at the characters it came from: `start` and `end` count"]
    said += ["characters (Unicode) from the start of the report. An empty cell is a missing value.", ""]
    for name in ("manifest", *TABLES, "duplicates"):
        said += [
            f"## {name}",
            "",
            "| column | type | may be missing | values | what |",
            "| --- | --- | --- | --- | --- |",
        ]
        for row in columns(name).itertuples(index=False):
            values = row.allowed.replace("|", ", ")
            said.append(f"| `{row.column}` | {row.type} | {row.null} | {values} | {row.label} |")
        said.append("")
    return "\n".join(said)
