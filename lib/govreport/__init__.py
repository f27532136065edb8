"""Read, structure and measure Chinese government work reports (政府工作报告).

Every table is a pandas DataFrame whose rows point back into the text: ``report.text[start:end]`` is the evidence.
Charts are in `govreport.plots`, scores and agreement in `govreport.evaluate`.
"""

from .audit import audit
from .conversion import in_base_units
from .dfm import dfm
from .errors import ReportError
from .export import save
from .frequency import frequency
from .headline import headline
from .indicators import indicators
from .kwic import kwic
from .report import Report, read_report
from .structure import body, locate, sentences, units
from .targets import targets
from .themes import attention, code_themes
from .tokens import segment, stopwords, tokens
from .view import highlight

__all__ = [
    "Report",
    "ReportError",
    "attention",
    "audit",
    "body",
    "code_themes",
    "dfm",
    "frequency",
    "headline",
    "highlight",
    "in_base_units",
    "indicators",
    "kwic",
    "locate",
    "read_report",
    "save",
    "segment",
    "sentences",
    "stopwords",
    "targets",
    "tokens",
    "units",
]
