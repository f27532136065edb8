"""Words that keep company, as a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from networkx import Graph


def cooccurrence_network(collocations: pd.DataFrame, *, n: int = 60, measure: str = "g2") -> Graph:
    """The graph of the strongest pairs of words.

    Args:
        collocations: table of `govreport.collocations`.
        n: how many pairs at most.
        measure: what makes a pair strong: ``g2``, ``log_dice``, ``t``, ``pmi`` or ``n``.

    Returns:
        An undirected networkx graph: nodes are words with ``frequency`` (of their pairs), edges have ``weight`` (the
        measure) and ``n``.

    >>> rows = pd.DataFrame({"first": ["保障"], "second": ["民生"], "n": [3], "g2": [9.0]})
    >>> cooccurrence_network(rows).edges["保障", "民生"]
    {'weight': 9.0, 'n': 3}
    """
    import networkx

    strongest = collocations[collocations[measure] > 0].nlargest(n, measure)
    graph = networkx.Graph()
    for row in strongest.itertuples():
        graph.add_edge(row.first, row.second, weight=float(getattr(row, measure)), n=int(row.n))
    for word in graph:
        graph.nodes[word]["frequency"] = sum(edge["n"] for edge in graph[word].values())
    return graph
