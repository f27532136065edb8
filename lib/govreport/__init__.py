"""Read, structure and measure Chinese government work reports (政府工作报告)."""

from .errors import ReportError
from .indicators import indicators
from .report import Report, read_report
from .structure import locate, sentences, units

__all__ = ["Report", "ReportError", "indicators", "locate", "read_report", "sentences", "units"]
