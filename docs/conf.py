"""Sphinx's settings for both languages; `docs/build.py` writes the pages and calls it."""

from pathlib import Path

from engine import __version__

ROOT = Path(__file__).parent.parent
project = "Gaussian Explorer"
author = "The authors of Gaussian Explorer"
version = release = __version__
extensions = ["myst_parser", "formulas"]
myst_enable_extensions = ["attrs_inline"]
myst_heading_anchors = 3
myst_fence_as_directive = ["math"]
html_math_renderer = "ziamath"
html_theme = "furo"
html_title = f"{project} {version}"
html_logo = str(ROOT / "resources" / "desktop" / "gaussian-explorer.svg")
html_favicon = html_logo
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = html_show_sourcelink = False
html_show_copyright = html_show_sphinx = False
