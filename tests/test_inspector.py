"""The page of a report in a real browser: with and without scripts, wide and narrow, and with a hostile text."""

import csv
import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from govreport import audit, code_themes, facts, read_facts, read_report, sentences, targets, write_inspector
from govreport.__main__ import main
from govreport.inspector import inspect

WIDTHS = (1280, 390)
PLAN = (
    "2026年甲县政府工作报告\n各位代表：\n一、2025年工作回顾\n签约项目72个，其中开工项目52个，签约落地率75%。\n"
    "二、2026年工作安排\n今年主要预期目标是：地区生产总值增长5%左右，城镇新增就业不低于1万人，居民收入增长与经济增长同步。"
)
HOSTILE = (
    "<img src=x onerror=alert(1)>政府工作报告\n各位代表：\n一、</script><script>alert(2)</script>工作回顾\n"
    "=HYPERLINK(1)项目72个，\"><svg onload=alert(3)>产值12亿元，'-->@SUM(A1)企业5家\u2028。\n"
    "$title ${data} &lt;b&gt; 𠮷村8个。"
)
NUMBERS = ("value", "low", "high")


class Words(HTMLParser):
    """The text inside main."""

    def __init__(self, html):
        super().__init__()
        self.inside, self.text = False, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "main"
        self.margin = tag == "i"

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "main"
        self.margin = False

    def handle_data(self, data):
        self.text += data if self.inside and not self.margin else ""


@pytest.fixture(scope="module")
def seed_page(seed, tmp_path_factory):
    path = tmp_path_factory.mktemp("inspector") / "seed.html"
    write_inspector(seed, path)
    return path


@pytest.fixture(scope="module")
def plan():
    return read_report(text=PLAN, name="plan_2026")


@pytest.fixture(scope="module")
def plan_page(plan, tmp_path_factory):
    path = tmp_path_factory.mktemp("inspector") / "plan.html"
    write_inspector(plan, path)
    return path


def only_the_page(page, path) -> bool:
    return {address.split("#")[0] for address in page.requests} <= {path.as_uri()}


@pytest.mark.parametrize("text", [HOSTILE, PLAN, "工作有序。"])
def test_the_page_holds_every_word_of_the_text(text):
    report = read_report(text=text)
    assert re.sub(r"\s", "", Words(inspect(report)).text) == re.sub(r"\s", "", text)


def test_the_page_is_the_same_each_time(plan):
    assert inspect(plan) == inspect(read_report(text=PLAN, name="plan_2026"))


def test_the_page_is_small_and_says_what_the_seed_lacks(seed, seed_page):
    html = seed_page.read_text(encoding="utf-8")
    assert len(html.encode()) < 2_000_000
    assert seed.completeness in html and seed.sha256 in html


def test_the_command_writes_it(tmp_path, capsys):
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    assert main(["inspect", str(tmp_path / "plan.txt"), "-o", str(tmp_path / "plan.html")]) == 0
    assert "plan.html" in capsys.readouterr().out
    assert "地区生产总值" in (tmp_path / "plan.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["nowhere.txt", "plan.txt"])
def test_the_command_refuses_in_one_sentence(name, tmp_path, capsys):
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    assert main(["inspect", str(tmp_path / name), "-o", str(tmp_path / "plan.txt")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert (tmp_path / "plan.txt").read_text(encoding="utf-8") == PLAN


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts_it_is_text_and_tables(width, browser, seed, seed_page):
    rows = facts(seed)
    with browser.opened(width, java_script_enabled=False) as page:
        page.goto(seed_page.as_uri())
        assert page.locator("main mark").count() == len(rows)
        assert page.locator("#facts tbody tr").count() == len(rows)
        assert page.locator("#audit tbody tr").count() == len(audit(seed))
        fact = rows["fact"].iloc[100]
        page.locator(f'[id="row={fact}"] a').first.click()
        assert page.url.endswith(f"#fact={fact}")
        mark = page.locator(f'[id="fact={fact}"]')
        assert 0 <= mark.bounding_box()["y"] < 900
        mark.locator("a").click()
        assert page.url.endswith(f"#row={fact}")
        assert page.locator("td.more").first.is_visible()
        assert only_the_page(page, seed_page)


@pytest.mark.parametrize("width", WIDTHS)
def test_choose_a_fact_and_read_its_fields(width, browser, seed, seed_page):
    row = facts(seed).iloc[60]
    with browser.opened(width) as page:
        page.goto(seed_page.as_uri())
        page.locator(f'[id="fact={row.fact}"] a').click()
        card = page.locator("#card")
        said = card.inner_text()
        for shown in (row.text, row.subject, row.unit, row.period, row.modality, row.topic, row.section, row.rule):
            assert shown in said
        assert page.url.endswith(f"#fact={row.fact}")
        assert page.locator("mark.chosen").inner_text() == row.text
        page.get_by_role("button", name="Next").click()
        assert page.locator("mark.chosen").get_attribute("id") == f"fact={facts(seed)['fact'].iloc[61]}"
        page.go_back()
        page.wait_for_function("id => document.querySelector('mark.chosen').id === id", arg=f"fact={row.fact}")
        page.keyboard.press("Escape")
        assert card.is_hidden() and page.locator("mark.chosen").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert only_the_page(page, seed_page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_link_to_a_fact_opens_at_it(width, browser, seed, seed_page):
    fact = facts(seed)["fact"].iloc[-1]
    with browser.opened(width) as page:
        page.goto(f"{seed_page.as_uri()}#fact={fact}")
        mark = page.locator("mark.chosen")
        assert mark.get_attribute("id") == f"fact={fact}"
        box = mark.bounding_box()
        assert 0 <= box["y"] < (900 if width > 1000 else page.locator("#found").bounding_box()["y"])


def test_an_identifier_that_no_fact_has_opens_the_page(browser, plan_page):
    with browser.opened() as page:
        errors = []
        page.on("pageerror", lambda error: errors.append(error))
        page.goto(f"{plan_page.as_uri()}#fact=%E0%A4%A")
        page.goto(f"{plan_page.as_uri()}#fact=nothing")
        assert page.locator("#card").is_hidden() and not errors


def test_search_and_filters_agree_with_the_table(browser, seed, seed_page):
    rows = facts(seed)
    unit = rows["unit"].mode()[0]
    with browser.opened() as page:
        page.goto(seed_page.as_uri())
        shown = page.locator("#facts tbody tr:visible")
        page.get_by_label("Unit").select_option(unit)
        assert shown.count() == (rows["unit"] == unit).sum()
        words = rows.loc[rows["unit"] == unit, "subject"].iloc[0]
        page.get_by_label("Search the facts").fill(words)
        some = rows[(rows["unit"] == unit) & (rows["subject"] + rows["section"]).str.contains(words, regex=False)]
        assert 0 < shown.count() == len(some)
        assert page.get_by_role("status").inner_text() == f"{len(some)} of {len(rows)} facts"
        page.get_by_label("Search the facts").fill("没有这样的话")
        assert shown.count() == 0


def saved(page, button: str, path) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    waiting.value.save_as(path)


def test_facts_that_are_saved_are_the_facts(browser, plan, plan_page, tmp_path):
    with browser.opened() as page:
        page.goto(plan_page.as_uri())
        saved(page, "JSON", tmp_path / "facts.jsonl")
        page.get_by_label("Status").select_option("target")
        saved(page, "CSV", tmp_path / "facts.csv")
        assert only_the_page(page, plan_page)
    rows = facts(plan)
    pd.testing.assert_frame_equal(read_facts(tmp_path / "facts.jsonl"), rows, check_dtype=False)
    table = pd.read_csv(tmp_path / "facts.csv")
    planned = rows[rows["modality"] == "target"]
    assert list(table) == list(rows)
    assert table["fact"].tolist() == planned["fact"].tolist()
    assert table["value"].tolist() == planned["value"].tolist()


def test_what_a_spreadsheet_would_run_is_saved_as_text(browser, tmp_path):
    path = tmp_path / "formulas.html"
    write_inspector(read_report(text="=1+1项目72个。\n@企业5家。\n项目-3个。"), path)
    with browser.opened() as page:
        page.goto(path.as_uri())
        saved(page, "CSV", tmp_path / "facts.csv")
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [
            cell for row in csv.DictReader(file) for name, cell in row.items() if name not in ("value", "low", "high")
        ]
    assert any(cell.startswith("'=") for cell in cells)
    assert not [cell for cell in cells if re.match(r"[=+\-@＝＋－＠\t\r\n]", cell)]


def test_tabs_show_targets_audit_and_themes(browser, plan, plan_page):
    with browser.opened() as page:
        page.goto(plan_page.as_uri())
        page.get_by_role("tab", name="Facts").focus()
        page.keyboard.press("ArrowRight")
        assert page.locator("#targets tbody tr:visible").count() == len(targets(plan)) == 3
        assert page.locator("#facts").is_hidden()
        for link in page.locator("#targets tbody a").all():
            link.click()
            aim = page.locator(f'[id="{page.url.partition("#")[2]}"]').inner_text()
            assert link.inner_text() in aim or aim in link.inner_text()
        page.keyboard.press("Escape")
        page.get_by_role("tab", name="Audit").click()
        assert page.locator("#audit tbody tr").count() == 2
        assert "inconsistent" in page.locator("#audit").inner_text()
        page.locator("#audit a", has_text="75%").click()
        assert "72个" in page.locator("#card").inner_text() and "inconsistent" in page.locator("#card").inner_text()
        assert page.locator("mark.doubted").count() == 3


def test_a_topic_marks_its_sentences(browser, seed, seed_page):
    codes = code_themes(sentences(seed))["code"]
    with browser.opened() as page:
        page.goto(seed_page.as_uri())
        page.get_by_role("tab", name="Themes").click()
        first = page.locator("#themes tbody tr").first
        code = int(first.locator("a").get_attribute("data-of"))
        first.locator("a").click()
        assert page.locator("main .of-topic").count() == int(first.locator("td").nth(1).inner_text())
        assert 0 < page.locator("main .of-topic").count() <= (codes == code).sum()


def test_the_lists_fold_on_a_phone(browser, seed_page):
    with browser.opened(390, 844) as page:
        page.goto(seed_page.as_uri())
        fold = page.locator("button.fold")
        assert fold.get_attribute("aria-expanded") == "false"
        assert page.locator("#facts").is_hidden() and page.locator(".outline nav").is_hidden()
        fold.click()
        assert page.locator("#facts tbody tr").first.is_visible()
        page.locator("#facts tbody a").nth(3).click()
        assert page.locator("#card").is_visible()
        page.get_by_role("button", name="Close").click()
        assert page.locator("#facts").is_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_hostile_text_runs_nothing(scripts, browser, tmp_path):
    path = tmp_path / "hostile.html"
    write_inspector(read_report(text=HOSTILE, name='"><script>alert(4)</script>'), path)
    with browser.opened(java_script_enabled=scripts) as page:
        dialogs, errors = [], []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: errors.append(error))
        page.goto(path.as_uri())
        assert page.locator("main mark").count() == 4
        if scripts:
            for mark in page.locator("main mark a").all():
                mark.click()
        assert page.locator("img, svg").count() == 0
        assert page.locator("script").count() == 3
        assert not dialogs and not errors and only_the_page(page, path)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_a_readers_way(width, scheme, browser, plan_page):
    with browser.opened(width, color_scheme=scheme) as page:
        page.goto(plan_page.as_uri())
        page.locator("mark a").first.click()
        assert browser.serious(page) == []
        for name in ("Targets", "Audit", "Themes") if scheme == "light" else ():
            page.get_by_role("tab", name=name).click()
            assert browser.serious(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_stands_in_a_readers_way_without_scripts(width, browser, plan_page):
    # The checker itself is a script: it looks at the page with the page's own script taken out.
    html = re.sub(r"<script>.*?</script>", "", plan_page.read_text(encoding="utf-8"), flags=re.DOTALL)
    plain = plan_page.with_name("plain.html")
    plain.write_text(html, encoding="utf-8")
    with browser.opened(width) as page:
        page.goto(plain.as_uri())
        assert page.locator("td.more").first.is_visible()
        assert browser.serious(page) == []
