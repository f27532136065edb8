"""Executed notebooks as pages that open without a network, and show Chinese where no Chinese font is installed."""

import re
from html import escape
from pathlib import Path

import nbformat
import pandas as pd
from nbformat import NotebookNode

from .canvas import FONT
from .fact_links import linked
from .fonts import font_face

# The page of nbconvert's JupyterLab template, without the scripts that it would fetch, and with a text for each chart.
TEMPLATE = """
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block html_head_css -%}
<style>
main { max-width: 60rem; margin: 0 auto; }
nav { margin: 1rem 0; font-family: sans-serif; }
nav a { text-decoration: underline; }
:root {
  --jp-content-font-family: "FONT", system-ui, sans-serif;
  --jp-code-font-family-default: "FONT", ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --jp-code-font-family: var(--jp-code-font-family-default);
}
</style>
{%- endblock -%}
{%- block body_header -%}
{{ super() }}<nav><a href="../index.html">All pages</a></nav>
{%- endblock -%}
{%- block data_png scoped -%}
<div class="jp-RenderedImage jp-OutputArea-output">
<img alt="{{ output.metadata.alt | escape_html }}"
  src="data:image/png;base64,{{ output.data['image/png'] | escape_html }}">
</div>
{%- endblock -%}
"""

INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1.0"><title>{title}</title>
<style>
body {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
body {{ font-family: "FONT", system-ui, sans-serif; line-height: 1.5; }}
figure {{ margin: 2rem 0; }} img {{ max-width: 100%; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p><a href="inspector.html">The report itself, with every figure marked</a>, its facts, targets, audit and themes</p>
<h2>Pages</h2>
<ol start="0">
{pages}
</ol>
<h2>Tables</h2>
<ul>
{tables}
</ul>
<h2>Figures</h2>
{figures}
<p><a href="provenance.json">What this was made from</a></p>
</body>
</html>
"""

TEMPLATE, INDEX = TEMPLATE.replace("FONT", FONT), INDEX.replace("FONT", FONT)
_HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)
_CAPTION = re.compile(r"^[*_]*(Figure\b.+?)[*_]*$", re.MULTILINE)
_DESCRIPTION = re.compile(r"<dc:description>([^<\"]+)</dc:description>")
_EXERCISE_LINK = re.compile(r'<a href="(exercises/[^"]+)">(.+?)</a>')  # not in a build: told where it lies
_NOTEBOOK_LINK = re.compile(r'(href="[^":/]+)\.ipynb(["#])')


def title(notebook: NotebookNode) -> str:
    """First heading of a notebook.

    >>> title(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Reading a report")]))
    'Reading a report'
    """
    found = (_HEADING.search(cell.source) for cell in notebook.cells if cell.cell_type == "markdown")
    return next((match[1] for match in found if match), "Untitled")


def caption(notebook: NotebookNode, number: int) -> str | None:
    """Caption of the chart that cell ``number`` draws.

    It is the line that begins with ``Figure`` in the Markdown cell after the chart, or in the one before it.

    >>> chart, text = nbformat.v4.new_code_cell("ax = plot()"), nbformat.v4.new_markdown_cell("*Figure: word counts.*")
    >>> caption(nbformat.v4.new_notebook(cells=[chart, text]), 0)
    'Figure: word counts.'
    """
    neighbours = [notebook.cells[n] for n in (number + 1, number - 1) if 0 <= n < len(notebook.cells)]
    found = (_CAPTION.search(cell.source) for cell in neighbours if cell.cell_type == "markdown")
    return next((match[1].strip() for match in found if match), None)


def page(notebook: NotebookNode, rows: pd.DataFrame) -> str:
    """Self-contained HTML of an executed notebook: images inside, links to notebooks turned into links to pages.

    Args:
        notebook: an executed notebook.
        rows: the `facts` of its report; figures in its tables link to them.
    """
    from nbconvert import HTMLExporter

    shown = nbformat.from_dict(notebook)
    for number, cell in enumerate(shown.cells):
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                output.metadata["alt"] = caption(shown, number) or f"Chart in {title(shown)}"
            if "<table" in output.get("data", {}).get("text/html", ""):
                output.data["text/html"] = linked(output.data["text/html"], rows, "../inspector.html")
    shown.metadata["title"] = title(shown)
    html, _ = HTMLExporter(raw_template=TEMPLATE).from_notebook_node(shown)
    html = html.replace("</head>", f"{font_face(html)}</head>", 1)
    html = _EXERCISE_LINK.sub(r"\2 (<code>notebooks/\1</code>)", html)
    return _NOTEBOOK_LINK.sub(r"\1.html\2", html)


def index(heading: str, build: Path) -> str:
    """HTML of the entry page of a build: its pages, its tables, its figures."""
    notebooks = sorted((build / "notebooks").glob("*.ipynb"))
    pages = [
        f'<li><a href="pages/{path.stem}.html">{escape(title(nbformat.read(path, as_version=4)))}</a></li>'
        for path in notebooks
    ]
    names = sorted({path.stem for path in (build / "tables").iterdir()})
    tables = [f"<li>{name}: {_links(build / 'tables', name)}</li>" for name in names]
    figures = [_figure(build / "figures", path.stem) for path in sorted((build / "figures").glob("*.svg"))]
    html = INDEX.format(
        title=escape(heading), pages="\n".join(pages), tables="\n".join(tables), figures="\n".join(figures)
    )
    return html.replace("</head>", f"{font_face(html)}\n</head>", 1)


def write(build: Path, heading: str, rows: pd.DataFrame) -> None:
    """Write ``pages/`` for each executed notebook of a build on a report with these `facts`, and its ``index.html``."""
    (build / "pages").mkdir()
    for path in sorted((build / "notebooks").glob("*.ipynb")):
        html = page(nbformat.read(path, as_version=4), rows)
        (build / "pages" / f"{path.stem}.html").write_text(html, encoding="utf-8", newline="\n")
    (build / "index.html").write_text(index(heading, build), encoding="utf-8", newline="\n")


def _links(folder: Path, name: str) -> str:
    """Links to the files of one name, by their format."""
    files = sorted(folder.glob(f"{name}.*"))
    return " ".join(f'<a href="{folder.name}/{path.name}">{path.suffix[1:]}</a>' for path in files)


def _figure(folder: Path, name: str) -> str:
    """A figure with what it says of itself, and links to its files under it."""
    told = _DESCRIPTION.search((folder / f"{name}.svg").read_text(encoding="utf-8"))
    picture = f'<img alt="{told[1] if told else name}" src="{folder.name}/{name}.svg">'
    return f"<figure>{picture}<figcaption>{name}: {_links(folder, name)}</figcaption></figure>"
