"""Exercises for students, made from the solutions by nbgrader's marks; answers become digests on the way.

A solution notebook holds, for each task, a cell with the answer between ``### BEGIN SOLUTION`` and ``### END SOLUTION``
and a cell with `govreport.teaching.check`, where the usual slips stand between ``### BEGIN HIDDEN TESTS`` and
``### END HIDDEN TESTS``. nbgrader's own preprocessors clear both; its server, database and folders are not needed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
import pandas as pd
from nbformat import NotebookNode

from .errors import ReportError
from .judges import digest, parts, tasks
from .suite import ROOT, LessonError, normalised
from .teaching import ANSWER, SLIP

SOLUTIONS = ROOT / "notebooks" / "solutions"
EXERCISES = ROOT / "notebooks" / "exercises"
ANSWERS = ROOT / "data" / "teaching" / "answers.csv"
_STUB = "# YOUR CODE HERE"
_AFRESH = "%reset -f"  # forget what the notebook before has defined


def solutions() -> list[Path]:
    """Paths of the solution notebooks, in order.

    Raises:
        ReportError: where the package was installed without them.
    """
    found = sorted(SOLUTIONS.glob("[0-9]*.ipynb"))
    if not found:
        raise ReportError("There are no solutions beside this installation: use a checkout of the project.")
    return found


def mark_of(cell: NotebookNode) -> dict:
    """The mark that nbgrader gave a cell: ``grade_id, grade, solution, locked``; empty where there is none."""
    mark = cell.metadata.get("nbgrader", {})
    return mark if isinstance(mark, dict) and isinstance(mark.get("grade_id"), str) else {}


def tidy(notebook: NotebookNode) -> NotebookNode:
    """A notebook of the course in normal form: no outputs, nbgrader's marks kept, points as in the table of tasks."""
    marks = [mark_of(cell) for cell in notebook.cells]
    notebook = normalised(notebook)
    for cell, mark in zip(notebook.cells, marks, strict=True):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if mark:
            if mark.get("grade"):
                mark["points"] = float(tasks().loc[mark["grade_id"], "points"])
            cell.metadata["nbgrader"] = nbformat.from_dict(dict(sorted(mark.items())))
    return notebook


def exercise(solution: Path) -> NotebookNode:
    """The exercise of a solution: without answers, hidden tests and outputs.

    Raises:
        ReportError: where nbgrader is missing.
    """
    try:
        from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions
    except ImportError:
        raise ReportError("Exercises are made with nbgrader: install govreport-notebooks[teach].") from None
    notebook = tidy(nbformat.read(solution, as_version=4))
    for step in (ClearSolutions(code_stub={"python": _STUB}), ClearHiddenTests()):
        notebook, _ = step.preprocess(notebook, {})
    return notebook


def run(paths: list[Path]) -> list[dict]:
    """Execute notebooks, one after the other in one kernel, and give what their checks and slips say.

    Args:
        paths: solutions, or exercises; they are executed in the folder of the first.

    Returns:
        Dictionaries with ``task`` and ``answer``; a slip also has ``message``.

    Raises:
        LessonError: where a cell raises an error.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from tqdm import tqdm

    sources = []
    for path in paths:
        cells = nbformat.read(path, as_version=4).cells
        sources += [_AFRESH, *(cell.source for cell in cells if cell.cell_type == "code")]
    whole = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    options = {"kernel_name": "python3", "extra_arguments": ["--log-level=ERROR"]}
    with tempfile.TemporaryDirectory() as build, tqdm(total=len(sources), unit="cell", file=sys.stderr) as bar:
        client = NotebookClient(whole, resources={"metadata": {"path": str(paths[0].parent)}}, **options)
        client.on_cell_executed = lambda **_: bar.update()
        try:
            client.execute(env=os.environ | {"GOVREPORT_BUILD": build, "MPLBACKEND": "agg", "PYTHONUTF8": "1"})
        except CellExecutionError as error:
            path = paths[sources[: bar.n].count(_AFRESH) - 1]
            raise LessonError(f"{path.name} stopped: {error.ename}: {error.evalue}".splitlines()[0]) from error
    return said(whole)


def said(notebook: NotebookNode) -> list[dict]:
    """What the checks and slips in an executed notebook say."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    datas = [output.get("data", {}) for output in outputs]
    return [data[kind] for data in datas for kind in (SLIP, ANSWER) if kind in data]


def digests(spoken: list[dict]) -> pd.DataFrame:
    """The table of answers: digests of what is right, and of slips with their messages.

    >>> digests([{"task": "00-1", "answer": 14}, {"task": "00-1", "answer": 7, "message": "Half."}])["right"].tolist()
    [True, False]
    """
    known = tasks()["judge"]
    rows = [
        (each["task"], part, digest(each["task"], part, value), "message" not in each, each.get("message", ""))
        for each in spoken
        if known[each["task"]] == "answer"
        for part, value in parts(each["answer"]).items()
    ]
    table = pd.DataFrame(rows, columns=["task", "part", "digest", "right", "message"])
    table = table[table["right"] | ~table["digest"].isin(table.loc[table["right"], "digest"])]
    return table.sort_values(["task", "part", "right"], ascending=[True, True, False], kind="stable", ignore_index=True)


def write_exercises() -> list[Path]:
    """Run the solutions, write the digests of their answers, and an exercise for each.

    Returns:
        Paths of the exercises.
    """
    table = digests(run(solutions()))
    _put(ANSWERS, table.to_csv(index=False, lineterminator="\n"))
    written = []
    for path in solutions():
        _put(path, nbformat.writes(tidy(nbformat.read(path, as_version=4))) + "\n")
        _put(EXERCISES / path.name, nbformat.writes(exercise(path)) + "\n")
        written.append(EXERCISES / path.name)
    return written


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8", newline="\n")
    partial.replace(path)
