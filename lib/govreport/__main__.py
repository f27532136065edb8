"""The command line: ``python -m govreport`` with ``run``, ``inspect``, ``notebooks``, ``score`` and others."""

import argparse
import sys
import time
from asyncio import CancelledError
from pathlib import Path

from .accuracy import write_accuracy
from .errors import ReportError
from .export import build_dir
from .inspector import write_inspector
from .reference import propose_terms, write_reference
from .report import read_report
from .scores import summary, write_scores
from .suite import SEED, LessonError, refresh, run
from .theme_scores import train


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code: 0 when done, 1 when a lesson stopped, 2 when what was asked for cannot be done.
    """
    chosen = _parser().parse_args(arguments)
    started = time.monotonic()
    try:
        message = chosen.command(chosen)
    except LessonError as error:
        return _complain(error, 1)
    except (ReportError, OSError) as error:
        return _complain(error, 2)
    except (KeyboardInterrupt, CancelledError):
        return _complain("Stopped before the end.", 130)
    print(f"{message} ({time.monotonic() - started:.0f} s)")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m govreport", description="Chinese government work reports, in notebooks."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    suite = commands.add_parser("run", help="run every lesson on a report and leave pages, tables and figures")
    suite.add_argument("report", nargs="?", default=SEED, help="path of a report (default: the seed)")
    suite.add_argument("-o", "--out", default="build", help="folder for the results (default: build)")
    suite.set_defaults(command=_run)
    page = commands.add_parser("inspect", help="write a report, and all that was found in it, as one page to open")
    page.add_argument("report", help="path of a report")
    page.add_argument("-o", "--out", type=Path, default="report.html", help="the page (default: report.html)")
    page.set_defaults(command=_inspect)
    lessons = commands.add_parser("notebooks", help="execute the committed notebooks again, in place")
    lessons.add_argument("paths", nargs="*", type=Path, help="notebooks (default: every lesson)")
    lessons.set_defaults(command=_notebooks)
    scores = commands.add_parser("score", help="score the extraction on all gold that is at hand, for data/reference")
    scores.set_defaults(command=_score)
    reference = commands.add_parser(
        "reference", help="describe the structure of every report at hand, for data/reference"
    )
    reference.set_defaults(command=_reference)
    train_ = commands.add_parser("train", help="fit the model of themes to all coded sentences, for data/lexicon")
    train_.set_defaults(command=_train)
    terms = commands.add_parser("terms", help="propose terms for the dictionary, from every report at hand")
    terms.set_defaults(command=_terms)
    return parser


def _run(chosen: argparse.Namespace) -> str:
    out = run(chosen.report, chosen.out)
    held = {part: len(list((out / part).glob(f"*.{kind}"))) for part, kind in _PARTS.items()}
    counts = ", ".join(f"{count} {part}" for part, count in held.items())
    return f"Open {Path(chosen.out) / 'index.html'}: {counts}"


def _inspect(chosen: argparse.Namespace) -> str:
    report = read_report(chosen.report)
    if chosen.out.exists() and chosen.out.samefile(chosen.report):
        raise ReportError(f"{chosen.out} is the report itself: name another file for the page with -o.")
    print(f"Reading {len(report.text):,} characters ...", file=sys.stderr)
    write_inspector(report, chosen.out)
    return f"Open {chosen.out}"


def _notebooks(chosen: argparse.Namespace) -> str:
    changed = refresh(chosen.paths)
    return f"Changed: {', '.join(path.name for path in changed)}" if changed else "No notebook changed"


def _score(chosen: argparse.Namespace) -> str:
    rows = write_scores()
    write_accuracy()
    print("\n".join(summary()))
    return f"Scored {rows['report'].nunique()} gold files in data/reference/scores.csv"


def _reference(chosen: argparse.Namespace) -> str:
    return f"Described {len(write_reference())} reports in data/reference/structure.csv"


def _train(chosen: argparse.Namespace) -> str:
    return f"Fitted {len(train().features):,} characters and pairs: data/lexicon/theme_model.csv"


def _terms(chosen: argparse.Namespace) -> str:
    return f"Proposed {len(propose_terms())} terms, for a reader to choose from: {build_dir() / 'tables/new_words.csv'}"


def _complain(reason: object, code: int) -> int:
    print(reason, file=sys.stderr)
    return code


_PARTS = {"pages": "html", "tables": "parquet", "figures": "svg"}

if __name__ == "__main__":
    sys.exit(main())
