"""The annotation tool of the classroom: widgets over an `Annotation`, which holds what is said."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from .annotation import CHOICES, Annotation
from .errors import ReportError
from .themes import codebook
from .view import highlight

if TYPE_CHECKING:
    import ipywidgets

    from .report import Report

_FIELDS = {
    "text": "the characters of the number with its unit",
    "value": "in the base unit, such as 62930000000",
    "low": "of a range: its lower end",
    "high": "of a range: its upper end",
    "unit": "without 万 and 亿, such as 元",
    "subject": "what is measured",
    "period": "such as 2025, 2021/2025, 2025Q1-Q3",
}
_AROUND = 120  # characters of the report shown before a sentence and after it


def annotate(
    report: Report, sentences: pd.DataFrame, kind: str = "quantities", path: str | Path | None = None
) -> ipywidgets.VBox:
    """Annotate sentences by hand, one after the other; every change is saved at once.

    Nothing is proposed: an annotator who sees what a program found annotates the program.

    Args:
        report: the report.
        sentences: rows of `govreport.sentences`.
        kind: ``quantities`` (docs/annotation-guide.md) or ``themes`` (docs/theme-codebook.md).
        path: where to save; ``quantities.jsonl`` or ``themes.csv`` by default. A file that is there is gone on with.

    Returns:
        The tool, for a notebook to show; its attribute ``annotation`` holds the state.

    Raises:
        ReportError: where ipywidgets is missing, or what `govreport.annotation.Annotation` refuses.
    """
    try:
        import ipywidgets as widgets
    except ImportError:
        raise ReportError("annotate() needs ipywidgets: install govreport-notebooks[explorer].") from None
    return _Tool(widgets, Annotation(report, sentences, kind, path)).box


class _Tool:
    """The widgets, and what their buttons do."""

    def __init__(self, widgets, annotation: Annotation):
        self.widgets, self.annotation, self.at = widgets, annotation, 0
        self.place, self.text, self.told = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.told.add_class("govreport-told")
        parts = self._quantities() if annotation.kind == "quantities" else self._themes()
        moves = widgets.HBox(
            [
                self._button("‹ Previous", lambda: self.move(-1)),
                self._button("Next ›", lambda: self.move(1)),
                self.place,
            ]
        )
        self.box = widgets.VBox([moves, self.text, *parts, self.told], layout={"max_width": "52em"})
        self.box.annotation, self.box.tool = annotation, self
        self.show()

    def _button(self, name: str, act, style: str = "") -> ipywidgets.Button:
        button = self.widgets.Button(description=name, button_style=style, layout={"width": "auto"})
        button.on_click(lambda _: self._try(act))
        return button

    def _quantities(self) -> list:
        """A field for each of the guide, and the records of the sentence."""
        wide = {"style": {"description_width": "6em"}, "layout": {"width": "24em"}}
        self.fields = {
            name: self.widgets.Text(description=name, placeholder=told, **wide) for name, told in _FIELDS.items()
        }
        self.fields |= {
            name: self.widgets.Dropdown(description=name, options=options, **wide) for name, options in CHOICES.items()
        }
        self.ignore = self.widgets.Checkbox(description="set aside (neither required nor an error)", indent=False)
        self.records = self.widgets.Select(description="recorded", rows=5, **wide | {"layout": {"width": "48em"}})
        grid = self.widgets.GridBox(
            list(self.fields.values()), layout={"grid_template_columns": "repeat(auto-fit, minmax(24em, 1fr))"}
        )
        buttons = [self._button("Record", self.record, "primary"), self._button("Remove the chosen one", self.remove)]
        return [grid, self.ignore, self.widgets.HBox(buttons), self.records]

    def _themes(self) -> list:
        """A choice of topics."""
        rows = codebook()
        topics = [(f"{row.code} {row.topic} {row.chinese}", row.code) for row in rows.itertuples()]
        self.topic = self.widgets.Select(description="topic", options=topics, rows=12, layout={"width": "32em"})
        return [self.topic, self.widgets.HBox([self._button("Record", self.record, "primary")])]

    def record(self) -> None:
        """Record what the fields say of the sentence, save, and make ready for the next."""
        if self.annotation.kind == "themes":
            if self.topic.value is None:
                raise ReportError("Choose a topic first.")
            self.annotation.code(self.at, self.topic.value)
            self.annotation.save()
            self.move(1)
            return
        said = {name: field.value for name, field in self.fields.items()}
        self.annotation.add(self.at, said.pop("text"), ignore=self.ignore.value, **said)
        self.annotation.save()
        for name in ("text", "value", "low", "high"):
            self.fields[name].value = ""
        self.ignore.value = False
        self.show()

    def remove(self) -> None:
        """Take back the record that is chosen in the list."""
        if self.records.value is None:
            raise ReportError("Choose a record in the list first.")
        self.annotation.remove(self.records.value)
        self.annotation.save()
        self.show()

    def move(self, step: int) -> None:
        """Go to another sentence, at the ends stay."""
        self.at = min(max(self.at + step, 0), len(self.annotation.sentences) - 1)
        self.show()

    def show(self) -> None:
        """Bring the widgets to what the annotation says."""
        row, count = self.annotation.sentences.loc[self.at], len(self.annotation.sentences)
        done = self.annotation.done()
        self.place.value = (
            f"Sentence {self.at + 1} of {count}; {done} annotated, saved in {escape(self.annotation.path.name)}"
        )
        self.text.value = _in_place(self.annotation, row["start"], row["end"], self.annotation.of(self.at))
        if self.annotation.kind == "quantities":
            self.records.options = [(_told(record), record) for record in self.annotation.of(self.at)]
            self.records.value = None
        else:
            self.topic.value = self.annotation.codes.get(int(row["start"]))

    def _try(self, act) -> None:
        """Do what a button asks; what is refused is told below."""
        try:
            act()
            self.told.value = ""
        except ReportError as error:
            self.told.value = f'<p role="alert"><b>{escape(str(error))}</b></p>'


def _in_place(annotation: Annotation, start: int, end: int, records: list[dict]) -> str:
    """The sentence with its records marked, and pale what stands around it."""
    text = annotation.report.text
    rows = pd.DataFrame(records, columns=None if records else ["start", "end", "text"])
    around = [escape(text[max(0, start - _AROUND) : start]), escape(text[end : end + _AROUND])]
    before, after = (f'<div lang="zh" style="color: #666; white-space: pre-wrap">{part}</div>' for part in around)
    return (
        f'{before}<div style="font-size: 1.2em">{highlight(annotation.report, rows, start=start, end=end)}</div>{after}'
    )


def _told(record: dict) -> str:
    """A record in a line of the list."""
    if record.get("ignore"):
        return f"{record['text']} · set aside"
    names = ("value", "unit", "subject", "measure", "bound", "period")
    return " · ".join(
        [
            record["text"],
            *(
                f"{record[name]:,.15g}" if name == "value" else record[name]
                for name in names
                if record.get(name) not in (None, "")
            ),
        ]
    )
