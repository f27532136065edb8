"""Reports that are copies of others: the same bytes, or nearly the same text by MinHash (Broder 1997)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import numpy as np
import pandas as pd

NEAR = 0.8  # Jaccard similarity of the strings of characters from which two texts are nearly the same
_STRING = 5  # characters
_BASE = np.uint64(
    0x9E3779B97F4A7C15
)  # of the polynomial that hashes a string, modulo 2**64; its high bits are mixed best
_SCHEME = "affine32"  # of datasketch's permutations
_PERMUTATIONS = 128  # the standard error of a similarity is at most 0.045


def signature(text: str) -> bytes:
    """The MinHash of a text's strings of five characters, white space left out (datasketch), in 512 bytes.

    >>> len(signature("全年增长5%。"))
    512
    """
    from datasketch import MinHash

    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).ljust(_STRING)
    characters = np.frombuffer(plain.encode("utf-32-le", "replace"), "<u4").astype(np.uint64)
    strings = sum(characters[at : len(characters) - _STRING + at + 1] * _BASE**at for at in range(_STRING))
    made = MinHash(_PERMUTATIONS, seed=1, hashfunc=int, scheme=_SCHEME)
    made.update_batch((np.unique(strings) >> np.uint64(32)).tolist())
    return made.hashvalues.astype("<u4").tobytes()


def duplicates(manifest: pd.DataFrame, signatures: Iterable[tuple[str, bytes]]) -> pd.DataFrame:
    """Reports that copy one before them.

    Args:
        manifest: ``report, sha256`` of the reports, in order.
        signatures: name and `signature` of each.

    Returns:
        ``report, other, kind`` (same: the same bytes; near) and ``similarity``, by report; of a set of the same reports
        each copies the first, and only the first is held against the rest.
    """
    first = manifest.dropna(subset="sha256").groupby("sha256", sort=False)["report"].transform("first")
    same = manifest.loc[first.index].assign(other=first)
    same = same[same["report"] != same["other"]]
    copies = set(same["report"])
    near = _near({name: mark for name, mark in signatures if name not in copies})
    rows = [(row.report, row.other, "same", 1.0) for row in same.itertuples()] + near
    return pd.DataFrame(sorted(rows), columns=["report", "other", "kind", "similarity"])


def _near(signatures: dict[str, bytes]) -> list[tuple[str, str, str, float]]:
    """Pairs of reports whose signatures agree in 0.8 of their places or more (locality-sensitive hashing)."""
    from datasketch import MinHash, MinHashLSH

    index, rows = MinHashLSH(threshold=NEAR, num_perm=_PERMUTATIONS), []
    marks = {name: np.frombuffer(mark, "<u4") for name, mark in signatures.items()}
    for name in sorted(marks):
        mark = MinHash(_PERMUTATIONS, seed=1, hashvalues=marks[name], scheme=_SCHEME)
        for other in sorted(index.query(mark)):
            similarity = float((marks[name] == marks[other]).mean())
            if similarity >= NEAR:
                rows.append((name, other, "near", round(similarity, 2)))
        index.insert(name, mark)
    return rows
