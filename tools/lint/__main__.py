"""Runs the guards of this folder: all of them, or those named on the command line."""

import importlib
import sys
from pathlib import Path

import tree

HERE = Path(__file__).parent
NOT_GUARDS = {"__main__", "tree"}


def guards() -> list[str]:
    return sorted(p.stem for p in HERE.glob("*.py") if p.stem not in NOT_GUARDS)


def holds(name: str) -> bool:
    module = importlib.import_module(name)
    findings = list(module.check(tree.ROOT))
    for found in findings:
        print(f"{found.path.relative_to(tree.ROOT)}:{found.line}: {found.message} [{name}]")
    print(f"{'ok  ' if not findings else 'FAIL'} {name}: {str(module.__doc__).splitlines()[0]}")
    return not findings


def main(names: list[str]) -> int:
    unknown = set(names) - set(guards())
    if unknown:
        print(f"no guard is called {', '.join(unknown)}; there are: {' '.join(guards())}")
        return 2
    results = [holds(name) for name in names or guards()]
    return 0 if all(results) else 1


sys.exit(main(sys.argv[1:]))
