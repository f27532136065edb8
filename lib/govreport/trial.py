"""One notebook of a submission, executed in a process of its own: a script, so that it starts without the library.

What its checks say goes to a file as lines of JSON after every cell, so that what was answered before a crash counts.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

_FILE_LIMIT = 50_000_000  # bytes of a file that a submission may write


def main(arguments: list[str]) -> None:
    """Execute a notebook: its path, the file for what it says, seconds, bytes of memory, the MIME type of answers."""
    import resource  # not on Windows

    notebook, log, seconds, memory = Path(arguments[0]), Path(arguments[1]), int(arguments[2]), int(arguments[3])
    for what, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, _FILE_LIMIT), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (limit, limit))
    deadline = time.monotonic() + seconds
    with log.open("a", encoding="utf-8") as lines:

        def tell(**fact: object) -> None:
            lines.write(json.dumps(fact) + "\n")
            lines.flush()

        client = NotebookClient(
            nbformat.read(notebook, as_version=4),
            timeout_func=lambda cell: max(1, int(deadline - time.monotonic())),
            allow_errors=True,
            kernel_name="python3",
            shutdown_kernel="immediate",
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": str(notebook.parent)}},
        )
        client.on_cell_executed = lambda cell, cell_index, execute_reply: _tell_answers(cell, arguments[4], tell)
        try:
            client.execute()
        except CellTimeoutError:
            tell(stopped=f"stopped after {seconds} seconds")
        except DeadKernelError:
            tell(stopped="stopped: Python ended in the middle, by the notebook's own doing or for want of memory")


def _tell_answers(cell: nbformat.NotebookNode, kind: str, tell) -> None:
    task = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            tell(task=task, error=f"{output.ename}: {output.evalue}".rstrip(": ")[:200])
        elif kind in output.get("data", {}):
            tell(task=task, answer=output["data"][kind].get("answer"))


if __name__ == "__main__":
    main(sys.argv[1:])
