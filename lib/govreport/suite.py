"""The suite: every lesson executed on one report, with its pages, tables and figures and a record of what made them."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distributions
from pathlib import Path

import nbformat
import pandas as pd
from nbformat import NotebookNode

from . import pages
from .errors import LessonError, ReportError
from .export import stata, workbook
from .facts import facts
from .inspector import write_inspector
from .report import Report, read_report

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "seeds" / "daoli-2026.txt"

# What a build holds; a folder with anything else in it is never replaced.
MADE = {"figures", "index.html", "inspector.html", "notebooks", "pages", "provenance.json", "tables", ".DS_Store"}
# The same results whatever the locale, and charts drawn in the notebook whatever the user's matplotlib does elsewhere.
_SETTINGS = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
_KERNELS = 4  # lessons at a time, where there are as many cores; each takes some 400 MB
# Charts that the README shows: written to docs/ when the lessons are executed again.
SHOWN = ("theme_attention", "indicator_levels")
# What every result depends on, beside the report.
INPUTS = ("data/gold/**/*", "data/lexicon/**/*", "lib/govreport/*.*", "notebooks/*.ipynb")

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def lessons() -> list[Path]:
    """Paths of the lessons, in order.

    Raises:
        ReportError: where the package was installed without them.

    >>> lessons()[0].name
    '00_start_here.ipynb'
    """
    found = sorted((ROOT / "notebooks").glob("[0-9][0-9]*_*.ipynb"))
    if not found:
        raise ReportError(
            "There are no notebooks beside this installation: run the suite from a checkout of the project."
        )
    return found


def run(report: str | Path = SEED, out: str | Path = "build") -> Path:
    """Execute every lesson on a report and leave the results in a folder.

    The results are made beside the folder and take its place when they are complete; until then it is not touched.

    Args:
        report: path of a report, in any form that `read_report` reads.
        out: folder for ``notebooks/``, ``pages/``, ``tables/``, ``figures/``, ``index.html``, ``inspector.html`` (see
            `govreport.write_inspector`) and ``provenance.json``.

    Returns:
        The folder.

    Raises:
        ReportError: if the report cannot be read, or the folder holds something that is not a build.
        LessonError: if a lesson stops.
    """
    parsed = read_report(report)
    out = Path(out).resolve()
    _require_replaceable(out)
    partial = out.with_name(f".{out.name}-partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        _fill(partial, parsed, Path(report).resolve())
        _swap(partial, out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return out


def refresh(paths: Iterable[Path] | None = None) -> list[Path]:
    """Execute lessons and write them back with their outputs; a lesson that stops is left as it was.

    Args:
        paths: notebooks; every lesson by default.

    Returns:
        The notebooks that changed.
    """
    changed = []
    for path in _progress([Path(path).resolve() for path in paths or lessons()]):
        with tempfile.TemporaryDirectory() as build:
            text = nbformat.writes(normalised(execute(path, Path(build)))) + "\n"
            _show(Path(build) / "figures")
        if text != path.read_text(encoding="utf-8"):
            fresh = path.with_suffix(".partial")
            fresh.write_text(text, encoding="utf-8", newline="\n")
            fresh.replace(path)
            changed.append(path)
    return changed


def _show(figures: Path) -> None:
    """Copy the charts of the README out of a build."""
    for name in SHOWN:
        if (figures / f"{name}.svg").exists():
            shutil.copyfile(figures / f"{name}.svg", ROOT / "docs" / f"{name}.svg")


def execute(path: Path, build: Path, report: Path | None = None) -> NotebookNode:
    """Execute a notebook in its own folder, what it saves going to a build.

    Args:
        path: the notebook.
        build: folder that `save` writes to.
        report: what ``report_path`` in the cell tagged ``parameters`` is set to; None leaves that cell alone.

    Raises:
        LessonError: if a cell raises an error or the kernel dies.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    notebook = nbformat.read(path, as_version=4)
    if report:
        _set_report(notebook, report)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],
    )
    try:
        return client.execute(env=os.environ | _SETTINGS | {"GOVREPORT_BUILD": str(build)})
    except CellExecutionError as error:
        reason = f"{error.ename}: {error.evalue}".splitlines()[0]
        raise LessonError(f"{path.name} stopped at code cell {client.code_cells_executed}: {reason}") from error
    except DeadKernelError as error:
        raise LessonError(f"{path.name} stopped: its kernel died, perhaps for want of memory.") from error


def normalised(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what differs from run to run: identifiers, times, machine; cells are counted 1 to n.

    >>> cell = nbformat.v4.new_code_cell("1 + 1", execution_count=7, metadata={"collapsed": False, "tags": []})
    >>> tidy = normalised(nbformat.v4.new_notebook(cells=[cell]))
    >>> tidy.cells[0].id, tidy.cells[0].execution_count, dict(tidy.cells[0].metadata)
    ('cell-00', 1, {})
    """
    notebook.metadata = nbformat.from_dict(_METADATA)
    count = 0
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02}"
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        count += 1
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
    return notebook


def provenance(report: Report) -> dict:
    """What a build was made from: the report, the project's files by SHA-256, the commit, Python and the packages."""
    files = sorted(path for pattern in INPUTS for path in ROOT.glob(pattern) if path.is_file())
    return {
        "report": {"name": report.name, "sha256": report.sha256},
        "commit": _commit(),
        "files": {path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
        "python": platform.python_version(),
        "packages": dict(sorted((dist.name, dist.version) for dist in distributions())),
    }


def _set_report(notebook: NotebookNode, report: Path) -> None:
    """Name the report in the cell tagged ``parameters`` (papermill's convention)."""
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = f"report_path = {json.dumps(str(report), ensure_ascii=False)}"


def _fill(build: Path, parsed: Report, source: Path) -> None:
    """Make every part of a build in an empty folder."""
    # The lessons name the seed themselves.
    report = None if source == SEED else source
    for part in ("notebooks", "tables", "figures"):
        (build / part).mkdir(parents=True)
    _execute_all(build, report)
    tables = {path.stem: pd.read_parquet(path) for path in sorted((build / "tables").glob("*.parquet"))}
    workbook(tables, build / "tables" / "govreport.xlsx")
    stata(tables["indicators"], build / "tables" / "indicators.dta")
    record = json.dumps(provenance(parsed), ensure_ascii=False, indent=2)
    (build / "provenance.json").write_text(record + "\n", encoding="utf-8", newline="\n")
    write_inspector(parsed, build / "inspector.html")
    pages.write(build, " · ".join(filter(None, (parsed.title, parsed.name))), facts(parsed))


def _execute_all(build: Path, report: Path | None) -> None:
    """Execute the lessons, several at a time: each has a kernel of its own, and no two save the same file."""
    pool = ThreadPoolExecutor(min(os.cpu_count() or 1, _KERNELS))
    try:
        jobs = [pool.submit(execute, path, build, report) for path in lessons()]
        for path, job in zip(_progress(lessons()), jobs, strict=True):
            nbformat.write(normalised(job.result()), build / "notebooks" / path.name)
    finally:
        pool.shutdown(cancel_futures=True)


def _require_replaceable(out: Path) -> None:
    """Refuse to replace anything that is not a build."""
    if out.exists() and not out.is_dir():
        raise ReportError(f"{out} is a file; name a folder for the results.")
    strangers = sorted(path.name for path in out.glob("*") if path.name not in MADE)
    if strangers:
        raise ReportError(
            f"{out} holds {strangers[0]}, which the suite did not make; name another folder for the results."
        )


def _swap(fresh: Path, out: Path) -> None:
    """Put a complete build in the place of the one before."""
    previous = out.with_name(f".{out.name}-previous")
    shutil.rmtree(previous, ignore_errors=True)
    if out.exists():
        out.rename(previous)
    fresh.rename(out)
    shutil.rmtree(previous, ignore_errors=True)


def _commit() -> str | None:
    """Commit of the checkout, None where there is no git or no commit."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        return None
    answer = subprocess.run(["git", "-C", ROOT, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else None


def _progress(paths: list[Path]) -> Iterator[Path]:
    """The paths one by one, under one progress bar that names them."""
    from tqdm import tqdm

    with tqdm(paths, unit="notebook", file=sys.stderr) as bar:
        for path in bar:
            bar.set_postfix_str(path.stem)
            yield path
