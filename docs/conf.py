from importlib.metadata import version as installed

project = "foedus"
author = "The foedus developers"
copyright = "2026, the foedus developers"
version = release = installed("foedus")
extensions = ["myst_parser"]
myst_enable_extensions = ["deflist"]
html_theme = "furo"
html_title = "foedus"
exclude_patterns = ["_build"]
