"""headway: an embeddable engine for machine-learning pipelines."""

try:
    from ._core import __version__
except ImportError as cause:
    raise ImportError(
        "headway's compiled module cannot be loaded; install the package with `pip install .`, "
        "or build it in place with `./dev build` and use .venv/bin/python"
    ) from cause

__all__ = ["__version__"]
