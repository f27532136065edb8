"""Build the book: lay out what Sphinx reads, call it, and check every link of what it made.

python book/build.py [FOLDER]    (default: book/_build)
"""

import inspect
import logging
import re
import shutil
import sys
import tempfile
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

import nbformat
import pandas as pd
from sphinx.cmd.build import main as sphinx

import govreport.evaluate
import govreport.plots
from govreport import Report, facts, read_report, write_inspector
from govreport.fact_links import linked
from govreport.fonts import chinese_font
from govreport.pages import caption, title
from govreport.suite import SEED, lessons

ROOT = Path(__file__).resolve().parents[1]
# What the book takes from the project as it stands, under the same paths, so that links between them hold.
AS_IT_STANDS = ("CHANGELOG.md", "docs/**/*.*", "data/**/*.*", "notebooks/**/*.ipynb")
_EXERCISE = re.compile(r"\[([^\]]+)\]\((\S*\bexercises/\S+\.ipynb)\)")  # no page, but to be downloaded
_DOWNLOAD = r"{download}`\1 <\2>`"
CODEBOOKS = ("data/lexicon/*.csv", "data/reference/*.csv")


def build(out: Path) -> None:
    """Build the book into a folder, which is replaced when all went well.

    Raises:
        SystemExit: where Sphinx warns of anything, or a link leads nowhere.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder).resolve() / "source", Path(folder).resolve() / "made"
        lay_out(source)
        if sphinx(["-W", "--keep-going", "-q", "-j", "auto", "-b", "html", str(source), str(made)]):
            sys.exit("The book was not built: Sphinx says why above.")
        if broken := broken_links(made):
            sys.exit("\n".join(["The book was not built: links that lead nowhere:", *broken]))
        logging.getLogger("fontTools").setLevel(logging.WARNING)  # Sphinx would have it tell every step
        (made / "_static" / "chinese.woff").write_bytes(chinese_font(words(made)))
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(made, out, ignore=shutil.ignore_patterns(".doctrees", ".buildinfo"))


def lay_out(source: Path) -> None:
    """Everything that Sphinx reads, in one folder."""
    shutil.copytree(ROOT / "book", source, ignore=shutil.ignore_patterns("_build", "__pycache__", "build.py"))
    for path in sorted(path for pattern in AS_IT_STANDS for path in ROOT.glob(pattern)):
        copy(path, source / path.relative_to(ROOT))
    for path in (source / "docs" / "teaching").glob("*.md"):
        path.write_text(_EXERCISE.sub(_DOWNLOAD, path.read_text(encoding="utf-8")), encoding="utf-8")
    report = read_report(SEED)
    write_inspector(report, source / "inspector.html")
    (source / "seed.md").write_text(report_page(report), encoding="utf-8")
    (source / "codebooks.md").write_text(codebooks(), encoding="utf-8")
    (source / "api.md").write_text(interface(), encoding="utf-8")
    for path in lessons():
        copy(path, source / "download" / path.name)
        nbformat.write(lesson(path, facts(report)), source / "notebooks" / path.name)


def words(made: Path) -> str:
    """All that the pages hold."""
    return "".join(path.read_text(encoding="utf-8") for path in made.rglob("*.html"))


def copy(path: Path, to: Path) -> None:
    """Copy a file, with the folders it stands in."""
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to)


def lesson(path: Path, rows: pd.DataFrame) -> nbformat.NotebookNode:
    """A lesson with a text for each chart, its figures linked to their facts, and a way to download it as it stands."""
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            cell.source = _EXERCISE.sub(_DOWNLOAD, cell.source)
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                cell.metadata["mystnb"] = {"image": {"alt": caption(notebook, number) or f"Chart in {title(notebook)}"}}
            if "<table" in output.get("data", {}).get("text/html", ""):
                output.data["text/html"] = linked(output.data["text/html"], rows, "../inspector.html")
    way = f"{{download}}`Download this notebook <../download/{path.name}>`"
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(way, id="download"))
    return notebook


def report_page(report: Report) -> str:
    """The seed's text as a page of the book, for its search to find."""
    units = [report.text[unit.start : unit.end] for unit in report.layout.units]
    words = "\n".join(f'<p lang="zh">{escape(" ".join(unit.split()))}</p>' for unit in units)
    link = '<p><a href="inspector.html">The same report with every figure marked</a>, its facts, audit and themes.</p>'
    return f"# The report that comes with it\n\n{report.completeness}\n\n{link}\n\n{words}\n"


def codebooks() -> str:
    """The tables under data/: how many rows, and which columns."""
    parts = ["# Tables and their columns\n", "What each table is for stands in the pages before this one.\n"]
    for path in sorted(path for pattern in CODEBOOKS for path in ROOT.glob(pattern)):
        table = pd.read_csv(path, dtype=str)
        columns = ", ".join(f"`{name}`" for name in table)
        parts.append(f"## {path.relative_to(ROOT).as_posix()}\n\n{len(table):,} rows: {columns}\n")
    return "\n".join(parts)


def interface() -> str:
    """Every public name of the library with its docstring."""
    parts = ["# The library\n", "Names of `govreport` first, then the charts, then scores and agreement."]
    for module in (govreport, govreport.plots, govreport.evaluate):
        parts.append(f"\n## {module.__name__}\n\n```{{eval-rst}}")
        parts += [f".. {_directive(module, name)}" for name in _public(module)]
        parts.append("```")
    return "\n".join(parts) + "\n"


def _public(module: ModuleType) -> list[str]:
    """Functions and classes that a module offers and the project wrote."""
    names = getattr(module, "__all__", None) or sorted(vars(module))
    ours = [name for name in names if getattr(getattr(module, name), "__module__", "").startswith("govreport")]
    told = () if module is govreport else govreport.__all__
    return [name for name in ours if not name.startswith("_") and name not in told]


def _directive(module: ModuleType, name: str) -> str:
    whole = f"{module.__name__}.{name}"
    if inspect.isclass(getattr(module, name)):
        return f"autoclass:: {whole}\n   :members:\n"
    return f"autofunction:: {whole}\n"


class Links(HTMLParser):
    """What a page links to and loads, and the places in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.to, self.ids = [], set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        """Take down a tag's addresses and its name."""
        values = dict(attrs)
        self.ids.add(values.get("id"))
        self.to += [values[name] for name in ("href", "src") if values.get(name)]


def broken_links(folder: Path) -> list[str]:
    """Links within the pages of a folder that lead to no file, or to no place in it."""
    pages = {path: Links(path) for path in sorted(folder.rglob("*.html"))}
    broken = []
    for path, page in pages.items():
        for link in page.to:
            parts = urlsplit(link)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = pages.get(target)
            lost = parts.fragment and known and unquote(parts.fragment) not in known.ids
            if not parts.scheme and (lost or not target.exists()):
                broken.append(f"{path.relative_to(folder)}: {link}")
    return broken


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "book" / "_build")
