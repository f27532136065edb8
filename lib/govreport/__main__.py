"""The command line: ``python -m govreport run``, ``notebooks``, ``exercises``, ``grade``, ``score`` and others."""

import argparse
import sys
import time
from asyncio import CancelledError
from pathlib import Path

from .accuracy import write_accuracy
from .errors import ReportError
from .exercises import write_exercises
from .export import build_dir, spreadsheet
from .marking import MEGABYTES, SECONDS, grade
from .reference import propose_terms, write_reference
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
    lessons = commands.add_parser("notebooks", help="execute the committed notebooks again, in place")
    lessons.add_argument("paths", nargs="*", type=Path, help="notebooks (default: every lesson)")
    lessons.set_defaults(command=_notebooks)
    exercises = commands.add_parser(
        "exercises", help="make the exercises from the solutions, and digests of the answers"
    )
    exercises.set_defaults(command=_exercises)
    marks = commands.add_parser("grade", help="mark a folder of submissions into a CSV")
    marks.add_argument("submissions", type=Path, help="folder with a notebook or a folder for each submission")
    marks.add_argument("-o", "--out", type=Path, help="the CSV (default: grades.csv in that folder)")
    marks.add_argument("--seconds", type=int, default=SECONDS, help=f"that a notebook may take (default: {SECONDS})")
    marks.add_argument("--megabytes", type=int, default=MEGABYTES, help=f"of memory (default: {MEGABYTES})")
    marks.set_defaults(command=_grade)
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


def _notebooks(chosen: argparse.Namespace) -> str:
    changed = refresh(chosen.paths)
    return f"Changed: {', '.join(path.name for path in changed)}" if changed else "No notebook changed"


def _exercises(chosen: argparse.Namespace) -> str:
    return f"Made {len(write_exercises())} exercises in notebooks/exercises"


def _grade(chosen: argparse.Namespace) -> str:
    rows = grade(chosen.submissions, seconds=chosen.seconds, megabytes=chosen.megabytes)
    out = chosen.out or chosen.submissions / "grades.csv"
    spreadsheet(rows, out)
    return f"Marked {rows['submission'].nunique()} submissions: {out}"


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
