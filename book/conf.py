"""Settings of the book, for Sphinx; `build.py` lays out what it reads and calls it."""

import sys
from importlib.metadata import version as installed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "govreport-notebooks"
author = "the govreport-notebooks contributors"
version = release = installed("govreport-notebooks")
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "chinese_search"]
# Lessons as they are committed, and notebooks that are no lessons, can be downloaded; they are no pages.
exclude_patterns = ["download/**", "notebooks/[!0-9]*"]

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
nb_execution_mode = "off"
nb_merge_streams = True
nb_ipywidgets_js = {}
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_member_order = "bysource"
default_role = "code"

html_theme = "furo"
html_title = "govreport-notebooks"
html_search_language = "zh-pairs"
html_static_path = ["static"]
html_css_files = ["book.css"]
html_js_files = ["book.js"]
html_extra_path = ["inspector.html"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
