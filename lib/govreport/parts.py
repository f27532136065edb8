"""The files of a dataset of many reports, safe against being stopped at any moment.

``OUT/<table>/<part>.parquet`` holds the rows of a batch of reports, ``OUT/manifest.parquet`` a row for each report
that names its part. A part belongs to the dataset when the manifest names it; whatever else lies there is left of a run
that was stopped, and goes. A worker writes a part's tables and then, last, its rows of the manifest to
``OUT/.manifest``; `settle` takes them up.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .columns import TABLES, as_arrow, columns
from .errors import ReportError

FOLDERS = (*TABLES, "signatures")
_MANIFEST = "manifest.parquet"
_PENDING = ".manifest"
_SIGNATURES = pa.schema([("report", pa.string()), ("signature", pa.binary())])


def write_part(out: Path, rows: list[dict], pieces: dict[str, list[pd.DataFrame]]) -> str:
    """Write a batch: the tables first, then its rows of the manifest, which make it valid.

    Args:
        out: folder of the dataset.
        rows: of the manifest, without ``part``.
        pieces: of each table, those of the reports that have rows in it.

    Returns:
        The part's name: the same reports, library and tables give the same.
    """
    manifest = pd.DataFrame(rows)
    part = _named(manifest)
    for name in _made(rows[0]["tables"]):
        write_table(_arrow(pieces.get(name, []), name), out / name / f"{part}.parquet")
    write_table(as_arrow(manifest.assign(part=part), "manifest"), out / _PENDING / f"{part}.parquet")
    return part


def write_table(table: pa.Table, path: Path) -> None:
    """Write a Parquet file under another name, then in its place.

    Raises:
        ReportError: where it cannot be written.
    """
    partial = path.with_name(f".{uuid.uuid4().hex}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, partial, compression="zstd")
        os.replace(partial, path)
    except OSError as error:
        raise ReportError(f"Cannot write {path}: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)


def read_manifest(out: Path) -> pd.DataFrame:
    """The rows of the manifest, by report; none where nothing was finished.

    Raises:
        ReportError: where it cannot be read.
    """
    path = out / _MANIFEST
    try:
        return pd.read_parquet(path) if path.exists() else _arrow([], "manifest").to_pandas()
    except (OSError, pa.ArrowException) as error:
        raise ReportError(f"{path} cannot be read ({error}): give another folder for the results.") from None


def settle(out: Path) -> pd.DataFrame:
    """Take up what finished batches left, and remove what does not belong to the dataset.

    A report that was analysed again leaves rows in its old part: what else that part holds is written to a new one.

    Returns:
        The manifest.
    """
    manifest = read_manifest(out)
    waiting = [rows for path in sorted((out / _PENDING).glob("*.parquet")) if len(rows := _whole(out, path))]
    if waiting:
        fresh = pd.concat(waiting, ignore_index=True).drop_duplicates("report")
        again = manifest["report"].isin(fresh["report"])
        torn = set(manifest.loc[again, "part"]) - set(fresh["part"])
        kept = [_survivors(out, rows) if part in torn else rows for part, rows in manifest[~again].groupby("part")]
        manifest = pd.concat([*kept, fresh], ignore_index=True).sort_values("report", ignore_index=True)
        write_table(as_arrow(manifest, "manifest"), out / _MANIFEST)
    _sweep(out, set(manifest["part"]))
    return manifest


def part_files(out: Path, name: str, manifest: pd.DataFrame) -> list[str]:
    """The files of a table that hold the rows of the reports in a manifest."""
    made = manifest[manifest["tables"].map(lambda tables: name in _made(tables))]
    return [str(out / name / f"{part}.parquet") for part in sorted(set(made["part"]))]


def signatures(out: Path, manifest: pd.DataFrame) -> list[tuple[str, bytes]]:
    """Name and signature of every report that was read."""
    files = part_files(out, "signatures", manifest)
    return [(row["report"], row["signature"]) for file in files for row in pq.read_table(file).to_pylist()]


def _made(tables: str) -> list[str]:
    """The folders that a part has a file in, by the tables of its reports."""
    return [*tables.split(","), "signatures"]


def _whole(out: Path, path: Path) -> pd.DataFrame:
    """The rows that a batch left, where all its tables are there."""
    rows = pd.read_parquet(path)
    there = all((out / name / path.name).exists() for name in _made(rows["tables"].iloc[0]))
    return rows if there else rows.iloc[:0]


def _survivors(out: Path, rows: pd.DataFrame) -> pd.DataFrame:
    """A new part with what a torn one holds of these reports; their rows, naming it."""
    old, new = rows["part"].iloc[0], _named(rows)
    for name in FOLDERS:
        path = out / name / f"{old}.parquet"
        if path.exists():
            table = pq.read_table(path)
            held = table.filter(pc.is_in(table["report"], pa.array(rows["report"], pa.string())))
            write_table(held, path.with_stem(new))
    return rows.assign(part=new)


def _sweep(out: Path, parts: set[str]) -> None:
    """Remove the files of no part, what waited, and what was half written."""
    for path in [path for name in FOLDERS for path in (out / name).glob("*.parquet") if path.stem not in parts]:
        path.unlink(missing_ok=True)
    for path in [*(out / _PENDING).glob("*.parquet"), *out.glob(".*.partial"), *out.glob("*/.*.partial")]:
        path.unlink(missing_ok=True)


def _named(rows: pd.DataFrame) -> str:
    """A name for a part: the same reports, bytes, library and tables give the same."""
    said = rows[["report", "sha256", "version", "tables"]].astype(object).values.tolist()
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:16]


def _arrow(pieces: list[pd.DataFrame], name: str) -> pa.Table:
    """The rows of a table of a part, checked."""
    if name == "signatures":
        rows = [row for piece in pieces for row in piece.to_dict("records")]
        return pa.Table.from_pylist(rows, schema=_SIGNATURES)
    rows = pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame(columns=columns(name)["column"])
    return as_arrow(rows, name)
