"""One call: what is called, what with, and what becomes of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from .arguments import check, with_files
from .code import Code, find
from .failure import report, report_exit
from .outputs import write_outputs
from .public import provide_headway


def main(description: str) -> int:
    """Does the call that a file describes; the exit code."""
    import json

    call = json.loads(Path(description).read_text(encoding="utf-8"))
    output = Path(os.environ["HEADWAY_OUTPUT"])  # now: what is called may change anything
    streams: Any = (sys.stdout, sys.stderr)
    for stream in streams:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    code = Code(call["folder"] or os.getcwd())
    try:
        result = invoke(call, code)
        write_outputs(result, call["outputs"], output)
    except SystemExit as leaving:
        report_exit(leaving, code)
        raise
    except BaseException as error:
        report(error, code)
        return 1
    return 0


def invoke(call: dict[str, Any], code: Code) -> Any:
    """Imports the target and calls it: a class is constructed with `config` first."""
    sys.path[0] = code.folder
    provide_headway()
    name = call["target"]
    target = code.target = find(name, code)
    arguments = with_files(call)
    if isinstance(target, type):
        check(arguments["config"], "config", name, target)
        target = target(**arguments["config"])
    elif arguments["config"]:
        raise TypeError(f'{name} is no class; "config" is what a class is made with')
    if not callable(target):
        raise TypeError(f"{name} cannot be called with the inputs: it has no __call__")
    check(arguments["inputs"], "inputs", name, target)
    result = target(**arguments["inputs"])
    return awaited(result) if hasattr(result, "__await__") else result


def awaited(result: Any) -> Any:
    import asyncio

    async def wait() -> Any:
        return await result

    return asyncio.run(wait())
