"""The one error that speaks to people."""


class ReportError(ValueError):
    """Bad input, told in one sentence: what was wrong and what to do."""
