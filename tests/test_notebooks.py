"""The committed lessons: their form, and that their outputs are what the code gives today (nbval, strict)."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from govreport.pages import caption
from govreport.suite import normalised

ROOT = Path(__file__).resolve().parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]*_*.ipynb"))

every_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def outputs(path: Path) -> list[nbformat.NotebookNode]:
    return [output for cell in code_cells(path) for output in cell.outputs]


def nbval(paths: list[Path], build: Path) -> subprocess.CompletedProcess:
    """Run nbval, strict, as its own process; what the lessons save goes to a folder of the test."""
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-o", "addopts=", "-p", "no:cacheprovider", *paths]
    settings = os.environ | {"GOVREPORT_BUILD": str(build), "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)


def test_the_lessons_are_all_there():
    names = [path.stem for path in LESSONS]
    assert names == [
        "00_start_here",
        "01_reading_a_report",
        "02_from_text_to_tokens",
        "03_term_frequency",
        "04_words_in_context",
        "05_themes",
        "05b_words_as_attention",
        "06_numbers_and_units",
        "07_indicators",
        "08_targets",
        "09_audit",
        "10_many_reports",
        "11_your_own_reports",
        "12_how_good_is_it",
    ]


@every_lesson
def test_is_a_valid_notebook_in_normal_form(path):
    nbformat.validate(read(path))
    assert path.read_text(encoding="utf-8") == nbformat.writes(normalised(read(path))) + "\n"


@every_lesson
def test_every_code_cell_has_been_run_in_order(path):
    # nbval does not compare a cell without a count: a stripped notebook would pass.
    counts = [cell.execution_count for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1))


@every_lesson
def test_has_no_error_and_no_noise(path):
    assert [output for output in outputs(path) if output.output_type == "error"] == []
    assert [output for output in outputs(path) if output.get("name") == "stderr"] == []


@every_lesson
def test_opens_with_a_card(path):
    card = read(path).cells[0]
    assert card.cell_type == "markdown"
    assert card.source.startswith("# ")
    missing = [line for line in ("question", "you will learn", "time", "needs") if line not in card.source.lower()]
    assert missing == []


@every_lesson
def test_takes_the_report_from_one_cell(path):
    parameters = [cell.source for cell in code_cells(path) if "parameters" in cell.metadata.get("tags", [])]
    assert parameters == ['report_path = "../seeds/daoli-2026.txt"']


@every_lesson
def test_cells_are_short_and_define_nothing(path):
    cells = code_cells(path)
    trees = [ast.parse(cell.source) for cell in cells]
    assert max(len(cell.source.splitlines()) for cell in cells) <= 14
    assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for tree in trees for node in ast.walk(tree))
    importing = [
        tree for tree in trees if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(tree))
    ]
    assert len(importing) == 1


@every_lesson
def test_installs_nothing(path):
    assert not any(re.search(r"^\s*[!%]", cell.source, re.MULTILINE) for cell in code_cells(path))


@every_lesson
def test_every_chart_has_a_caption(path):
    notebook = read(path)
    charts = [
        number
        for number, cell in enumerate(notebook.cells)
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", []))
    ]
    assert [number for number in charts if not caption(notebook, number)] == []


@every_lesson
def test_every_chart_is_shown(path):
    # nbval skips pictures, so a chart that does not appear would pass.
    drawing = [cell for cell in code_cells(path) if re.search(r"^ax = ", cell.source, re.MULTILINE)]
    shown = [sum("image/png" in output.get("data", {}) for output in cell.outputs) for cell in drawing]
    assert shown == [1] * len(drawing)


@every_lesson
def test_prose_needs_no_formula_renderer(path):
    # The pages load no MathJax: formulas are written in words or code.
    prose = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    assert not any(re.search(r"\$[^$\n]+\$", text) for text in prose)


def test_no_two_lessons_save_the_same_file():
    # They are executed side by side: which of two came last would be chance.
    saved = [
        (match[1] == "ax", match[2])
        for path in LESSONS
        for cell in code_cells(path)
        for match in re.finditer(r"\bsave\((\w+).*\"(\w+)\"\)$", cell.source, re.MULTILINE)
    ]
    assert len(saved) > 60
    assert len(set(saved)) == len(saved)


def test_outputs_are_what_the_code_gives(tmp_path):
    answer = nbval(LESSONS, tmp_path)
    assert answer.returncode == 0, answer.stdout[-3000:]
    assert re.search(rf"^{sum(len(code_cells(path)) for path in LESSONS)} passed", answer.stdout, re.MULTILINE)


def test_solutions_run_to_their_ends(tmp_path):
    # They carry no outputs to compare; what they answer is judged in test_teaching.
    solutions = sorted((ROOT / "notebooks" / "solutions").glob("[0-9]*.ipynb"))
    answer = nbval(solutions, tmp_path)
    assert answer.returncode == 0, answer.stdout[-3000:]
    assert re.search(rf"^{sum(len(code_cells(path)) for path in solutions)} passed", answer.stdout, re.MULTILINE)


def test_one_wrong_number_in_an_output_is_found(tmp_path):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    path = ROOT / "notebooks" / "06_numbers_and_units.ipynb"
    notebook = read(path)
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    place, key = next(
        (holder, key)
        for output in shown
        for holder, key in ((output.get("data", {}), "text/plain"), (output, "text"))
        if re.search(r"\d", holder.get(key, ""))
    )
    place[key] = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), place[key], count=1)
    copy = tmp_path / "notebooks" / path.name
    copy.parent.mkdir()
    nbformat.write(notebook, copy)
    answer = nbval([copy], tmp_path)
    assert answer.returncode == 1
    assert re.search(r"^1 failed, \d+ passed", answer.stdout, re.MULTILINE), answer.stdout[-3000:]
