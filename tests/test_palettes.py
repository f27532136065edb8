"""Colours that stand together in a chart are told apart with any colour vision (Machado, Oliveira, Fernandes 2009)."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from govreport import view
from govreport.canvas import BLUE, GREEN, GREY, INK, ORANGE, PALE, PURPLE
from govreport.contrasts import _COLOURS
from govreport.dashboard import MEASURES
from govreport.promises import TONES
from govreport.strip import PARTS

# Linear RGB as a person without one kind of cone sees it.
VISION = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
PALETTES = {
    "kinds of measure": list(MEASURES.values()),
    "lines of several words": list(_COLOURS),
    "hedges of targets": [colour for colour, _ in TONES.values()],
    "parts of a report": [colour for _, colour in PARTS.values()],
    "reached or not": [GREEN, ORANGE],
    "marks and what is behind them": [BLUE, ORANGE, GREEN, PURPLE, PALE],
    "grey and what stands on it": [GREY, BLUE, ORANGE, INK, "#ffffff"],
    "marked text": [*view._COLOURS.values(), "#ffffff"],
}
LEAST = 10  # of CIE 1976; 2.3 is just noticeable side by side

every_vision = pytest.mark.parametrize("vision", VISION)
every_palette = pytest.mark.parametrize("palette", PALETTES)


def linear(colour: str) -> np.ndarray:
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear sRGB, under D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(a: str, b: str, vision: str) -> float:
    seen = [lab(np.array(VISION[vision]) @ linear(colour)) for colour in (a, b)]
    return float(np.linalg.norm(seen[0] - seen[1]))


@every_vision
@every_palette
def test_colours_of_a_chart_are_told_apart(palette, vision):
    pairs = {pair: round(distance(*pair, vision), 1) for pair in combinations(PALETTES[palette], 2)}
    assert {pair: far for pair, far in pairs.items() if far < LEAST} == {}


def test_the_simulation_sees_what_people_do_not():
    # Purple and grey stood for two kinds of measure, until this was tried.
    assert distance(PURPLE, GREY, "normal") > 3 * LEAST > LEAST > distance(PURPLE, GREY, "deuteranopia")


def test_black_text_can_be_read_on_what_marks_text():
    luminance = [float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour)) for colour in PALETTES["marked text"]]
    assert min((each + 0.05) / 0.05 for each in luminance) >= 7  # contrast, WCAG AAA
