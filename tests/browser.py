"""A real browser for the tests: Chromium, found on this machine or installed from Debian's packages."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Nothing is asked of any host but the one under test.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """Path of an installed Chromium or Chrome."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Install the browser from Debian's packages, where there is none and the user is root."""
    if not find() and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing Chromium for the tests (once; about a minute) ...", flush=True)
        for command in ("update", "install --yes --no-install-recommends chromium"):
            quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(["apt-get", "-qq", *command.split()], env=quiet, capture_output=True, check=False)


@contextmanager
def opened(width: int = 1280, height: int = 900, **context) -> Iterator[Page]:
    """A page in a new browser; ``page.requests`` lists each address that it asked for.

    Args:
        width: of the window, in pixels.
        height: of the window, in pixels.
        context: as in Playwright's ``new_context``, such as ``java_script_enabled=False``.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(QUIET))
        page = browser.new_context(viewport={"width": width, "height": height}, **context).new_page()
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        yield page
        browser.close()


def serious(page: Page) -> list[str]:
    """What axe-core finds on a page that is serious or critical, one line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


if __name__ == "__main__":
    install()
