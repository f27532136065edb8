"""For the classroom: `check` marks a task in the student's notebook, `annotate` lets a student annotate by hand."""

import re
from html import escape

from .annotator import annotate
from .coders import compare_files
from .errors import ReportError
from .judges import Verdict, digest, judge, plain, tasks, unanswered

__all__ = ["annotate", "check", "compare_files", "slip"]

# What `make grade` and `make exercises` read from the outputs of an executed notebook.
ANSWER = "application/vnd.govreport.answer+json"
SLIP = "application/vnd.govreport.slip+json"
_GREEN, _ORANGE, _GREY = "#009E73", "#E69F00", "#999999"
_tried: dict[str, list[str]] = {}


class Checked:
    """What came of a check, as a notebook shows it; nbgrader reads its points from the plain text."""

    def __init__(self, task: str, answer: object, verdict: Verdict, hint: str):
        self.task, self.answer, self.verdict, self.hint = task, answer, verdict, hint

    def __repr__(self) -> str:
        points, of, message = self.verdict
        return f"{self.task}: {points:g} of {of:g} points. {message} {self.hint}".rstrip()

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        points, of, message = self.verdict
        colour = _GREEN if points == of else _GREY if unanswered(self.answer) else _ORANGE
        html = (
            f'<div style="border-left: 6px solid {colour}; padding: .3em .8em"><b>{"✓" if points == of else "…"} '
            f"{points:g} of {of:g} points.</b> {_code(message)}{f'<br>{_code(self.hint)}' if self.hint else ''}</div>"
        )
        return {"text/plain": f"{points:g}", "text/html": html, ANSWER: {"task": self.task, "answer": self.answer}}


def _code(text: str) -> str:
    """Plain text as HTML, code between backticks as code."""
    return re.sub("`(.+?)`", r"<code>\1</code>", escape(text))


def check(task: str, answer: object) -> Checked:
    """Check the answer to a task, with a hint from the second answer on that is not right.

    Args:
        task: name of the task, such as ``"03-2"``.
        answer: what the task asks for; ``...`` is no answer yet.

    Raises:
        ReportError: where there is no such task.

    >>> check("00-1", ...)
    00-1: 0 of 1 points. No answer yet: put yours in place of the dots.
    """
    try:
        given = plain(answer)
    except ReportError as error:
        return Checked(task, None, Verdict(0.0, judge(task, None).of, str(error)), "")
    verdict = judge(task, given)
    return Checked(task, given, verdict, _hint(task, given, verdict))


def _hint(task: str, given: object, verdict: Verdict) -> str:
    """The hint of this stage: none at the first answer, then one more with each other answer that is not right."""
    if unanswered(given) or verdict.points == verdict.of:
        return ""
    tried = _tried.setdefault(task, [])
    if (mark := digest(task, "", given)) not in tried:
        tried.append(mark)
    stage = min(len(tried) - 1, 3)
    return f"Hint {stage} of 3: {tasks().loc[task, f'hint_{stage}']}" if stage else ""


def slip(task: str, answer: object, message: str) -> None:
    """In a solution: an answer that students often give and that is wrong, and what to tell them then.

    It stands between the marks of nbgrader's hidden tests. ``make exercises`` records its digest with the message, and
    a test holds that `check` does not take it for right.
    """
    from IPython.display import display

    given = plain(answer)
    display({"text/plain": message, SLIP: {"task": task, "answer": given, "message": message}}, raw=True)
