"""Many reports: the files of a folder, or the rows of a table."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from .encodings import decode
from .errors import ReportError
from .formats import read_bytes
from .limits import Limits
from .report import Report, read_report

FILES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")
TABLES = (".csv", ".jsonl", ".parquet")
_TEXT = ("text", "content", "正文", "全文", "内容")
_NAME = ("name", "title", "标题", "id")


def read_reports(
    path: str | Path, *, limits: Limits | None = None, on_error: Callable[[ReportError], None] | None = None
) -> Iterator[Report]:
    r"""Read each report of a folder, with the folders in it, or of a table with one report a row.

    Args:
        path: a folder (its files of the kinds that `read_report` reads, by name), or a .csv, .jsonl or .parquet file
            with a column ``text`` (or ``content``, 正文, 全文, 内容) and perhaps ``name`` (or ``title``, 标题, ``id``).
        limits: as in `read_report`, for each file.
        on_error: what to do with the error of a report that cannot be read, such as ``print``; the others follow. Where
            None, the first error is raised.

    Yields:
        `Report`; of a row, ``source`` says which.

    Raises:
        ReportError: where there is no such folder or table, or it has no report or no column of text.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = Path(folder) / "reports.csv"
    ...     _ = table.write_text("name,text\n甲县2025,全年增长5%。\n", encoding="utf-8")
    ...     [(report.name, report.source, report.text) for report in read_reports(table)]
    [('甲县2025', 'reports.csv row 1', '全年增长5%。')]
    """
    path, limits = Path(path), limits or Limits()
    if path.is_dir():
        each = _of_folder(path, limits)
    elif path.suffix.lower() in TABLES:
        each = _of_table(path, limits)
    else:
        raise ReportError(f"{path} is no folder and no table ({', '.join(TABLES)}): use read_report for one report.")
    return _read(each, on_error)


def _read(each: Iterator[Callable[[], Report]], on_error: Callable[[ReportError], None] | None) -> Iterator[Report]:
    for read in each:
        try:
            report = read()
        except ReportError as error:
            if on_error is None:
                raise
            on_error(error)
        else:
            yield report


def _of_folder(folder: Path, limits: Limits) -> Iterator[Callable[[], Report]]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in FILES and path.is_file())
    if not paths:
        raise ReportError(f"{folder} holds no report ({', '.join(FILES)}).")
    return (lambda path=path: read_report(path, limits=limits) for path in paths)


def _of_table(path: Path, limits: Limits) -> Iterator[Callable[[], Report]]:
    rows = enumerate(rows_of(path, limits), 1)
    return (lambda number=number, row=row: _of_row(path, number, *row) for number, row in rows)


def rows_of(path: Path, limits: Limits) -> list[tuple[str, str]]:
    """Name and text of each row of a table; a row without text has ``""``.

    Raises:
        ReportError: where the table cannot be read or has no column of text.
    """
    rows = _rows(path, limits)
    text, name = (next((column for column in columns if column in rows), None) for columns in (_TEXT, _NAME))
    if text is None:
        raise ReportError(f"{path} has no column of text ({', '.join(_TEXT)}): name the column of the text so.")
    texts = [said if isinstance(said, str) else "" for said in rows[text]]
    names = rows[name].tolist() if name else [None] * len(rows)
    called = [str(said) if pd.notna(said) else f"{path.stem}-{number}" for number, said in enumerate(names, 1)]
    return list(zip(called, texts, strict=True))


def _of_row(path: Path, number: int, name: str, text: str) -> Report:
    source = f"{path.name} row {number}"
    try:
        report = read_report(text=text, name=name)
    except ReportError as error:
        raise ReportError(f"{source}: {error}") from None
    return replace(report, source=source)


def _rows(path: Path, limits: Limits) -> pd.DataFrame:
    raw = read_bytes(path, limits)
    try:
        if path.suffix.lower() == ".parquet":
            return _parquet(raw, path, limits)
        text = decode(raw, str(path))
        if path.suffix.lower() == ".csv":
            return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
        return pd.DataFrame([json.loads(line) for line in text.split("\n") if line.strip()])
    except ReportError:
        raise
    except Exception as error:  # what libraries raise on broken bytes has no end
        said = (str(error).splitlines() or ["broken"])[0]
        raise ReportError(f"{path} is no {path.suffix[1:].upper()} table ({said}): save it again.") from None


def _parquet(raw: bytes, path: Path, limits: Limits) -> pd.DataFrame:
    """The columns of text and names."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(raw))
    groups = range(file.metadata.num_row_groups)
    if sum(file.metadata.row_group(i).total_byte_size for i in groups) > limits.unpacked:
        raise ReportError(f"{path} unpacks to more than the limits allow: see govreport.Limits (unpacked).")
    columns = [name for name in file.schema_arrow.names if name in _TEXT + _NAME]
    return pd.DataFrame(file.read(columns).to_pylist(), columns=columns, dtype=object)
