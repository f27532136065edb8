"""Fixtures: the seed, and the corpus where GOVREPORT_CORPUS says it is."""

import os
from pathlib import Path

import browser as chromium
import pytest
from hypothesis import settings

from govreport import read_report

# Speed is measured by make bench; a busy machine fails no property.
settings.register_profile("govreport", deadline=None)
settings.load_profile("govreport")

ROOT = Path(__file__).resolve().parents[1]


# Files that take longest begin first, so that no process waits long for another at the end.
LONG = (
    "suite",
    "notebooks",
    "scores",
    "attention",
    "analyze",
    "marking",
    "inspector",
    "book",
    "app",
    "teaching",
    "lab",
)


def pytest_collection_modifyitems(items):
    """Put the tests of the longest files first; within a file their order stays."""
    place = {f"test_{name}": number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path.stem, len(LONG)))


@pytest.fixture(scope="session")
def seed():
    """Daoli District 2026, read once."""
    return read_report(ROOT / "seeds/daoli-2026.txt")


@pytest.fixture(scope="session")
def corpus():
    """Folder of the real reports; tests that need it skip where it is not."""
    folder = os.environ.get("GOVREPORT_CORPUS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("GOVREPORT_CORPUS names no folder of reports")
    return Path(folder)


@pytest.fixture(scope="session")
def browser():
    """The module `browser`, where there is a browser; without one its tests skip, and fail in CI."""
    if not chromium.find():
        told = "no Chromium or Chrome: install the package chromium to run the tests that need a browser"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(told)
    return chromium
