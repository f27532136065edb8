"""The explorer as people meet it: Voilà serves it, a real browser opens it once and goes through it in order."""

import csv
import io
from pathlib import Path

import nbformat
import pytest
import servers
from nbclient import NotebookClient

from govreport import app, indicators, kwic, read_report
from govreport.explorer_state import outline

pytestmark = pytest.mark.usefixtures("browser")
HOSTILE = Path(__file__).parent / "data" / "hostile.txt"


@pytest.fixture(scope="module")
def page(browser):
    """The app on the seed, painted; the tests below share it, so each leaves the whole seed shown."""
    serving = servers.serving(lambda port: app.command(port, browser=False), app.environment())
    with serving as address, browser.opened(1280, 900) as page:
        page.set_default_timeout(60_000)
        page.goto(address)
        page.wait_for_selector(".gr-unit mark")
        page.wait_for_selector(".gr-margin i", state="attached")
        yield page


def rows(page) -> int:
    """How many rows the table says it has."""
    return int(page.locator(".gr-count").inner_text().split()[0].replace(",", ""))


def until_rows(page, count: int) -> None:
    page.wait_for_function(f"parseInt(document.querySelector('.gr-count').innerText) === {count}", polling=250)


def until_found(page, text: str) -> None:
    page.wait_for_function(
        "text => document.querySelector('.gr-text .gr-found')?.innerText === text", arg=text, polling=250
    )


def upload(page, path: Path, said: str) -> None:
    """Upload a file and wait for a word that shows what became of it."""
    page.locator("input[type=file]").set_input_files(path)
    page.wait_for_function("said => document.querySelector('.gr-top').innerText.includes(said)", arg=said, polling=250)


def test_it_opens_whole_without_code_and_asks_no_other_host(page, seed):
    assert page.locator(".gr-outline button").count() == len(outline(seed)) + 1
    assert page.locator("h1").inner_text() == seed.title
    assert seed.completeness in page.locator(".gr-head").inner_text()
    assert rows(page) == len(indicators(seed))
    assert "import" not in page.locator("body").inner_text()
    strange = [url for url in page.requests if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))]
    assert strange == []


@pytest.mark.parametrize(("width", "tabs"), [(1280, ["Concordance", "Themes"]), (768, ["Words", "Indicators"])])
def test_it_is_accessible_and_fits_the_window(page, browser, width, tabs):
    page.set_viewport_size({"width": width, "height": 900})
    page.locator(".gr-outline button").last.click()
    page.wait_for_function("document.querySelectorAll('.gr-heading').length === 1", polling=250)
    for tab in tabs:
        page.get_by_role("tab", name=tab).click()
        page.wait_for_selector(f".gr-table[aria-label='Table of {tab.lower()}']")
        assert browser.serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in (".gr-outline", ".gr-text", ".gr-table"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= 900
    page.locator(".gr-outline button").first.click()
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_heading_narrows_everything_and_the_keyboard_does_too(page, seed):
    heading = outline(seed)[2]
    inside = indicators(seed)["start"].between(heading.start, heading.end - 1).sum()
    page.locator(".gr-outline button").nth(3).click()
    until_rows(page, inside)
    assert page.locator(".gr-text mark").count() == inside
    assert page.locator(".gr-outline [aria-current]").inner_text().startswith(heading.text)
    page.wait_for_function("document.activeElement.ariaCurrent === 'true'", polling=250)
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    until_rows(page, len(indicators(seed)))


def test_a_number_is_found_in_the_text(page, seed):
    last = indicators(seed)["text"].iloc[-1]
    assert page.locator(".gr-text").evaluate("node => node.scrollTop") == 0
    page.locator(".gr-table tbody tr").last.click()
    until_found(page, last)
    pane, mark = page.locator(".gr-text").bounding_box(), page.locator(".gr-found").first.bounding_box()
    assert pane["y"] <= mark["y"] <= pane["y"] + pane["height"] - mark["height"]
    page.locator(".gr-table tbody button").first.focus()
    page.keyboard.press("Enter")
    until_found(page, indicators(seed)["text"].iloc[0])
    assert page.locator(".gr-found").count() == 1


def test_rows_are_filtered_and_sorted(page, seed):
    growth = indicators(seed).query("measure == 'growth'")
    page.get_by_label("Measure").select_option("growth")
    until_rows(page, len(growth))
    page.get_by_role("button", name="value").click()
    largest = growth["text"].iloc[growth["value"].argmax()]
    page.wait_for_function(
        "text => document.querySelector('.gr-table tbody button').innerText === text", arg=largest, polling=250
    )
    assert page.locator("th[aria-sort=descending]").inner_text().strip().startswith("value")
    page.get_by_label("Measure").select_option("all")
    until_rows(page, len(indicators(seed)))


def test_a_pattern_is_searched_and_a_bad_one_told(page, seed):
    page.get_by_role("tab", name="Concordance").click()
    pattern = page.get_by_label("Pattern")
    pattern.fill("改革")
    pattern.press("Enter")
    until_rows(page, len(kwic(seed, "改革", within="sentence")))
    page.get_by_label("Kind").select_option("regular expression")
    pattern.fill("(改革")
    pattern.press("Enter")
    page.wait_for_function("document.querySelector('.gr-count').innerText.includes('not a regular')", polling=250)
    assert page.locator(".gr-table tbody tr").count() == 0
    pattern.fill("改革|发展")
    pattern.press("Enter")
    until_rows(page, len(kwic(seed, "改革|发展", valuetype="regex", within="sentence")))


def test_the_view_is_exported_as_a_notebook_that_runs(page, seed, tmp_path):
    page.locator(".gr-outline button").nth(3).click()
    page.wait_for_function("document.querySelectorAll('.gr-heading').length === 1", polling=250)
    count = rows(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Export to notebook").click()
    assert saved.value.suggested_filename == "daoli-2026-concordance.ipynb"
    book = nbformat.read(saved.value.path(), as_version=4)
    book.cells.append(nbformat.v4.new_code_cell("print(len(rows), start, end)"))
    NotebookClient(book, resources={"metadata": {"path": str(tmp_path)}}).execute()
    heading = outline(seed)[2]
    assert book.cells[-1].outputs[0].text.split() == [str(count), str(heading.start), str(heading.end)]
    page.locator(".gr-outline button").first.click()
    page.get_by_role("tab", name="Indicators").click()
    until_rows(page, len(indicators(seed)))


def test_the_table_is_downloaded_as_csv_and_excel(page, seed):
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download CSV").click()
    table = list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text(encoding="utf-8-sig"))))
    sorted_ = indicators(seed).sort_values("value", ascending=False, kind="stable")  # as a test above left it
    assert [row["text"] for row in table] == sorted_["text"].tolist()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download Excel").click()
    assert saved.value.suggested_filename == "daoli-2026-indicators.xlsx"
    assert Path(saved.value.path()).read_bytes().startswith(b"PK")


def test_a_bad_file_is_told_and_the_report_stays(page, seed, tmp_path):
    bad = tmp_path / "scan.doc"
    bad.write_bytes(b"\xd0\xcf\x11\xe0 old")
    upload(page, bad, "scan.doc is an old Word file (.doc)")
    assert page.locator("h1").inner_text() == seed.title
    assert rows(page) == len(indicators(seed))


def test_a_hostile_file_is_shown_as_text_and_runs_nothing(page):
    report = read_report(HOSTILE)
    upload(page, HOSTILE, report.title)
    for tab in ("Words", "Themes", "Audit", "Targets", "Concordance", "Indicators"):
        page.get_by_role("tab", name=tab).click()
        page.wait_for_selector(f".gr-table[aria-label='Table of {tab.lower()}']")
    number = page.locator(".gr-table tbody button").first
    number.click()
    until_found(page, number.inner_text())
    shown = page.locator(".gr-text").inner_text()
    for act in ("<script>", "<img src=x onerror=", "javascript:", "=HYPERLINK("):
        assert act in report.text and act in shown
    assert page.evaluate("window.ran") is None
    assert page.locator(".gr-pane :is(script, img, a, svg, iframe)").count() == 0
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download CSV").click()
    lines = csv.reader(io.StringIO(Path(saved.value.path()).read_text(encoding="utf-8-sig")))
    cells = [cell for line in lines for cell in line]
    assert "'+cmd|calc项目" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_a_report_of_the_folder_is_chosen(page, seed):
    page.get_by_label("From the folder").select_option("daoli-2026.txt")
    page.wait_for_function("title => document.querySelector('h1').innerText === title", arg=seed.title, polling=250)
    until_rows(page, len(indicators(seed)))
