"""The course: solutions that pass their own checks, exercises that are made from them, hints that come by stage."""

import json
import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from govreport import ReportError, teaching
from govreport.exercises import ANSWERS, EXERCISES, digests, exercise, mark_of, run, solutions
from govreport.judges import digest, judge, plain, tasks
from govreport.suite import LessonError
from govreport.teaching import check

ROOT = Path(__file__).resolve().parents[1]
every_solution = pytest.mark.parametrize("path", solutions(), ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def everything():
    """What the checks of all solutions and then of all exercises say, executed once, in one kernel."""
    return run([*solutions(), *(EXERCISES / path.name for path in solutions())])


@pytest.fixture
def spoken(everything):
    """What the checks and slips of the solutions say."""
    return everything[: -len(tasks())]


@pytest.fixture
def afresh(monkeypatch):
    """No answer was tried yet."""
    monkeypatch.setattr(teaching, "_tried", {})


def cells(path: Path) -> list[nbformat.NotebookNode]:
    return nbformat.read(path, as_version=4).cells


def test_every_lesson_has_an_exercise_of_five_to_eight_tasks():
    lessons = {path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb")}
    assert {path.stem for path in solutions()} == lessons
    counts = {path.stem: sum(bool(mark_of(cell).get("grade")) for cell in cells(path)) for path in solutions()}
    assert {name: count for name, count in counts.items() if not 5 <= count <= 8} == {}


@every_solution
def test_lesson_and_exercise_link_to_each_other(path):
    lesson = "".join(cell.source for cell in cells(ROOT / "notebooks" / path.name))
    assert f"](exercises/{path.name})" in lesson
    assert f"](../{path.name})" in cells(path)[0].source


def test_the_tasks_are_those_of_the_table():
    assert tasks().index.is_unique
    marks = [mark_of(cell) for path in solutions() for cell in cells(path)]
    assert sorted(mark["grade_id"] for mark in marks if mark.get("grade")) == sorted(tasks().index)
    assert all(row.hint_1 and row.hint_2 and row.hint_3 for row in tasks().itertuples())


def test_all_solutions_get_full_points(spoken):
    verdicts = {each["task"]: judge(each["task"], each["answer"]) for each in spoken if "message" not in each}
    assert set(verdicts) == set(tasks().index)
    assert {task: told for task, (points, of, told) in verdicts.items() if points != of} == {}


def test_no_usual_slip_gets_full_points(spoken):
    slips = [each for each in spoken if "message" in each]
    assert len(slips) > 80
    verdicts = [(each["task"], each["answer"], judge(each["task"], each["answer"])) for each in slips]
    assert [(task, answer) for task, answer, (points, of, _) in verdicts if points >= of] == []


def test_a_usual_slip_is_told_what_it_is(spoken):
    slips = [each for each in spoken if "message" in each and tasks().loc[each["task"], "judge"] == "answer"]
    assert [each for each in slips if each["message"] not in judge(each["task"], each["answer"]).message] == []


def test_the_digests_are_those_of_the_solutions(spoken):
    committed = ANSWERS.read_text(encoding="utf-8")
    assert committed == digests(spoken).to_csv(index=False, lineterminator="\n"), "run: make exercises"


@every_solution
def test_the_exercise_is_that_of_the_solution(path):
    committed = (EXERCISES / path.name).read_text(encoding="utf-8")
    assert committed == nbformat.writes(exercise(path)) + "\n", "run: make exercises"


@every_solution
def test_an_exercise_reveals_no_answer(path):
    made, whole = (EXERCISES / path.name).read_text(encoding="utf-8"), path.read_text(encoding="utf-8")
    assert "BEGIN SOLUTION" in whole
    assert not re.search("BEGIN|HIDDEN|slip", made)
    for cell in cells(path):
        if mark_of(cell).get("solution"):
            answer = cell.source.split("### BEGIN SOLUTION\n")[1].split("\n### END SOLUTION")[0]
            assert json.dumps(answer, ensure_ascii=False)[1:-1] not in made


@every_solution
def test_an_exercise_is_a_valid_assignment_of_nbgrader(path):
    from nbgrader.nbgraderformat.v3 import MetadataValidatorV3

    notebook = nbformat.read(EXERCISES / path.name, as_version=4)
    nbformat.validate(notebook)
    MetadataValidatorV3().validate_nb(notebook)
    assert all(mark_of(cell) for cell in notebook.cells if cell.cell_type == "code")


def test_an_exercise_runs_from_the_first_cell_to_the_last_before_anything_is_answered(everything):
    unanswered = everything[-len(tasks()) :]
    assert {each["task"] for each in unanswered} == set(tasks().index)
    verdicts = {each["task"]: judge(each["task"], each["answer"]) for each in unanswered}
    assert {task: told for task, (points, _, told) in verdicts.items() if points or not told} == {}


def test_a_solution_that_stops_is_named_in_one_sentence(tmp_path):
    for name, source in (("a.ipynb", "1"), ("b.ipynb", "1 / 0"), ("c.ipynb", "1")):
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), tmp_path / name)
    with pytest.raises(LessonError, match=r"^b\.ipynb stopped: ZeroDivisionError: division by zero$"):
        run(sorted(tmp_path.iterdir()))


def test_an_exercise_that_drifted_is_found(tmp_path):
    path = solutions()[0]
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += " More."
    nbformat.write(notebook, tmp_path / path.name)
    assert nbformat.writes(exercise(tmp_path / path.name)) + "\n" != (EXERCISES / path.name).read_text(encoding="utf-8")


def test_hints_come_one_by_one_and_not_for_the_same_answer_again(afresh):
    hints = [check("00-1", {"promised": count, "missing": 99}).hint for count in (1, 1, 2, 3, 4, 5)]
    stages = [hint[:6] for hint in hints]
    assert stages == ["", "", "Hint 1", "Hint 2", "Hint 3", "Hint 3"]
    assert hints[2].endswith(tasks().loc["00-1", "hint_1"])


def test_no_answer_costs_no_hint(afresh):
    assert [check("00-1", {"promised": ..., "missing": ...}).hint for _ in range(3)] == ["", "", ""]
    assert check("00-1", {"promised": 1, "missing": 1}).hint == ""


def test_a_check_says_its_points_to_nbgrader_and_a_message_to_the_student(afresh):
    shown = check("00-1", {"promised": 14, "missing": 14})._repr_mimebundle_()
    assert shown["text/plain"] == "0.5"  # nbgrader reads points from the plain text
    assert "1 of 2 are right" in shown["text/html"]


def test_nbgrader_gives_the_same_points(afresh):
    nbgrader = pytest.importorskip("nbgrader.utils")
    cell = next(cell for cell in cells(EXERCISES / "00_start_here.ipynb") if mark_of(cell).get("grade"))
    data = {"text/plain": check("00-1", {"promised": 14, "missing": 14})._repr_mimebundle_()["text/plain"]}
    cell.outputs = [nbformat.v4.new_output("execute_result", data)]
    assert nbgrader.determine_grade(cell) == (0.5, 1.0)


def test_what_a_student_writes_is_escaped_and_kept_in_order(afresh):
    html = check("00-1", {"<script>": 1})._repr_mimebundle_()["text/html"]
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("task", "answer", "told"),
    [
        ("00-1", 14, "asks for a dictionary with 'missing', 'promised'"),
        ("00-2", {"a": 1}, "asks for one answer"),
        ("00-6", "Too little.", "25 words or more"),
        ("00-6", "word " * 30, "does not point at the text"),
        ("05-2", [1, 2], "10 codes are needed"),
        ("05-2", "no codes", "cannot be judged"),
        ("06-5", [[1, 2, 3]], "cannot be judged"),
        ("06-5", [], "precision 0.00, recall 0.00"),
        ("07-6", {"name": "x", "text": "短。", "figures": 0, "growth": 0, "characters": 2}, "300 characters"),
        ("08-7", {"question": "word " * 25}, "Too short in texts"),
        ("12-1", [{"start": 0, "end": 5}], "missed"),
        ("12-1", {"records": 7}, "cannot be judged"),
    ],
)
def test_wrong_answers_get_less_and_a_clear_message(task, answer, told):
    points, of, message = judge(task, answer)
    assert points < of
    assert told in message


def test_an_answer_of_a_strange_kind_is_told_so(afresh):
    assert "no answer" in check("00-1", object()).verdict.message
    assert "too long" in check("00-1", "x" * 10**6).verdict.message


def test_an_unknown_task_is_an_error_in_one_sentence():
    with pytest.raises(ReportError, match="no task '99-9'"):
        check("99-9", 1)


def test_more_decimals_than_asked_for_are_right_and_fewer_are_not():
    points = {percent: judge("01-3", percent).points for percent in (17.2, 17.1984, 17.24999, 17.0, 17.3, 17)}
    assert points == {17.2: 2, 17.1984: 2, 17.24999: 2, 17.0: 0, 17.3: 0}


def test_numbers_count_to_four_figures_and_text_by_its_characters():
    same = [
        (0.22894, 0.228939),
        (14, 14.0),
        ("增长5％，好", " 增长5%,好 "),
        (pd.Series([1, 2]), [1, 2]),
        ({"b", "a"}, ["a", "b"]),
    ]
    assert all(digest("00-1", "", plain(a)) == digest("00-1", "", plain(b)) for a, b in same)
    other = [(0.2289, 0.229), (14, 15), (True, 1.5), ("一", "二"), ([1, 2], [2, 1]), (62930000000, 62930000001)]
    assert all(digest("00-1", "", plain(a)) != digest("00-1", "", plain(b)) for a, b in other)
