"""Marking a folder of submissions, offline: each notebook in a copy, in a process with limits; answers judged outside.

The checks are put back from the exercise, and what they say is only the student's answer: whether it is right is
judged here, where the student's code does not run. That keeps accidents and simple tricks from costs to others. It is
no security sandbox: the code runs with the rights of whoever marks.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path

import nbformat
import pandas as pd
from nbformat import NotebookNode

from .errors import ReportError
from .exercises import EXERCISES, mark_of
from .judges import judge
from .suite import ROOT, SEED
from .teaching import ANSWER

SECONDS, MEGABYTES = 120, 4096
_GRACE = 30  # seconds for the start and the end of a kernel
_LARGEST = 20_000_000  # bytes of a file of a submission
_KEPT = ("PATH", "LANG", "SYSTEMROOT", "VIRTUAL_ENV")  # of the environment; a submission needs to see no more
_COLUMNS = ["submission", "exercise", "task", "points", "of", "message"]


def grade(folder: str | Path, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> pd.DataFrame:
    """Mark the submissions in a folder: each a notebook, or a folder with notebooks and the files that they read.

    Args:
        folder: the submissions; their names are those of the files and folders in it.
        seconds: that a notebook may take.
        megabytes: of memory that its process may take.

    Returns:
        ``submission, exercise, task, points, of, message``, a row for each task of each exercise handed in; a notebook
        that is none of the exercises has one row without a task.

    Raises:
        ReportError: where there is no such folder, nothing in it, or no way to set limits.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ReportError(f"{folder} is no folder: name the folder that holds the submissions.")
    if os.name != "posix":
        raise ReportError("Marking sets limits that Windows does not know: use Linux, macOS or WSL.")
    handed_in = [(path.name, one) for path in sorted(folder.iterdir()) for one in _notebooks(path)]
    if not handed_in:
        raise ReportError(f"There is no notebook in {folder}: a submission is a notebook or a folder with notebooks.")
    with tempfile.TemporaryDirectory(prefix="govreport-") as place:
        limits = {"seconds": seconds, "memory": megabytes * 2**20, "place": Path(place)}
        pool = ThreadPoolExecutor(os.cpu_count())
        try:
            jobs = [pool.submit(_marked, name, path, path.parent != folder, **limits) for name, path in handed_in]
            rows = [row for job in _progress(jobs) for row in job.result()]
        finally:
            pool.shutdown(cancel_futures=True)
    return pd.DataFrame(rows, columns=_COLUMNS)


def _notebooks(path: Path) -> list[Path]:
    """The notebooks of a submission; links are not followed, and hidden files are nobody's answer."""
    found = sorted(path.iterdir()) if path.is_dir() and not path.is_symlink() else [path]
    return [
        one for one in found if one.suffix == ".ipynb" and one.is_file() and not one.is_symlink() and one.name[0] != "."
    ]


def _progress(jobs: list) -> Iterator:
    from tqdm import tqdm

    return iter(tqdm(jobs, unit="notebook", file=sys.stderr))


def _marked(name: str, path: Path, own: bool, *, seconds: int, memory: int, place: Path) -> list[tuple]:
    """Rows of one notebook; where it has a folder of its ``own``, what lies beside it there was handed in too."""
    try:
        handed_in = _read(path)
        exercise = _exercise_of(handed_in)
        with tempfile.TemporaryDirectory(dir=place, ignore_cleanup_errors=True) as copy:
            working = _working_copy(path.parent.iterdir() if own else (), Path(copy))
            notebook = working / f"{exercise}.ipynb"
            nbformat.write(restored(handed_in, original(exercise)), notebook)
            facts = _run(notebook, Path(copy), seconds, memory)
        return [(name, exercise, *row) for row in _judged(original(exercise), facts)]
    except ReportError as error:
        return [(name, path.name, None, 0.0, 0.0, str(error))]
    except Exception as error:  # whatever is wrong with one submission, the others are marked
        told = f"Cannot be marked ({type(error).__name__}): is it a notebook? Look at it by hand."
        return [(name, path.name, None, 0.0, 0.0, told)]


def _read(path: Path) -> NotebookNode:
    if path.stat().st_size > _LARGEST:
        raise ReportError(f"Larger than {_LARGEST // 10**6} MB: clear the outputs and hand it in again.")
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    nbformat.validate(notebook)
    return notebook


@cache
def original(name: str) -> NotebookNode:
    """An exercise as it was given out."""
    return nbformat.read(EXERCISES / f"{name}.ipynb", as_version=4)


@cache
def _homes() -> dict[str, str]:
    """The exercise that each task belongs to."""
    names = [path.stem for path in sorted(EXERCISES.glob("*.ipynb"))]
    return {mark_of(cell)["grade_id"]: name for name in names for cell in original(name).cells if mark_of(cell)}


def _exercise_of(notebook: NotebookNode) -> str:
    """Which exercise a notebook is, by the marks of its cells: files are renamed on their way."""
    found = [_homes()[mark] for cell in notebook.cells if (mark := mark_of(cell).get("grade_id")) in _homes()]
    if not found:
        raise ReportError("None of the exercises: it holds no task that is known.")
    return max(sorted(set(found)), key=found.count)


def restored(handed_in: NotebookNode, given: NotebookNode) -> NotebookNode:
    """The exercise as it was given out, with the student's answers and own cells in their places.

    Own cells stay behind the cell that they follow. Cells that were given out locked, the checks among them, are those
    of the exercise whatever the student's file has.
    """
    marks = {mark_of(cell)["grade_id"] for cell in given.cells if mark_of(cell)}
    answers, own, last = {}, {}, None
    for cell in handed_in.cells:
        mark = mark_of(cell).get("grade_id")
        if cell.cell_type != "code":
            continue
        if mark in marks and (mark_of(cell).get("locked") or mark not in answers):
            last, answers[mark] = mark, answers.get(mark, cell.source)
        else:
            own.setdefault(last, []).append(cell.source)
    cells = [nbformat.v4.new_code_cell(source) for source in own.get(None, [])]
    for cell in given.cells:
        mark = mark_of(cell)
        source = cell.source if mark.get("locked") else answers.get(mark.get("grade_id"), cell.source)
        cells.append(nbformat.from_dict(dict(cell) | {"source": source}))
        cells += [nbformat.v4.new_code_cell(source) for source in own.get(mark.get("grade_id"), [])] if mark else []
    return nbformat.v4.new_notebook(cells=cells, metadata=given.metadata)


def _working_copy(beside: Iterable[Path], copy: Path) -> Path:
    """The places of the suite around a copy of what was handed in with the notebook: data of the student's own."""
    working = copy / "notebooks" / "exercises"
    working.mkdir(parents=True)
    (copy / "seeds").mkdir()
    shutil.copyfile(SEED, copy / "seeds" / SEED.name)
    for one in beside:
        if one.is_file() and not one.is_symlink() and one.suffix != ".ipynb" and one.stat().st_size < _LARGEST:
            shutil.copyfile(one, working / one.name)
    return working


def _run(notebook: Path, copy: Path, seconds: int, memory: int) -> list[dict]:
    """Execute a notebook in a process of its own; what it said, as far as it came."""
    log = copy / "said.jsonl"
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"HOME": str(copy), "MPLBACKEND": "agg", "PYTHONUTF8": "1", "GOVREPORT_BUILD": str(copy / "build")}
    environment |= {"MPLCONFIGDIR": str(copy.parent / "matplotlib"), "OPENBLAS_NUM_THREADS": "1"}
    trial = Path(__file__).with_name("trial.py")
    command = [sys.executable, trial, notebook, log, str(seconds), str(memory), ANSWER]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, **quiet)
    try:
        ended = process.wait(seconds + _GRACE)
        reason = "" if ended == 0 else "stopped: its process was ended"
    except subprocess.TimeoutExpired:
        reason = f"stopped after {seconds} seconds"
    finally:
        _end_all(copy)
    process.wait()
    return [*_facts(log), *([{"stopped": reason}] if reason else [])]


def _end_all(copy: Path) -> None:
    """End every process that was started for a copy, also one that went its own way: by the home it was given."""
    import psutil

    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get("HOME") == str(copy):
                process.kill()


def _facts(log: Path) -> list[dict]:
    """The lines of JSON that a trial wrote."""
    facts = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []:
        with suppress(ValueError, RecursionError):  # of a last line that was cut off, or one that was forged
            if isinstance(fact := json.loads(line), dict):
                facts.append(fact)
    return facts


def _judged(given: NotebookNode, facts: list[dict]) -> Iterator[tuple]:
    """A row a task: the last answer that its check gave, judged here."""
    answers = {fact["task"]: fact["answer"] for fact in facts if "answer" in fact}
    errors = {fact["task"].removesuffix("-answer"): fact["error"] for fact in reversed(facts) if "error" in fact}
    stopped = next((fact["stopped"] for fact in facts if "stopped" in fact), "")
    for task in [mark_of(cell)["grade_id"] for cell in given.cells if mark_of(cell).get("grade")]:
        verdict = judge(task, answers.get(task))
        told = errors.get(task) if task not in answers else None
        told = told or (f"The notebook was {stopped}." if task not in answers and stopped else verdict.message)
        yield task, verdict.points, verdict.of, told
