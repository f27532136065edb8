"""Tables and figures as files, the same bytes for the same content: nothing is written halfway, nothing is dated."""

import os
import re
import warnings
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_integer_dtype, is_numeric_dtype

from .errors import ReportError

_NAME = re.compile(r"[a-z0-9_]+")
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")  # a cell that begins so is run as a formula by some spreadsheet
_CREATED = datetime(2026, 1, 1)
_CELL_LIMIT = 32_767  # characters in a cell of Excel
_STATA_LIMIT = 2_045  # bytes in a Stata str; longer text is a strL


def build_dir() -> Path:
    """Folder of the results: ``$GOVREPORT_BUILD``, else ``build`` in the checkout, else ``build`` where you are.

    >>> build_dir().name != ""
    True
    """
    if named := os.environ.get("GOVREPORT_BUILD"):
        return Path(named)
    root = Path(__file__).resolve().parents[2]
    return (root if (root / "pyproject.toml").is_file() else Path.cwd()) / "build"


def save(thing, name: str, *, dpi: int = 150) -> None:
    """Write a table as ``tables/<name>.csv`` and ``.parquet``, or a chart as ``figures/<name>.png`` and ``.svg``.

    The CSV opens in Excel as it stands: it says that it is UTF-8, and text that a spreadsheet would run as a formula
    has an apostrophe before it (the Parquet file has the text unchanged). An index that is named or not of integers
    becomes columns.

    Args:
        thing: a DataFrame, or a matplotlib Axes or Figure.
        name: lower-case letters, digits and ``_``.
        dpi: dots per inch of the PNG.

    Raises:
        ReportError: if the name or the thing is of another kind, or a file cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise ReportError(f"{name!r} cannot name a result: use lower-case letters, digits and _.")
    if isinstance(thing, pd.DataFrame):
        table = _with_columns(thing)
        files = {f"tables/{name}.csv": csv_bytes(table), f"tables/{name}.parquet": table.to_parquet(index=False)}
    elif hasattr(thing, "savefig") or hasattr(thing, "get_figure"):
        files = {f"figures/{name}.{kind}": _picture(thing, kind, dpi) for kind in ("png", "svg")}
    else:
        raise ReportError(f"A {type(thing).__name__} cannot be saved: give a DataFrame, an Axes or a Figure.")
    for path, content in files.items():
        write_whole(build_dir() / path, content)


def spreadsheet(table: pd.DataFrame, path: str | Path) -> None:
    """Write one table as a CSV that a spreadsheet opens as it stands, as `save` does, at any path.

    Raises:
        ReportError: if the file cannot be written.
    """
    write_whole(Path(path), csv_bytes(table))


def workbook(tables: Mapping[str, pd.DataFrame], path: str | Path) -> None:
    """Write tables as the sheets of one Excel workbook: text stays text, the header row stays in view.

    Args:
        tables: sheet name (cut at 31 characters) to table.
        path: the ``.xlsx`` file.

    Raises:
        ReportError: if there is no table, or the file cannot be written.
    """
    write_whole(Path(path), workbook_bytes(tables))


def workbook_bytes(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """The bytes of the file that `workbook` writes.

    Raises:
        ReportError: if there is no table.
    """
    if not tables:
        raise ReportError("There is no table to write to the workbook.")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    content = BytesIO()
    with pd.ExcelWriter(content, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        book.book.set_properties({"created": _CREATED})
        for name, table in zip(_sheet_names(tables), tables.values(), strict=True):
            table = _map_texts(_with_columns(table), lambda text: text[:_CELL_LIMIT])
            table.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
            for number, column in enumerate(table):
                book.sheets[name].set_column(number, number, _width(table[column], str(column)))
    return content.getvalue()


def stata(
    table: pd.DataFrame,
    path: str | Path,
    *,
    label: str = "govreport",
    variables: Mapping[str, str] | None = None,
    values: Mapping[str, dict[int, str]] | None = None,
) -> None:
    """Write a table as a Stata file (version 118, Unicode); missing text is ``""``, an infinite number ``.``.

    A column name that Stata does not take is changed: ``end`` becomes ``_end``.

    Args:
        table: any table.
        path: the ``.dta`` file.
        label: label of the data, at most 80 characters.
        variables: labels of columns, at most 80 characters each.
        values: labels of the whole numbers in a column.

    Raises:
        ReportError: if the file cannot be written.
    """
    table = _map_texts(_with_columns(table), str)
    table = pd.DataFrame({name: _stata_column(values) for name, values in table.items()})
    texts = [name for name, kind in table.dtypes.items() if not is_numeric_dtype(kind)]
    long = [name for name in texts if table[name].str.encode("utf-8").str.len().max() > _STATA_LIMIT]
    content = BytesIO()
    options = {"version": 118, "time_stamp": _CREATED, "data_label": label, "convert_strl": long}
    options |= {"variable_labels": dict(variables or {}), "value_labels": dict(values or {})}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pd.errors.InvalidColumnName)
        table.to_stata(content, write_index=False, **options)
    write_whole(Path(path), content.getvalue())


def _with_columns(table: pd.DataFrame) -> pd.DataFrame:
    """The table with plain columns: a telling index and levels of header joined in, nothing stored sparse."""
    names = [name for name in table.index.names if name is not None]
    if names or not is_integer_dtype(table.index.dtype):
        table = table.reset_index()
    headers = [" ".join(map(str, name)).strip() if isinstance(name, tuple) else str(name) for name in table.columns]
    table = table.set_axis(pd.Index(headers, name=None), axis=1)
    sparse = {name: kind.subtype for name, kind in table.dtypes.items() if isinstance(kind, pd.SparseDtype)}
    return table.astype(sparse)


def _map_texts(table: pd.DataFrame, change) -> pd.DataFrame:
    """The table with ``change`` made to each cell of the columns that are not numbers; a list becomes text first."""

    def changed(cell):
        joined = "; ".join(map(str, cell)) if isinstance(cell, list | tuple | np.ndarray) else cell
        return change(joined) if isinstance(joined, str) else joined

    texts = [name for name, kind in table.dtypes.items() if not is_numeric_dtype(kind)]
    return table.assign(**{name: table[name].astype(object).map(changed) for name in texts})


def csv_bytes(table: pd.DataFrame) -> bytes:
    """The table as CSV that a spreadsheet opens as it stands."""

    def safe(text: str) -> str:
        return f"'{text}" if _FORMULA.match(text) else text

    table = _map_texts(table, safe).rename(columns=safe)
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _picture(thing, kind: str, dpi: int) -> bytes:
    """The figure as PNG or SVG; what describes its Axes goes with it."""
    import matplotlib

    figure = thing if hasattr(thing, "savefig") else thing.get_figure(root=True)
    told = " ".join(label for ax in figure.axes if (label := ax.get_label()))
    metadata = ({"Date": None} if kind == "svg" else {}) | ({"Description": told} if told else {})
    content = BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "govreport", "svg.fonttype": "path"}):
        figure.savefig(content, format=kind, dpi=dpi, bbox_inches="tight", metadata=metadata)
    return content.getvalue()


def _sheet_names(names) -> list[str]:
    """Names for sheets: without what Excel forbids, at most 31 characters, no two alike."""
    sheets = []
    for name in names:
        name = re.sub(r"[\[\]:*?/\\']", "_", str(name)) or "sheet"
        sheet, number = name[:31], 2
        while sheet.lower() in {other.lower() for other in sheets}:
            sheet, number = f"{name[:27]}_{number}", number + 1
        sheets.append(sheet)
    return sheets


def _width(values: pd.Series, header: str) -> int:
    """Width of a column for its first rows; a Chinese character takes two."""
    texts = [header, *values.dropna().head(200).astype(str)]
    return min(60, 2 + max(len(text.encode("gb18030")) for text in texts))


def _stata_column(values: pd.Series) -> pd.Series:
    """Numbers, whole where none is missing, or text."""
    if not is_numeric_dtype(values.dtype):
        return values.astype(object).where(values.notna(), "").map(str)
    whole = is_integer_dtype(values.dtype) or is_bool_dtype(values.dtype)
    numbers = values.astype("int64" if whole and values.notna().all() else "float64")
    return numbers.replace([np.inf, -np.inf], np.nan)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole: under another name first, then in its place.

    Raises:
        ReportError: where it cannot be written.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        os.replace(partial, path)
    except OSError as error:
        raise ReportError(f"Cannot write {path}: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)
