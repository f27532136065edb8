"""Read, structure and measure Chinese government work reports (政府工作报告)."""

from .errors import ReportError
from .report import Report, read_report
from .structure import locate, sentences, units

__all__ = ["Report", "ReportError", "locate", "read_report", "sentences", "units"]
