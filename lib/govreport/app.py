"""The explorer as an app: Voilà serves its notebook on this machine, without its code, and fetches nothing."""

import os
import subprocess
import sys
from pathlib import Path

from .errors import ReportError
from .suite import ROOT, SEED

NOTEBOOK = ROOT / "notebooks" / "explore.ipynb"
SETTINGS = Path(__file__).parent / "jupyter"  # voila.json, and the template of the page


def command(port: int, *, browser: bool = True) -> list[str]:
    """The command that serves the app.

    >>> command(8866)[1:3]
    ['-m', 'voila']
    """
    options = [f"--Voila.config_file_paths={SETTINGS}", f"--port={port}", f"--Voila.open_browser={browser}"]
    return [sys.executable, "-m", "voila", str(NOTEBOOK), *options]


def environment(report: str | Path = SEED) -> dict[str, str]:
    """What the app runs under: which report it shows first, and where Voilà finds its page.

    Raises:
        ReportError: where there is no such file, or no notebook of the explorer.
    """
    if not Path(report).is_file():
        raise ReportError(f"There is no file {report}: check the name and the folder.")
    if not NOTEBOOK.is_file():
        raise ReportError(
            "There is no explore.ipynb beside this installation: run the app from a checkout of the project."
        )
    templates = os.pathsep.join(filter(None, [str(SETTINGS), os.environ.get("JUPYTER_PATH")]))
    return os.environ | {"GOVREPORT_REPORT": str(Path(report).resolve()), "JUPYTER_PATH": templates}


def serve(report: str | Path = SEED, port: int = 8866) -> None:
    """Serve the app until it is interrupted; it opens in the browser.

    Raises:
        ReportError: as `environment`.
    """
    settings = environment(report)
    print(f"The explorer opens at http://127.0.0.1:{port}/. Stop it with Ctrl-C.", flush=True)
    subprocess.run(command(port), env=settings, check=False)
