"""The worker: calls one Python function or class for a task, in a process of its own.

This folder needs the standard library alone, so that it runs under any Python, wherever the
session is; the engine brings it along. `python FOLDER CALL` and `python -m headway.worker CALL`
do the same.
"""

from .public import Directory, File, NonRecoverable

__all__ = ["Directory", "File", "NonRecoverable"]
