"""Read, structure and measure Chinese government work reports (政府工作报告).

Every table is a pandas DataFrame whose rows point back into the text: ``report.text[start:end]`` is the evidence.
Charts are in `govreport.plots`, scores and agreement in `govreport.evaluate`, many reports in `govreport.corpus`.
"""

from .anchors import read_facts, reanchor, write_facts
from .attention import attention, diversity
from .attention_index import attention_index, index_sensitivity, indices
from .audit import audit
from .collocations import collocations
from .conversion import in_base_units
from .dfm import dfm, dfm_trim, dfm_weight, sparse_dfm
from .dispersion import dispersion
from .errors import ReportError
from .export import save
from .facts import facts
from .frequencies import reference_frequencies
from .frequency import frequency
from .growth import vocabulary_growth
from .headline import headline
from .indicators import indicators
from .inspector import write_inspector
from .instruments import instruments
from .keyness import keyness
from .kwic import kwic
from .limits import Limits
from .many import read_reports
from .network import cooccurrence_network
from .new_words import new_words
from .readability import readability
from .report import Report, read_report
from .similarity import similarity
from .slogans import slogans
from .structure import body, locate, sentences, units
from .targets import targets
from .themes import code_themes
from .tokens import segment, stopwords, tokens
from .topics import align_topics, topics
from .view import highlight

__all__ = [
    "Limits",
    "Report",
    "ReportError",
    "align_topics",
    "attention",
    "attention_index",
    "audit",
    "body",
    "code_themes",
    "collocations",
    "cooccurrence_network",
    "dfm",
    "dfm_trim",
    "dfm_weight",
    "dispersion",
    "diversity",
    "facts",
    "frequency",
    "headline",
    "highlight",
    "in_base_units",
    "index_sensitivity",
    "indicators",
    "indices",
    "instruments",
    "keyness",
    "kwic",
    "locate",
    "new_words",
    "read_facts",
    "read_report",
    "read_reports",
    "readability",
    "reanchor",
    "reference_frequencies",
    "save",
    "segment",
    "sentences",
    "similarity",
    "slogans",
    "sparse_dfm",
    "stopwords",
    "targets",
    "tokens",
    "topics",
    "units",
    "vocabulary_growth",
    "write_facts",
    "write_inspector",
]
