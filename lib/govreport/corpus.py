"""Many reports: the same tables for thousands of them, in parallel (Dask), resumable, one bad file never a stop."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from logging import CRITICAL
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import pyarrow as pa

from .analysis import analyze_batch, failed, version
from .columns import TABLES, codebook, columns
from .dataset import Dataset
from .duplicates import duplicates
from .errors import ReportError
from .export import spreadsheet, write_whole
from .limits import Limits
from .parts import read_manifest, settle, signatures, write_part, write_table
from .sources import Source, find_sources, fingerprinted

if TYPE_CHECKING:
    from distributed import Client, Future


class _Job(NamedTuple):
    """What is done with each batch: the arguments of `analyze_batch` after the sources."""

    tables: tuple[str, ...]
    limits: Limits
    out: str


_BATCHES = 200  # that many reports are divided into
_SMALLEST, _LARGEST = 4, 100  # reports in a batch: what a run that is stopped loses at most, for each worker


def analyze(
    sources: str | Path | Iterable[str | Path],
    out: str | Path,
    *,
    tables: Collection[str] = TABLES,
    client: Client | str | None = None,
    workers: int | None = None,
    limits: Limits | None = None,
    progress: bool = True,
) -> pd.DataFrame:
    """Analyse many reports into one dataset of Parquet files; what has not changed is not done again.

    A run that was stopped, in whatever way, is finished by the next. A report that cannot be read is a row of the
    manifest that says why. Reports that were analysed before stay, also where their files are gone.

    Args:
        sources: files; folders, with the folders in them; tables (.csv, .jsonl, .parquet) with a report a row.
        out: folder for the dataset: ``manifest.parquet`` (a row a report), a folder for each table,
            ``duplicates.csv``, ``codebook.md`` and ``codebook.csv``.
        tables: which to make, of units, indicators, targets, themes, frequencies, audit.
        client: a `distributed.Client` or the address of a scheduler, whose workers see the same files; by default
            processes on this machine.
        workers: how many processes, where there is no client; by default one a core. A single
            batch, of four reports or fewer, needs none.
        limits: as in `read_report`.
        progress: whether a bar on standard error tells how far it is.

    Returns:
        The manifest, as data/lexicon/tables.csv describes it.

    Raises:
        ReportError: where a source is not there, two reports have the same name, the folder cannot be written or lies
            among the sources, there is no such table, or the extra ``scale`` is not installed.
    """
    _require(tables)
    limits, out = limits or Limits(), Path(out).absolute()
    given = [sources] if isinstance(sources, str | Path) else list(sources)
    _require_apart(given, out)
    found = find_sources(given, limits)
    job = _Job(tuple(name for name in TABLES if name in tables), limits, str(out))
    with _alone(out):
        pending = _pending(found, settle(out), job, progress)
        size = _size(len(found))
        if batches := [pending[at : at + size] for at in range(0, len(pending), size)]:
            with _client(client, workers, len(batches)) as cluster:
                _run(cluster, batches, job, progress)
        manifest = settle(out)
        _describe(out, manifest)
    return manifest


def open(out: str | Path) -> Dataset:
    """The dataset that `analyze` made, its tables read when they are needed.

    Raises:
        ReportError: where there is none, or the first run was stopped before it was complete.
    """
    manifest = read_manifest(Path(out))
    if manifest.empty:
        raise ReportError(
            f"{out} holds no finished dataset: run analyze (again) with it as the folder for the results."
        )
    return Dataset(Path(out), manifest)


def _require(tables: Collection[str]) -> None:
    unknown = [name for name in tables if name not in TABLES]
    if unknown or not tables:
        raise ReportError(f"There is no table {', '.join(unknown) or 'named'}: choose among {', '.join(TABLES)}.")
    try:
        import datasketch  # noqa: F401
        import distributed  # noqa: F401
        import pandera  # noqa: F401
    except ImportError:
        raise ReportError("Analysing many reports needs pip install 'govreport-notebooks[scale]'.") from None


def _require_apart(sources: list[str | Path], out: Path) -> None:
    for source in map(Path, sources):
        if source.is_dir() and out.resolve().is_relative_to(source.resolve()):
            raise ReportError(f"The results cannot go into {source}, which is read: name a folder beside it.")


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """No other run writes to the folder meanwhile; the lock goes with the process, however it ends."""
    import locket

    try:
        out.mkdir(parents=True, exist_ok=True)
        with locket.lock_file(str(out / ".lock"), timeout=0):
            yield
    except locket.LockError:
        raise ReportError(f"Another run is writing to {out}: wait for its end.") from None
    except (FileExistsError, NotADirectoryError, PermissionError) as error:
        raise ReportError(f"{out} cannot hold the results ({error.strerror}): name another folder.") from None


def _pending(found: list[Source], manifest: pd.DataFrame, job: _Job, progress: bool) -> list[Source]:
    """The sources that are new, have changed, or were analysed by another version or into fewer tables."""
    from tqdm import tqdm

    done = {
        (row.report, row.sha256 if row.status != "skipped" else None)
        for row in manifest.itertuples()
        if row.version == version() and set(job.tables) <= set(row.tables.split(","))
    }
    bar = tqdm(found, desc="looking", unit="report", delay=1, disable=not progress)
    known = (fingerprinted(source, job.limits) for source in bar)
    return [source for source in known if (source.report, source.sha256) not in done]


def _size(reports: int) -> int:
    """Reports in a batch; of the same sources the same, so that a run goes on with the batches of the one before."""
    return min(max(ceil(reports / _BATCHES), _SMALLEST), _LARGEST)


def _run(cluster: Client, batches: list[list[Source]], job: _Job, progress: bool) -> None:
    """Spread the batches over the workers; one that kills its worker is tried report by report."""
    from distributed import as_completed
    from tqdm import tqdm

    def submit(batch: list[Source]) -> Future:
        return cluster.submit(analyze_batch, batch, *job, pure=False, retries=1)

    working = {submit(batch): batch for batch in batches}
    queue = as_completed(working)
    with tqdm(total=sum(map(len, batches)), unit="report", disable=not progress) as bar:
        for future in queue:
            batch = working.pop(future)
            error = future.exception() if future.status != "finished" else None
            if isinstance(error, ReportError):
                raise error
            if error and len(batch) > 1:
                alone = {submit([source]): [source] for source in batch}
                working |= alone
                queue.update(alone)
                continue
            if error:
                write_part(Path(job.out), [failed(batch[0], job.tables, error)], {})
            bar.update(len(batch))


@contextmanager
def _client(client: Client | str | None, workers: int | None, batches: int) -> Iterator[Client]:
    """The client that was given, one for the scheduler at an address, or one of its own.

    A single batch is done in this process: to start another takes longer than to read a few reports.
    """
    import dask
    from dask.system import CPU_COUNT
    from distributed import Client

    if client is None:
        settings = {"distributed.worker.profile.enabled": False}  # it takes half a megabyte a second in each worker
        options = {"threads_per_worker": 1, "dashboard_address": None, "silence_logs": CRITICAL}
        options |= {"host": "127.0.0.1"} if batches > 1 else {"processes": False}
        options |= {"n_workers": min(workers or CPU_COUNT, batches)}
        with dask.config.set(settings), _script_left_alone(), Client(**options) as local:
            yield local
    elif isinstance(client, str):
        try:
            remote = Client(client, timeout=10)
        except (OSError, ValueError) as error:
            raise ReportError(f"No Dask scheduler answers at {client}: {error}.") from None
        with remote:
            yield _same_version(remote)
    else:
        yield _same_version(client)


def _same_version(client: Client) -> Client:
    """The client, where all its workers have this version of the library."""
    strangers = sorted(where for where, theirs in client.run(version).items() if theirs != version())
    if strangers:
        raise ReportError(f"Another version of govreport is installed at {', '.join(strangers)}: install {version()}.")
    return client


@contextmanager
def _script_left_alone() -> Iterator[None]:
    """No new process runs the user's script again, as multiprocessing does where nothing guards its last lines."""
    main = sys.modules["__main__"]
    kept = {name: main.__dict__.pop(name) for name in ("__file__", "__spec__") if name in main.__dict__}
    main.__spec__ = None
    try:
        yield
    finally:
        main.__dict__.update(kept)


def _describe(out: Path, manifest: pd.DataFrame) -> None:
    """Write what stands beside the tables: the copies, the codebook."""
    same = duplicates(manifest, signatures(out, manifest))
    write_table(pa.Table.from_pandas(same, preserve_index=False), out / "duplicates.parquet")
    spreadsheet(same, out / "duplicates.csv")
    write_whole(out / "codebook.md", codebook().encode())
    described = pd.concat([columns(name).assign(table=name) for name in ("manifest", *TABLES, "duplicates")])
    spreadsheet(described[["table", "column", "type", "null", "allowed", "label"]], out / "codebook.csv")
