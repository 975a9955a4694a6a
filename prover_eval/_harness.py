"""Finds the package `harness` that was installed with this one, whatever else is called so."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_NAME = "harness"
_PLACE = Path(__file__).resolve().parent.parent / _NAME


def load() -> None:
    """Have `import harness` mean ours: a folder `harness` in the current folder, which Python looks in first
    under `python -m`, in a notebook and with PYTHONPATH, is passed over.

    Raises ImportError where another package of that name is loaded already.
    """
    loaded = sys.modules.get(_NAME)
    if loaded is not None:
        where = getattr(loaded, "__file__", None)
        if where is not None and Path(where).resolve().parent == _PLACE:
            return
        raise ImportError(
            f"another package called {_NAME} is loaded already ({where or 'a plain folder'}), and prover_eval"
            " needs its own: import prover_eval first"
        )
    spec = importlib.util.spec_from_file_location(
        _NAME, _PLACE / "__init__.py", submodule_search_locations=[str(_PLACE)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"the package {_NAME} isn't in {_PLACE.parent}: install prover-eval again")
    module = importlib.util.module_from_spec(spec)
    sys.modules[_NAME] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[_NAME]
        raise
