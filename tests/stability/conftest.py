"""Let tests import the textbook's definitions, which stand beside them."""

import importlib.util
import sys
from pathlib import Path

_spec = importlib.util.spec_from_file_location(
    "stability_textbook", Path(__file__).with_name("textbook.py")
)
assert _spec is not None
assert _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
sys.modules["stability_textbook"] = _module
_spec.loader.exec_module(_module)
