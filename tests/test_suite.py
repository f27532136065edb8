"""The suite on a second report, and what it does with bad input and with a lesson that stops.

tests/data/wangxi-2024.txt is a report of a county that does not exist, written for these tests.
"""

import hashlib
import json
import re
import zipfile
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from govreport import suite
from govreport.__main__ import main
from govreport.errors import ReportError
from govreport.export import stata, workbook

ROOT = Path(__file__).resolve().parents[1]
SECOND = ROOT / "tests" / "data" / "wangxi-2024.txt"


@pytest.fixture(scope="module")
def build(tmp_path_factory) -> Path:
    """Everything that the suite makes of the second report."""
    out = tmp_path_factory.mktemp("suite") / "build"
    assert main(["run", str(SECOND), "--out", str(out)]) == 0
    return out


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def stems(folder: Path, kind: str) -> set[str]:
    return {path.stem for path in folder.glob(f"*.{kind}")}


class Page(HTMLParser):
    """What a page loads, links to and shows, told by its tags."""

    def __init__(self, path: Path):
        super().__init__()
        self.loads, self.links, self.alts, self.ids = [], [], [], set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids.add(values.get("id"))
        self.loads += [values[name] for name in ("src", "srcset", "data", "poster") if name in values]
        self.loads += [values["href"]] if tag in ("link", "use") and "href" in values else []
        self.links += [values["href"]] if tag == "a" and "href" in values else []
        self.alts += [values.get("alt")] if tag == "img" else []


def test_every_lesson_ran(build):
    assert stems(build / "notebooks", "ipynb") == {path.stem for path in suite.lessons()}
    for path in (build / "notebooks").glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        assert not [o for cell in cells for o in cell.get("outputs", []) if o.output_type == "error"]
        assert not [o for cell in cells for o in cell.get("outputs", []) if o.get("name") == "stderr"]


def test_the_lessons_read_the_report_they_were_given(build):
    text = SECOND.read_text(encoding="utf-8")
    found = pd.read_parquet(build / "tables" / "indicators.parquet")
    assert len(found) > 40
    assert [text[start:end] for start, end in zip(found["start"], found["end"], strict=True)] == found["text"].tolist()


def test_every_table_is_there_in_every_format(build):
    tables = build / "tables"
    names = stems(tables, "parquet")
    assert names
    assert stems(tables, "csv") == names
    with zipfile.ZipFile(tables / "govreport.xlsx") as book:
        sheets = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
    # A sheet's name is at most 31 characters long.
    assert {name[:31] for name in names} <= set(sheets)
    assert len(pd.read_stata(tables / "indicators.dta")) == len(pd.read_parquet(tables / "indicators.parquet"))


def test_every_figure_is_there_in_both_formats(build):
    names = stems(build / "figures", "svg")
    assert names
    assert stems(build / "figures", "png") == names


def test_every_lesson_has_a_page_linked_from_the_index(build):
    lessons = {path.stem for path in suite.lessons()}
    assert stems(build / "pages", "html") == lessons
    assert {f"pages/{stem}.html" for stem in lessons} <= set(Page(build / "index.html").links)


def test_pages_load_nothing_from_elsewhere(build):
    for path in (build / "pages").glob("*.html"):
        assert all(source.startswith("data:") for source in Page(path).loads), path.name
        text = path.read_text(encoding="utf-8")
        assert not any(
            call in text for call in ("@import", "url(http", "url(//", "import(", "require.config", "fetch(")
        )
    assert all((build / source).is_file() for source in Page(build / "index.html").loads)


def test_links_in_pages_lead_somewhere(build):
    for path in [build / "index.html", *(build / "pages").glob("*.html")]:
        page = Page(path)
        for link in page.links:
            target, _, fragment = link.partition("#")
            if not target:
                assert fragment in page.ids, f"{path.name}: {link}"
            elif "://" not in target:
                assert (path.parent / target).is_file(), f"{path.name}: {link}"


def test_the_report_itself_is_a_page_that_figures_link_to(build):
    report = Page(build / "inspector.html")
    assert "inspector.html" in Page(build / "index.html").links
    assert report.loads == []
    to_facts = [link for link in Page(build / "pages" / "07_indicators.html").links if "inspector.html#" in link]
    assert to_facts and {link.partition("#")[2] for link in to_facts} <= report.ids


def test_charts_in_pages_say_what_they_show(build):
    alts = [alt for path in (build / "pages").glob("*.html") for alt in Page(path).alts]
    assert alts
    assert all(alt and alt.startswith("Figure") for alt in alts)


def test_provenance_names_what_the_build_was_made_from(build):
    text = (build / "provenance.json").read_text(encoding="utf-8")
    record = json.loads(text)
    assert record["report"] == {"name": SECOND.stem, "sha256": hashlib.sha256(SECOND.read_bytes()).hexdigest()}
    for name in ("data/lexicon/units.csv", "data/gold/daoli_2026.themes.csv", "notebooks/00_start_here.ipynb"):
        assert record["files"][name] == hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    assert record["packages"]["pandas"] == version("pandas")
    assert str(ROOT) not in text


def test_a_second_run_gives_the_same_bytes(build, tmp_path):
    suite.execute(ROOT / "notebooks" / "03_term_frequency.ipynb", tmp_path, SECOND)
    tables = {path.stem: pd.read_parquet(path) for path in sorted((build / "tables").glob("*.parquet"))}
    workbook(tables, tmp_path / "tables" / "govreport.xlsx")
    stata(tables["indicators"], tmp_path / "tables" / "indicators.dta")
    again, first = snapshot(tmp_path), snapshot(build)
    assert {Path(name).suffix for name in again} == {".csv", ".parquet", ".xlsx", ".dta", ".svg", ".png"}
    assert [name for name, content in again.items() if content != first[name]] == []


@pytest.fixture
def bad_input(tmp_path):
    """Paths that are no report, by what is wrong with them."""
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "renamed.txt").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
    (tmp_path / "folder").mkdir()
    names = {"missing": "nowhere.txt", "empty": "empty.txt", "pdf": "renamed.txt", "directory": "folder"}
    return {kind: tmp_path / name for kind, name in names.items()}


@pytest.mark.parametrize("kind", ["missing", "empty", "pdf", "directory"])
def test_bad_input_is_told_in_one_sentence_and_changes_nothing(kind, bad_input, tmp_path, capsys):
    out = tmp_path / "build"
    (out / "tables").mkdir(parents=True)
    (out / "tables" / "kept.csv").write_text("kept\n", encoding="utf-8")
    before = snapshot(tmp_path)
    assert main(["run", str(bad_input[kind]), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert said.strip() and len(said.splitlines()) == 1
    assert bad_input[kind].name in said
    assert snapshot(tmp_path) == before


def lesson(path: Path, *sources: str) -> Path:
    """A notebook of code cells, the first of them for the report."""
    cells = [nbformat.v4.new_code_cell(source) for source in ('report_path = "here.txt"', *sources)]
    cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_a_lesson_that_stops_leaves_the_build_before_it(tmp_path, monkeypatch, capsys):
    stops = lesson(tmp_path / "00_stops.ipynb", "1 / 0")
    monkeypatch.setattr(suite, "lessons", lambda: [stops])
    out = tmp_path / "build"
    (out / "tables").mkdir(parents=True)
    (out / "tables" / "kept.csv").write_text("kept\n", encoding="utf-8")
    before = snapshot(tmp_path)
    assert main(["run", str(SECOND), "--out", str(out)]) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == "00_stops.ipynb stopped at code cell 2: ZeroDivisionError: division by zero"
    assert snapshot(tmp_path) == before


def test_a_folder_with_other_things_in_it_is_not_replaced(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(ReportError, match=r"thesis\.docx"):
        suite.run(SECOND, tmp_path)
    with pytest.raises(ReportError, match="is a file"):
        suite.run(SECOND, tmp_path / "thesis.docx")
    assert snapshot(tmp_path) == {"thesis.docx": b"years of work"}


def test_the_new_build_takes_the_place_of_the_old(tmp_path):
    fresh, out = tmp_path / "fresh", tmp_path / "build"
    for folder, name in ((fresh, "new"), (out, "old")):
        folder.mkdir()
        (folder / name).touch()
    suite._swap(fresh, out)
    assert snapshot(tmp_path) == {"build/new": b""}


def test_refresh_writes_outputs_in_normal_form_once(tmp_path):
    path = lesson(tmp_path / "00_adds.ipynb", "1 + 1", "print(report_path)")
    assert suite.refresh([path]) == [path]
    cells = nbformat.read(path, as_version=4).cells
    assert [cell.execution_count for cell in cells] == [1, 2, 3]
    assert [cell.id for cell in cells] == ["cell-00", "cell-01", "cell-02"]
    assert cells[1].outputs[0].data["text/plain"] == "2"
    assert cells[2].outputs[0].text == "here.txt\n"
    assert suite.refresh([path]) == []


def test_refresh_leaves_a_lesson_that_stops(tmp_path):
    path = lesson(tmp_path / "00_stops.ipynb", "raise ValueError('first line\\nsecond')")
    before = snapshot(tmp_path)
    with pytest.raises(suite.LessonError, match=r"ValueError: first line$"):
        suite.refresh([path])
    assert snapshot(tmp_path) == before
