"""The command line: ``python -m govreport COMMAND``; what a command needs is imported when it runs."""

import argparse
import sys
import time
from asyncio import CancelledError
from pathlib import Path

from . import corpus
from .columns import TABLES
from .errors import LessonError, ReportError
from .export import build_dir
from .report import read_report


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
    suite.add_argument("report", nargs="?", help="path of a report (default: the seed)")
    suite.add_argument("-o", "--out", default="build", help="folder for the results (default: build)")
    suite.set_defaults(command=_run)
    page = commands.add_parser("inspect", help="write a report, and all that was found in it, as one page to open")
    page.add_argument("report", help="path of a report")
    page.add_argument("-o", "--out", type=Path, default="report.html", help="the page (default: report.html)")
    page.set_defaults(command=_inspect)
    explorer = commands.add_parser("app", help="explore a report in the browser")
    explorer.add_argument("report", nargs="?", help="path of a report (default: the seed)")
    explorer.add_argument("--port", type=int, default=8866, help="port on this machine (default: 8866)")
    explorer.set_defaults(command=_app)
    _add_analyze(commands)
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
    marks.add_argument("--seconds", type=int, help="that a notebook may take (default: two minutes)")
    marks.add_argument("--megabytes", type=int, help="of memory (default: four gigabytes)")
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


def _add_analyze(commands) -> None:
    many = commands.add_parser(
        "analyze",
        help="make the tables of many reports, in parallel; run it again to go on or to add reports",
        description=_ANALYZE,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    many.add_argument("sources", nargs="+", metavar="SOURCE", help="a file, a folder, or a table with a report a row")
    many.add_argument("-o", "--out", required=True, help="folder for the dataset")
    many.add_argument("--tables", default=",".join(TABLES), help="which to make (default: %(default)s)")
    where = many.add_mutually_exclusive_group()
    where.add_argument("--workers", type=_positive, metavar="N", help="processes on this machine (default: one a core)")
    where.add_argument(
        "--scheduler", metavar="ADDRESS", help="address of a Dask scheduler, such as tcp://10.0.0.1:8786"
    )
    many.set_defaults(command=_analyze)


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is no number of processes: 1 or more.")
    return int(text)


def _analyze(chosen: argparse.Namespace) -> str:
    tables = [name.strip() for name in chosen.tables.split(",")]
    options = {"tables": tables, "client": chosen.scheduler, "workers": chosen.workers}
    reports = corpus.analyze(chosen.sources, chosen.out, **options)
    wrong = reports[reports["status"] == "error"]
    for row in wrong.head(_SHOWN).itertuples():
        print(f"{row.report!r}: {row.error}", file=sys.stderr)
    copies = len(corpus.open(chosen.out).duplicates)
    counts = reports["status"].value_counts()
    said = ", ".join(f"{counts.get(status, 0):,} {word}" for status, word in _STATUSES.items())
    return f"{chosen.out} holds {len(reports):,} reports: {said}; {copies:,} copies (duplicates.csv)"


def _run(chosen: argparse.Namespace) -> str:
    from .suite import SEED, run

    out = run(chosen.report or SEED, chosen.out)
    held = {part: len(list((out / part).glob(f"*.{kind}"))) for part, kind in _PARTS.items()}
    counts = ", ".join(f"{count} {part}" for part, count in held.items())
    return f"Open {Path(chosen.out) / 'index.html'}: {counts}"


def _app(chosen: argparse.Namespace) -> str:
    from .app import serve
    from .suite import SEED

    serve(chosen.report or SEED, chosen.port)
    return "The explorer has ended"


def _inspect(chosen: argparse.Namespace) -> str:
    from .inspector import write_inspector

    report = read_report(chosen.report)
    if chosen.out.exists() and chosen.out.samefile(chosen.report):
        raise ReportError(f"{chosen.out} is the report itself: name another file for the page with -o.")
    print(f"Reading {len(report.text):,} characters ...", file=sys.stderr)
    write_inspector(report, chosen.out)
    return f"Open {chosen.out}"


def _notebooks(chosen: argparse.Namespace) -> str:
    from .suite import refresh

    changed = refresh(chosen.paths)
    return f"Changed: {', '.join(path.name for path in changed)}" if changed else "No notebook changed"


def _exercises(chosen: argparse.Namespace) -> str:
    from .exercises import write_exercises

    return f"Made {len(write_exercises())} exercises in notebooks/exercises"


def _grade(chosen: argparse.Namespace) -> str:
    from .export import spreadsheet
    from .marking import grade

    limits = {name: value for name in ("seconds", "megabytes") if (value := getattr(chosen, name))}
    rows = grade(chosen.submissions, **limits)
    out = chosen.out or chosen.submissions / "grades.csv"
    spreadsheet(rows, out)
    return f"Marked {rows['submission'].nunique()} submissions: {out}"


def _score(chosen: argparse.Namespace) -> str:
    from .accuracy import write_accuracy
    from .scores import summary, write_scores

    rows = write_scores()
    write_accuracy()
    print("\n".join(summary()))
    return f"Scored {rows['report'].nunique()} gold files in data/reference/scores.csv"


def _reference(chosen: argparse.Namespace) -> str:
    from .reference import write_reference

    return f"Described {len(write_reference())} reports in data/reference/structure.csv"


def _train(chosen: argparse.Namespace) -> str:
    from .theme_scores import train

    return f"Fitted {len(train().features):,} characters and pairs: data/lexicon/theme_model.csv"


def _terms(chosen: argparse.Namespace) -> str:
    from .reference import propose_terms

    return f"Proposed {len(propose_terms())} terms, for a reader to choose from: {build_dir() / 'tables/new_words.csv'}"


def _complain(reason: object, code: int) -> int:
    print(reason, file=sys.stderr)
    return code


_ANALYZE = """Make the tables of many reports: a Parquet dataset with a manifest, a codebook and the copies found.

What is done already and has not changed (by its bytes and the version of the library) is not done again; a run that was
stopped is finished by the next. A report that cannot be read is a row of manifest.parquet that says why."""
_EXAMPLES = """examples:
  python -m govreport analyze reports/ -o tables
  python -m govreport analyze reports/ more.csv -o tables --tables indicators,targets --workers 4
  python -m govreport analyze reports/ -o tables --scheduler tcp://10.0.0.1:8786

exit codes: 0 the dataset is complete, reports that could not be read told in it; 2 it could not be made; 130 stopped
(run it again to go on)"""
_SHOWN = 20  # errors on the screen; all are in the manifest
_STATUSES = {"ok": "read", "error": "with an error", "skipped": "skipped"}
_PARTS = {"pages": "html", "tables": "parquet", "figures": "svg"}

if __name__ == "__main__":
    sys.exit(main())
