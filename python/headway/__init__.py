"""headway: an embeddable engine for machine-learning pipelines."""

try:
    from ._core import Diagnostic, __version__
except ImportError as cause:
    raise ImportError(
        "headway's compiled module cannot be loaded; install the package with `pip install .`, "
        "or build it in place with `./dev build` and use .venv/bin/python"
    ) from cause

from ._errors import (
    Cancelled,
    Error,
    InvalidPipeline,
    JobFailed,
    SessionError,
    StoreError,
    StoreLocked,
)
from ._executor import Executor, jobs, rerun, resume
from ._job import Job
from ._param import Param
from ._pipeline import Pipeline, load, loads
from ._schedule import Schedule
from ._settings import Defaults
from ._shapes import Backoff, Cache, Retry, Session, Timeouts
from ._task import Repeat, Task
from ._words import Reference
from .worker import Directory, File, NonRecoverable

__all__ = [
    "Backoff",
    "Cache",
    "Cancelled",
    "Defaults",
    "Diagnostic",
    "Directory",
    "Error",
    "Executor",
    "File",
    "InvalidPipeline",
    "Job",
    "JobFailed",
    "NonRecoverable",
    "Param",
    "Pipeline",
    "Reference",
    "Repeat",
    "Retry",
    "Schedule",
    "Session",
    "SessionError",
    "StoreError",
    "StoreLocked",
    "Task",
    "Timeouts",
    "__version__",
    "jobs",
    "load",
    "loads",
    "rerun",
    "resume",
]
