"""Any file a person has to text: which kind it is, by its content, and who reads that.

Readers of HTML, Word and PDF run in a process of their own, which is stopped when it takes too long or too much memory;
they come with the extra ``formats``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from .encodings import decode
from .errors import ReportError
from .limits import Limits

READERS = {  # kind: module and function of the reader, the library it needs, what people call the kind
    "html": ("web", "read_web", "trafilatura", "web page"),
    "docx": ("word", "read_word", "docx", "Word file"),
    "pdf": ("pdf", "read_pdf", "pypdfium2", "PDF"),
}
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_CHILD = "import sys; from govreport.formats import child; sys.exit(child(*sys.argv[1:]))"
_REFUSED = 3  # exit code of a reader that says why
_HTML = (b"<!doctype html", b"<html")


class Words(NamedTuple):
    """What a file says: its text, and where the lines begin that it marks as headings (styles of a Word file)."""

    text: str
    headings: tuple[int, ...] = ()


def read_bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of a file.

    Raises:
        ReportError: where there is none, it is a folder, a URL, or larger than the limits allow.
    """
    if str(path).startswith(("http:/", "https:/")):
        raise ReportError(f"{path} is an address on the web: save the page in your browser and read the file.")
    if path.is_dir():
        raise ReportError(f"{path} is a folder: name one file of a report in it, or use read_reports.")
    if path.exists() and not path.is_file():
        raise ReportError(f"{path} is no ordinary file (a device or a pipe): save it as a file and read that.")
    try:
        if path.stat().st_size > limits.size:
            raise ReportError(f"{path} has more than {limits.size:,} bytes: see govreport.Limits (size).")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReportError(f"There is no file {path}: check the name and the folder.") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise ReportError(f"{path} cannot be read ({reason}): check its name and permissions.") from None


def words_of(raw: bytes, path: Path, limits: Limits) -> Words:
    """The text of a file's bytes, and what the file marks as headings.

    Raises:
        ReportError: where no reader makes a report's text of them.
    """
    kind = _kind(raw, path)
    words = Words(decode(raw, str(path))) if kind == "text" else _guarded(kind, raw, path, limits)
    if len(words.text) > limits.characters:
        raise ReportError(f"{path} has more than {limits.characters:,} characters: see govreport.Limits (characters).")
    return words


def _kind(raw: bytes, path: Path) -> str:
    """The kind of a file by its first bytes, for HTML also by its name."""
    if raw.startswith(_OLD_WORD):
        raise ReportError(f"{path} is an old Word file (.doc): save it as .docx and read that.")
    if raw[:1024].lstrip().startswith(b"%PDF"):
        return "pdf"
    if raw.startswith(b"PK\x03\x04"):
        return "docx"
    head = raw[:1024].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith(_HTML) or path.suffix.lower() in (".html", ".htm", ".xhtml"):
        return "html"
    return "text"


def _guarded(kind: str, raw: bytes, path: Path, limits: Limits) -> Words:
    """What the reader of a kind makes of the bytes, within the limits."""
    if find_spec(READERS[kind][2]) is None:
        raise ReportError(f"{path} is {kind.upper()}: reading it needs pip install 'govreport-notebooks[formats]'.")
    if limits.seconds is None:
        return _told(lambda: read_as(kind, raw, limits), path)
    command = [sys.executable, "-P", "-c", _CHILD, kind, json.dumps(asdict(limits))]  # -P: no module of this folder
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired:
        raise ReportError(
            f"{path} took more than {limits.seconds:g} s to read: see govreport.Limits (seconds)."
        ) from None
    if done.returncode == 0:
        text, headings = json.loads(done.stdout)
        return Words(text, tuple(headings))
    if done.returncode == _REFUSED:
        raise ReportError(f"{path} {done.stderr.decode('utf-8', 'replace').strip()}")
    raise ReportError(
        f"{path} could not be read as {kind.upper()}; it may be broken: save it again, or save it as .txt."
    )


def _told(read, path: Path) -> str:
    """What a reader gives; its errors with the name of the file."""
    try:
        return read()
    except ReportError as error:
        raise ReportError(f"{path} {error}") from None


def read_as(kind: str, raw: bytes, limits: Limits) -> Words:
    """What the reader of a kind makes of bytes, in this process.

    Raises:
        ReportError: where it refuses them; the sentence begins with its verb.
    """
    module, function, _, name = READERS[kind]
    try:
        read = getattr(import_module(f".{module}", __package__), function)(raw, limits)
        return Words(read) if isinstance(read, str) else Words(*read)
    except ReportError:
        raise
    except Exception as error:  # what libraries raise on broken bytes has no end
        raise ReportError(
            f"is a broken or locked {name} ({type(error).__name__}): save it again, or as .txt."
        ) from error


def child(kind: str, settings: str) -> int:
    """Read standard input, write its `Words` to standard output as JSON; to standard error why it is refused.

    Args:
        kind: of `READERS`.
        settings: the `Limits` as JSON.

    Returns:
        The exit code: 0, or 3 where it is refused.
    """
    limits = Limits(**json.loads(settings))
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    try:
        print(json.dumps(read_as(kind, sys.stdin.buffer.read(), limits)))
    except ReportError as error:
        sys.stderr.buffer.write(str(error).encode())
        return _REFUSED
    return 0
