"""Servers for the browser tests: each on a free port of this machine, ended with the kernels it started."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen


@contextmanager
def serving(command: Callable[[int], list[str]], environment: dict[str, str], **options) -> Iterator[str]:
    """The address of a server that answers.

    Args:
        command: what starts it on a port.
        environment: that it runs under.
        options: as in ``subprocess.Popen``, such as ``cwd``.
    """
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = subprocess.Popen(
        command(port), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
    )
    try:
        _wait(f"http://127.0.0.1:{port}/static/favicon.ico", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()  # Jupyter's servers shut their kernels down at this signal
        server.wait(30)


def _wait(address: str, server: subprocess.Popen) -> None:
    """Until anything answers; not the page itself, which would start a kernel."""
    for _ in range(300):
        try:
            urlopen(address, timeout=5).close()
        except URLError as error:
            if hasattr(error, "code"):
                return
        else:
            return
        assert server.poll() is None, "the server has ended"
        time.sleep(0.2)
    raise TimeoutError("the server does not answer")
