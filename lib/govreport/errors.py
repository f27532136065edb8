"""The one error that speaks to people."""


class ReportError(ValueError):
    """Bad input, told in one sentence: what was wrong and what to do."""


class LessonError(RuntimeError):
    """A lesson that stopped, told in one sentence: which, where and why."""
