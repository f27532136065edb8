"""Figures in the tables of a lesson as links to their facts on the page of the report."""

import pandas as pd

_SHARED = ("text", "subject", "unit", "measure", "direction", "bound", "period", "modality", "english")
_MISSING = ("NaN", "None", "<NA>")


def linked(html: str, rows: pd.DataFrame, page: str) -> str:
    """HTML in which the figures of pandas' tables link to their facts.

    A row of a table is a fact's where it has a column ``text`` and another that facts have, and one fact alone agrees
    with all of these.

    Args:
        html: what a notebook shows of a table.
        rows: the `facts` of the report that the notebook reads.
        page: address of the report's page (`govreport.write_inspector`).

    >>> from govreport import facts, read_report
    >>> rows = facts(read_report(text="工业增长5%。"))
    >>> '<a href="x.html#fact=' in linked(rows[["text", "measure"]].to_html(), rows, "x.html")
    True
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    known = rows.astype(object).where(rows.notna(), "")
    for row in soup.select("tbody tr"):
        heads = [cell.get_text() for cell in row.find_parent("table").tr.find_all("th")]
        cells = dict(zip(heads, row.find_all(["th", "td"]), strict=False))
        said = {name: _plain(cells[name]) for name in _SHARED if name in cells}
        if "text" in said and len(said) > 1:
            found = known.loc[known[list(said)].eq(said).all(axis=1), "fact"]
            if len(found) == 1:
                _link(soup, cells["text"], f"{page}#fact={found.item()}")
    return str(soup)


def _plain(cell) -> str:
    return "" if cell.get_text() in _MISSING else cell.get_text()


def _link(soup, cell, address: str) -> None:
    link = soup.new_tag("a", href=address)
    link.extend(list(cell.contents))
    cell.append(link)
