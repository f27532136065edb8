"""Lessons, explorer and annotation tool in JupyterLab itself: two of the lessons, or all with GOVREPORT_LAB=all."""

import json
import os
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
import servers

from govreport import indicators
from govreport.suite import ROOT, lessons, normalised

ANNOTATING = """from govreport import read_report, sentences
from govreport.teaching import annotate

report = read_report("../seeds/daoli-2026.txt")
annotate(report, sentences(report).query("sentence_id in (44, 58)"), path="mine.jsonl")"""
QUICK = ("01_reading_a_report", "06_numbers_and_units")
CHOSEN = [path.stem for path in lessons() if os.environ.get("GOVREPORT_LAB") == "all" or path.stem in QUICK]


def lab(port: int) -> list[str]:
    """The command that starts JupyterLab, open to this machine without a token; it asks no host for news."""
    options = ["--ip=127.0.0.1", f"--port={port}", "--no-browser", "--allow-root", "--IdentityProvider.token="]
    options += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url="]
    return [sys.executable, "-m", "jupyter", "lab", *options]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Copies of the seed and of the notebooks, without their outputs."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "notebooks").mkdir()
    for name in [*CHOSEN, "explore"]:
        notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
        for cell in notebook.cells:
            cell.update({"outputs": [], "execution_count": None} if cell.cell_type == "code" else {})
        nbformat.write(notebook, folder / "notebooks" / f"{name}.ipynb")
    return folder


@pytest.fixture(scope="module")
def page(browser, folder):
    """A window, and in ``page.lab`` the address of JupyterLab on the copies."""
    own = {f"JUPYTER_{kind}_DIR": str(folder / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    own |= {"JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"), "GOVREPORT_BUILD": str(folder / "build")}
    serving = servers.serving(lab, os.environ | own, cwd=folder / "notebooks")
    with serving as address, browser.opened(1280, 900) as page:
        page.set_default_timeout(120_000)
        page.lab = address
        yield page


def run_all(page, name: str) -> None:
    """Open a notebook in a window of its own, wait for its kernel, and choose Run All Cells."""
    page.goto(f"{page.lab}/doc/tree/{name}.ipynb?reset")
    page.wait_for_selector("text=Python 3 (ipykernel) | Idle")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def saved(page, path: Path) -> nbformat.NotebookNode:
    """The notebook as JupyterLab saves it when every cell has run."""
    for _ in range(120):
        page.wait_for_timeout(1000)
        page.keyboard.press("Control+s")
        try:
            notebook = nbformat.read(path, as_version=4)
        except nbformat.reader.NotJSONError:  # it is being written just now
            continue
        if all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code"):
            return notebook
    raise TimeoutError(f"{path.name} has not run to its end")


def texts(notebook: nbformat.NotebookNode) -> list[str]:
    """What the cells print and show as text."""
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output["text"] if "text" in output else output["data"].get("text/plain") for output in shown]


@pytest.mark.parametrize("name", CHOSEN)
def test_a_lesson_runs_in_jupyterlab_as_it_was_committed(page, folder, name):
    run_all(page, name)
    made = saved(page, folder / "notebooks" / f"{name}.ipynb")
    assert texts(made) == texts(nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4))


def test_the_explorer_runs_in_jupyterlab(page, seed):
    run_all(page, "explore")
    page.wait_for_selector(".gr-unit mark")
    assert page.locator(".gr-text mark").count() == len(indicators(seed))
    page.locator(".gr-table tbody button").first.click()
    page.wait_for_selector(".gr-found")
    assert page.locator(".gr-found").first.inner_text() == indicators(seed)["text"].iloc[0]


def test_a_sentence_is_annotated_in_jupyterlab(page, folder, seed):
    cells = [nbformat.v4.new_code_cell(ANNOTATING)]
    nbformat.write(normalised(nbformat.v4.new_notebook(cells=cells)), folder / "notebooks" / "annotating.ipynb")
    run_all(page, "annotating")
    page.wait_for_selector("text=Sentence 1 of 2; 0 annotated")
    said = indicators(seed).query("sentence_id == 44").iloc[0]
    page.get_by_label("text", exact=True).fill("no such words")
    page.get_by_role("button", name="Record", exact=True).click()
    page.locator(".govreport-told", has_text="does not stand").wait_for()
    for name in ("text", "value", "unit", "subject", "period"):
        page.get_by_label(name, exact=True).fill(f"{said[name]:.0f}" if name == "value" else said[name])
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_selector("text=Sentence 1 of 2; 1 annotated")
    (record,) = map(json.loads, (folder / "notebooks" / "mine.jsonl").read_text(encoding="utf-8").splitlines())
    assert [record[name] for name in ("start", "end", "text", "value")] == [
        said[name] for name in ("start", "end", "text", "value")
    ]
    assert page.locator("mark").all_inner_texts() == [said["text"]]
    page.get_by_role("button", name="Next ›", exact=True).click()
    page.wait_for_selector("text=Sentence 2 of 2; 1 annotated")
