"""How wide a text is."""

from unicodedata import east_asian_width


def cells(text: str) -> int:
    """Width of a text in half-width cells: a Chinese character takes two.

    >>> cells("2025年")
    6
    """
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
