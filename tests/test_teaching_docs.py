"""The README in Chinese says what the README says, and the papers for teachers point at what is there."""

import re
from pathlib import Path

import pytest

from govreport.exercises import EXERCISES
from govreport.judges import tasks

ROOT = Path(__file__).resolve().parents[1]
TEACHING = sorted((ROOT / "docs" / "teaching").glob("*.md"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code(text: str) -> list[str]:
    """Code blocks without their comments, which are in the reader's language."""
    return [re.sub(r" +# .*", "", block) for block in re.findall(r"```.*?```", text, re.DOTALL)]


def rows(text: str) -> list[list[str]]:
    """The cells of the table that hold a number and nothing else."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return [[cell for cell in line if re.fullmatch(r"[\d.]+", cell)] for line in lines]


def figures(text: str) -> set[str]:
    """Percentages, decimals, and numbers of three digits or more, wherever they stand."""
    return set(re.findall(r"\d+%|\d+\.\d+|\d{3,}", text))


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)#:]+)\)", text)


def test_the_readmes_have_the_same_commands():
    english, chinese = code(read("README.md")), code(read("README.zh.md"))
    assert english and chinese == english


def test_the_readmes_have_the_same_numbers():
    english, chinese = read("README.md"), read("README.zh.md")
    assert sum(map(len, rows(english))) >= 40
    assert rows(chinese) == rows(english)
    assert figures(chinese) == figures(english)


def test_the_readmes_point_at_the_same_files_and_at_each_other():
    english, chinese = links(read("README.md")), links(read("README.zh.md"))
    assert "README.zh.md" in english and "README.md" in chinese
    assert set(english) - {"README.zh.md"} == set(chinese) - {"README.md"}
    assert len(re.findall(r"^## ", read("README.md"), re.M)) == len(re.findall(r"^## ", read("README.zh.md"), re.M))


@pytest.mark.parametrize("path", [ROOT / "README.zh.md", *TEACHING], ids=lambda path: path.name)
def test_every_link_leads_somewhere(path):
    missing = [link for link in links(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()]
    assert missing == []


def test_the_syllabus_has_every_exercise():
    syllabus = read("docs/teaching/syllabus.md")
    assert [path.name for path in sorted(EXERCISES.glob("*.ipynb")) if f"exercises/{path.name}" not in syllabus] == []


@pytest.mark.parametrize("path", TEACHING, ids=lambda path: path.name)
def test_tasks_that_the_papers_name_are_there(path):
    named = re.findall(r"\b\d\db?-\d\b", path.read_text(encoding="utf-8"))
    assert set(named) <= set(tasks().index)


def test_the_sizes_that_the_teacher_reads_are_those_of_the_code():
    from govreport.marking import MEGABYTES, SECONDS

    assert "two minutes and four gigabytes" in read("docs/teaching/README.md")
    assert (SECONDS, MEGABYTES) == (120, 4096)
