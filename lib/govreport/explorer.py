"""The explorer: one report on one screen, in JupyterLab or as an app (``make app``). Widgets over `State`, no more."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path, PurePath
from threading import Thread

import anywidget
import ipywidgets as widgets
import pandas as pd
import traitlets

from .errors import ReportError
from .explorer_notebook import notebook
from .explorer_state import COLUMNS, REFERENCES, REST, State, coded, outline, spans, table
from .explorer_view import found_html, head_html, outline_html, table_html, text_html, told, upload_html
from .export import csv_bytes, workbook_bytes
from .formats import words_of
from .limits import Limits
from .many import FILES
from .report import Report, read_report
from .tokens import tokens

_HERE = Path(__file__).parent
_SAVES = {  # button: ending of the file, its media type
    "Download CSV": ("csv", "text/csv"),
    "Download Excel": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "Export to notebook": ("ipynb", "application/x-ipynb+json"),
}
_COMPARED = [("nothing: count them", ""), ("the rest of the report", REST), *((name, name) for name in REFERENCES)]
_KINDS = [("characters", "fixed"), ("words, with * and ?", "glob"), ("regular expression", "regex")]
_MEASURES = [("all", ""), *((name, name) for name in ("level", "increment", "growth", "share", "pp", "ratio"))]
_MODALITIES = [("all", ""), ("actual", "actual"), ("target", "target")]
_READING = "Reading themes and words …"
_HINTS = {
    "indicators": "Every number with what it measures. Choose a row to find it in the text, a heading to sort.",
    "targets": "What the report sets for the coming year and for plan periods, and how firmly.",
    "words": "The words that are most frequent, or most distinctive.",
    "concordance": "Each place where a pattern stands: characters, words with * and ?, or a regular expression.",
    "themes": "How the sentences divide among the topics of the Comparative Agendas Project, with 95% intervals.",
    "audit": "Whether figures that must fit together do. An inconsistency is a question, no verdict.",
}


class Pane(anywidget.AnyWidget):
    """Escaped HTML; what is clicked in it comes back as the ``data-value`` of the element."""

    _esm = _HERE / "explorer.js"
    _css = _HERE / "explorer.css"
    kind = traitlets.Unicode().tag(sync=True)
    role = traitlets.Unicode("region").tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    html = traitlets.Unicode().tag(sync=True)
    scrolls = traitlets.Bool(False).tag(sync=True)


def explore(report: str | Path | Report, *, folder: str | Path | None = None) -> widgets.Widget:
    """Show a report to explore: outline, text and tables, each narrowed by the others.

    Args:
        report: a report, or the path of one.
        folder: where other reports to choose from are; that of the report by default.

    Returns:
        The widget; as the last line of a cell it is shown.

    Raises:
        ReportError: where the report cannot be read.

    >>> from govreport import read_report
    >>> type(explore(read_report(text="工业增长5%。"))).__name__
    'VBox'
    """
    path = None if isinstance(report, Report) else Path(report)
    folder = Path(folder) if folder else path.parent if path else None
    return Explorer(read_report(path) if path else report, path, folder).widget


class Explorer:
    """The widgets of one explorer, and the state that they show.

    Args:
        report: what is shown first.
        path: its file, for the notebook that is exported; None where it has none.
        folder: of other reports; None for no choice.
    """

    def __init__(self, report: Report, path: Path | None = None, folder: Path | None = None):
        self.state, self.path, self.folder = State(report), path, folder
        self.rows = pd.DataFrame()
        self.status = Pane(kind="status", role="status")
        self.upload = Pane(kind="upload", role="group", label="Another report", html=upload_html(FILES))
        self.head = Pane(kind="head", role="group", label="Report")
        self.outline = Pane(kind="outline", role="navigation", label="Outline", scrolls=True)
        self.text = Pane(kind="text", role="region", label="Text of the report", scrolls=True)
        self.table = Pane(kind="table", role="region", scrolls=True)
        self.count = Pane(kind="count", role="status")
        self._controls()
        self.widget = self._layout()
        self.outline.on_msg(lambda _, message, __: self._narrow(message.get("value")))
        self.text.on_msg(lambda _, message, __: message.get("shown") and self._read_on())
        self.upload.on_msg(lambda _, message, buffers: self._uploaded(message, buffers))
        self.table.on_msg(lambda _, message, __: self._clicked(message.get("value")))
        self._show_report()

    def _controls(self) -> None:
        """Make the controls, each with its label, and say what each changes."""
        self.files = widgets.Dropdown(description="From the folder", options=self._files())
        self.pattern = widgets.Text(description="Pattern", placeholder="改革", continuous_update=False)
        self.valuetype = widgets.Dropdown(description="Kind", options=_KINDS)
        self.reference = widgets.Dropdown(description="Compare with", options=_COMPARED)
        self.measure = widgets.Dropdown(description="Measure", options=_MEASURES)
        self.modality = widgets.Dropdown(description="Modality", options=_MODALITIES)
        self.contains = widgets.Text(description="Filter rows", placeholder="characters in a cell")
        for name in ("pattern", "valuetype", "reference", "measure", "modality", "contains"):
            getattr(self, name).observe(lambda change, name=name: self._set(**{name: change["new"]}), "value")
        self.files.observe(lambda change: change["new"] and self._open_file(change["new"]), "value")

    def _layout(self) -> widgets.VBox:
        own = {
            "indicators": [self.measure, self.modality],
            "words": [self.reference],
            "concordance": [self.pattern, self.valuetype],
        }
        pages = [_box([widgets.HTML(_HINTS[name]), *own.get(name, [])], "gr-controls") for name in COLUMNS]
        self.tabs = widgets.Tab(pages, titles=[name.capitalize() for name in COLUMNS])
        self.tabs.observe(lambda change: self._set(panel=list(COLUMNS)[change["new"]]), "selected_index")
        buttons = [widgets.Button(description=name) for name in _SAVES]
        for button, save in zip(buttons, _SAVES.values(), strict=True):
            button.on_click(lambda _, save=save: self._save(*save))
        found = _box([self.contains, self.count], "gr-found-rows")
        side = _box([self.tabs, found, self.table, _box(buttons, "gr-saves")], "gr-side")
        opening = _box([self.upload, *([self.files] if self.folder else [])], "gr-opening")
        top = _box([self.head, opening, self.status], "gr-top")
        root = widgets.VBox([top, _box([self.outline, self.text, side], "gr-main")])
        root.add_class("govreport-explorer")
        return root

    def _set(self, **changes) -> None:
        self.state = replace(self.state, **changes)
        self._show_table()

    def _narrow(self, value: object) -> None:
        known = {str(at): at for at in range(len(outline(self.state.report)))}
        self.state = replace(self.state, section=known.get(value))
        self.outline.html = outline_html(self.state)
        self.text.html = text_html(self.state)
        self._show_table()

    def _clicked(self, value: object) -> None:
        """A row is found in the text; a heading sorts, and sorts the other way when it is clicked again."""
        kind, _, which = str(value).partition(":")
        if kind == "sort" and which in self.state.columns:
            again = self.state.sort == which
            self._set(sort=which, descending=not self.state.descending if again else bool(self.state.columns[which]))
        elif kind == "row" and which.isdecimal() and int(which) < len(self.rows):
            found = spans(self.state, self.rows.iloc[int(which)])
            self.text.send({"found": found_html(self.state.report, found)})

    def _show_report(self) -> None:
        report = self.state.report
        self.head.html, self.outline.html = head_html(report), outline_html(self.state)
        self.text.html = text_html(self.state, themes=False)
        self._show_table()
        self._say(_READING)

    def _read_on(self) -> None:
        """Beside the screen that is shown already: what takes longer than a person waits for a first look."""
        Thread(target=self._read_rest, args=[self.state.report], daemon=True).start()

    def _read_rest(self, report: Report) -> None:
        coded(report)
        if self.state.report is report:
            self.text.html = text_html(self.state)
        tokens(report)
        if self.status.html == _sentence(_READING):
            self._say("")

    def _show_table(self) -> None:
        self.table.label = f"Table of {self.state.panel}"
        try:
            self.rows = table(self.state)
        except ReportError as error:
            self.rows = pd.DataFrame()
            self.count.html, self.table.html = _sentence(error), ""
            return
        self.count.html, self.table.html = told(self.rows), table_html(self.state, self.rows)

    def _say(self, words: object, *, wrong: bool = False) -> None:
        self.status.html = _sentence(words, wrong=wrong)

    def _files(self) -> list[tuple[str, str]]:
        paths = sorted(path for path in self.folder.rglob("*") if path.suffix.lower() in FILES) if self.folder else []
        return [("choose a report", ""), *((path.relative_to(self.folder).as_posix(), str(path)) for path in paths)]

    def _open_file(self, path: str) -> None:
        self._open(Path(path).name, lambda: read_report(path), Path(path))
        self.files.value = ""

    def _uploaded(self, message: dict, content: list) -> None:
        name = str(message.get("name"))
        self._open(name, lambda: _read_upload(name, content))

    def _open(self, name: str, read: Callable[[], Report], path: Path | None = None) -> None:
        """Show another report; where it cannot be read, the one before stays."""
        self._say(f"Reading {name} …")
        try:
            self.state, self.path = replace(self.state, report=read(), section=None), path
        except ReportError as error:
            self._say(error, wrong=True)
        else:
            self._show_report()
            self._read_on()

    def _save(self, suffix: str, kind: str) -> None:
        """Have the browser save the table, or the notebook that makes it."""
        name = re.sub(r"[^\w-]+", "_", f"{self.state.report.name}-{self.state.panel}")
        try:
            content = self._content(suffix)
        except ReportError as error:
            self._say(error, wrong=True)
        else:
            self.status.send({"file": f"{name}.{suffix}", "type": kind}, [content])
            self._say(f"Saved {name}.{suffix}.")

    def _content(self, suffix: str) -> bytes:
        rows = table(self.state)  # what cannot be shown is not saved
        if suffix == "csv":
            return csv_bytes(rows)
        if suffix == "xlsx":
            return workbook_bytes({self.state.panel: rows})
        return notebook(self.state, self.path).encode()


def _sentence(words: object, *, wrong: bool = False) -> str:
    return f'<span class="{"gr-wrong" if wrong else "gr-said"}">{escape(str(words))}</span>'


def _read_upload(name: str, content: list) -> Report:
    """The report of an uploaded file; it is read from memory, and its name is only a name."""
    path = PurePath(PurePath(name).name or "report")
    if not content:
        raise ReportError(f"{path} is larger than can be uploaded: put it into the folder and choose it there.")
    words = words_of(bytes(content[0]), path, Limits())
    return replace(read_report(text=words.text, name=path.stem), source=path.name, styled=words.headings)


def _box(children: list[widgets.Widget], name: str) -> widgets.Box:
    box = widgets.Box(children)
    box.add_class(name)
    return box
