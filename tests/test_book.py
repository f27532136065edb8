"""The book, built once: what its pages hold, load and link to, and whether its search finds Chinese."""

import importlib.util
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

from govreport import facts, frequency, tokens
from govreport.suite import lessons

ROOT = Path(__file__).resolve().parents[1]
LESSONS = lessons()
PAGES = ("index", "seed", "glossary", "docs/accuracy", "notebooks/07_indicators")
ASK = "terms => terms.map(term => Search._performSearch(...Search._parseQuery(term)).map(result => result[0]))"

spec = importlib.util.spec_from_file_location("build_book", ROOT / "book" / "build.py")
build_book = importlib.util.module_from_spec(spec)
spec.loader.exec_module(build_book)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The folder of the book; it is built only if Sphinx warns of nothing and every link leads somewhere."""
    out = tmp_path_factory.mktemp("book") / "made"
    build_book.build(out)
    return out


@pytest.fixture(scope="module")
def pages(book):
    """Each page that Sphinx made, parsed, by its name."""
    known = {path.relative_to(book).with_suffix("").as_posix(): path for path in book.rglob("*.html")}
    made = {name: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for name, path in known.items()}
    return {name: page for name, page in made.items() if page.article}


def test_every_lesson_and_guide_is_a_page(pages):
    assert {f"notebooks/{path.stem}" for path in LESSONS} <= pages.keys()
    assert {
        "install",
        "glossary",
        "codebooks",
        "api",
        "docs/accuracy",
        "docs/annotation-guide",
        "CHANGELOG",
    } <= pages.keys()


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_and_its_exercises_can_be_downloaded_as_they_are_committed(path, pages, book):
    lesson, exercises = pages[f"notebooks/{path.stem}"].select("a.download")
    assert lesson.get_text() == "Download this notebook"
    for link, committed in ((lesson, path), (exercises, path.parent / "exercises" / path.name)):
        assert (book / "notebooks" / link["href"]).resolve().read_bytes() == committed.read_bytes()


def test_chinese_shows_where_no_font_has_it(book, pages, browser):
    held = TTFont(book / "_static" / "chinese.woff").getBestCmap().keys()
    shown = {character for page in pages.values() for character in page.get_text() if "\u4e00" <= character <= "\u9fff"}
    assert len(shown) > 1000
    assert shown - {chr(code) for code in held} == set()
    with browser.opened() as page:
        page.goto((book / "notebooks" / "07_indicators.html").as_uri())
        assert page.evaluate("document.fonts.load('16px Chinese', '道').then(found => found.length)") == 1
        for kind in ("article", "pre"):
            assert page.locator(kind).first.evaluate("node => getComputedStyle(node).fontFamily").startswith("Chinese")


def test_every_chart_says_what_it_shows(pages):
    alts = {name: [image.get("alt", "") for image in page.article.find_all("img")] for name, page in pages.items()}
    told = [alt for name, all_ in alts.items() if name.startswith("notebooks/") for alt in all_]
    assert len(told) > 20 and len(set(told)) == len(told)
    assert all(re.match(r"Figure\b.{20,}", alt) for alt in told)
    assert all(len(alt) > 20 for all_ in alts.values() for alt in all_)


def test_figures_in_lessons_link_to_facts_of_the_seed(pages, seed):
    links = [link["href"] for name in pages for link in pages[name].select('article a[href*="inspector.html#fact="]')]
    assert len(links) > 20
    assert {link.partition("#fact=")[2] for link in links} <= set(facts(seed)["fact"])


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    (tmp_path / "a.html").write_text(
        '<a id="x" href="b.html">b</a><a href="#y">y</a><img src="c.png">', encoding="utf-8"
    )
    (tmp_path / "b.html").write_text('<a href="a.html#x">a</a><a href="https://example.org">e</a>', encoding="utf-8")
    assert build_book.broken_links(tmp_path) == ["a.html: #y", "a.html: c.png"]


def test_the_search_finds_a_hundred_words_of_the_seed_wherever_they_stand(browser, book, pages, seed):
    words = frequency(tokens(seed))["feature"]
    terms = words[words.str.fullmatch("[\u4e00-\u9fff]{2,}")].head(100).tolist()
    with browser.opened() as page:
        page.goto((book / "search.html").as_uri())
        page.wait_for_function("Search.hasIndex()")
        found = [set(names) for names in page.evaluate(ASK, terms)]
    said = {name: page.article.get_text() for name, page in pages.items() if name not in ("search", "genindex")}
    stands = [{name for name, text in said.items() if term in text} for term in terms]
    hits = sum(len(a & b) for a, b in zip(found, stands, strict=True))
    assert len(terms) == 100 and all("seed" in names for names in found)
    assert hits / sum(map(len, stands)) == 1  # recall: no page is missed
    assert hits / sum(map(len, found)) > 0.95  # precision: the pairs of a longer word may stand apart on a page


def test_a_reader_searches_for_chinese(browser, book):
    with browser.opened() as page:
        page.goto((book / "index.html").as_uri())
        page.get_by_placeholder("Search").first.fill("中央大街")
        page.keyboard.press("Enter")
        page.wait_for_selector("#search-results li a")
        assert any("seed.html" in link.get_attribute("href") for link in page.locator("#search-results li a").all())
        page.goto(f"{(book / 'search.html').as_uri()}?q=鱻龘")
        page.wait_for_function("document.querySelector('#search-results').innerText.includes('did not match')")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_stands_in_a_readers_way_and_nothing_is_loaded_from_elsewhere(name, browser, book):
    for width, scheme in ((1280, "light"), (390, "dark")):
        with browser.opened(width, color_scheme=scheme) as page:
            page.goto((book / f"{name}.html").as_uri(), wait_until="load")
            assert browser.serious(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert all(address.startswith((book.as_uri(), "data:")) for address in page.requests)
