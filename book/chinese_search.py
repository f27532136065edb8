"""Search that finds Chinese: the index, and what is searched for, are cut into pairs of characters.

Words would be missed wherever the reader cuts a sentence in another place than the program; pairs have no such places.
"""

import re
from itertools import pairwise

from sphinx.search.en import SearchEnglish

_CHINESE = re.compile("[\u3400-\u9fff]+")
# What a reader types: Chinese in pairs, a single character as it is, the rest by words as Sphinx does it.
_SPLIT_QUERY = r"""
function splitQuery(query) {
  const pairs = (query.match(/[\u3400-\u9fff]+/g) || []).flatMap((run) =>
    run.length === 1 ? [run] : [...run].slice(1).map((second, at) => run[at] + second));
  const words = query.replace(/[\u3400-\u9fff]+/g, " ").split(/[^\p{Letter}\p{Number}_]+/gu);
  return pairs.concat(words.filter((word) => word));
}
"""


class SearchPairs(SearchEnglish):
    """Sphinx's English search, with Chinese in single characters and pairs."""

    lang = "zh-pairs"
    language_name = "English and Chinese"
    js_splitter_code = _SPLIT_QUERY

    def split(self, input):
        """The words of a text, and of its Chinese the characters and pairs."""
        runs = _CHINESE.findall(input)
        pairs = ["".join(pair) for run in runs for pair in pairwise(run)]
        return [*super().split(_CHINESE.sub(" ", input)), *"".join(runs), *pairs]

    def word_filter(self, word):
        """Whether a piece belongs into the index."""
        return bool(_CHINESE.match(word)) or super().word_filter(word)


def setup(app):
    """Make it known to Sphinx."""
    app.add_search_language(SearchPairs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
