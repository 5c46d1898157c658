"""Types of the compiled module."""

__version__: str
