"""Marking: three sample submissions come out as they should, and what one does costs no other anything."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from govreport import ReportError
from govreport.__main__ import main
from govreport.exercises import mark_of
from govreport.marking import grade, original, restored

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "tests" / "data" / "submissions"
SECONDS = 30


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """The samples, copied, marked by the command that `make grade` runs; one of them has a name that is a formula."""
    folder = tmp_path_factory.mktemp("class") / "submissions"
    shutil.copytree(SAMPLES, folder)
    (folder / "right").rename(folder / "=1+1")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    command = [sys.executable, "-m", "govreport", "grade", "--seconds", str(SECONDS), "--", str(folder)]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr[-2000:]
    grades = folder / "grades.csv"
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path != grades}
    assert after == before, "marking changed what was handed in"
    return pd.read_csv(grades, keep_default_na=False, dtype={"points": float, "of": float})


def of(marked, submission: str, exercise: str) -> pd.DataFrame:
    return marked[(marked["submission"] == submission) & (marked["exercise"] == exercise)].set_index("task")


def test_the_right_one_gets_full_points_and_its_name_is_no_formula(marked):
    rows = of(marked, "'=1+1", "00_start_here")
    assert rows["points"].sum() == rows["of"].sum() == 10


def test_the_half_right_one_gets_what_its_answers_are_worth(marked):
    rows = of(marked, "half", "09_audit")  # the file is called “09_audit (1).ipynb”, as browsers do
    assert rows["points"].to_dict() == {
        "09-1": 1.5, "09-2": 2, "09-3": 0, "09-4": 0, "09-5": 0, "09-6": 2, "09-7": 0,
    }  # fmt: skip
    assert "Dividing by five" in rows.at["09-3", "message"]
    assert rows.loc[["09-4", "09-7"], "message"].str.startswith("No answer yet").all()  # the check of 09-7 was forged


def test_an_endless_loop_costs_what_comes_after_it(marked):
    rows = of(marked, "hostile", "08_targets")
    assert rows["points"].tolist() == [2, 1, 0, 0, 0, 0, 0]
    assert rows.at["08-3", "message"] == f"The notebook was stopped after {SECONDS} seconds."


def test_a_forged_judge_a_memory_hog_and_an_exit_get_nothing(marked):
    rows = of(marked, "hostile", "00_start_here")
    assert rows["points"].sum() == 0
    assert rows.at["00-1", "message"] == "0 of 2 are right. Not yet."
    assert rows.at["00-2", "message"] == "MemoryError"
    assert "Python ended in the middle" in rows.at["00-3", "message"]


def test_files_that_are_no_exercise_have_a_row_that_says_so(marked):
    rows = marked[marked["task"] == ""].set_index("exercise")
    assert "by hand" in rows.at["broken.ipynb", "message"]
    assert "None of the exercises" in rows.at["other.ipynb", "message"]


def test_nothing_was_written_outside_the_copies(marked):
    assert not list(ROOT.rglob("written_*.txt"))
    seed = subprocess.run(["git", "-C", str(ROOT), "status", "--short", "seeds"], capture_output=True, text=True)
    assert seed.stdout == ""


def test_nothing_is_left_running(marked):
    listed = subprocess.run(["ps", "-e", "-o", "args="], capture_output=True, text=True, check=True).stdout
    assert [line for line in listed.splitlines() if "left by loop.ipynb" in line] == []


def handed_in(name: str = "00_start_here") -> nbformat.NotebookNode:
    return nbformat.from_dict(original(name).copy())


def test_checks_are_put_back_and_own_cells_keep_their_places():
    notebook = handed_in()
    at = next(n for n, cell in enumerate(notebook.cells) if mark_of(cell).get("grade_id") == "00-1-answer")
    notebook.cells[at].source = "contents = 1"
    notebook.cells[at + 1].source = "'forged'"
    notebook.cells.insert(at, nbformat.v4.new_code_cell("mine = 2"))
    notebook.cells.insert(at + 2, nbformat.from_dict(dict(notebook.cells[at + 1]) | {"source": "a copy"}))
    sources = [cell.source for cell in restored(notebook, original("00_start_here")).cells if cell.cell_type == "code"]
    first = sources.index("contents = 1")
    assert sources[first - 1 : first + 3] == ["mine = 2", "contents = 1", "a copy", 'check("00-1", contents)']
    assert "'forged'" not in sources


def test_an_answer_that_was_deleted_is_the_dots_again():
    notebook = handed_in()
    notebook.cells = [cell for cell in notebook.cells if not mark_of(cell).get("solution")]
    assert restored(notebook, original("00_start_here")).cells == original("00_start_here").cells


def test_marks_of_a_strange_form_are_no_marks():
    for mark in ("text", {"grade_id": ["00-1"]}, {}, None):
        cell = nbformat.v4.new_code_cell("1", metadata={"nbgrader": mark})
        assert mark_of(cell) == {}


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "secret.ipynb").write_text(nbformat.writes(original("00_start_here")), encoding="utf-8")
    folder = tmp_path / "class"
    (folder / "anna").mkdir(parents=True)
    os.symlink(tmp_path / "secret.ipynb", folder / "anna" / "00_start_here.ipynb")
    os.symlink(tmp_path, folder / "all")
    with pytest.raises(ReportError, match="no notebook"):
        grade(folder)


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_folder_without_submissions_is_told_in_one_sentence(name, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert main(["grade", "--", str(tmp_path / name)]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
