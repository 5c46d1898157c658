#!/usr/bin/env python3
"""clang-tidy over the library, the program and the bindings; skips what has not changed.

usage: tools/tidy.py BUILD-FOLDER [FILE...]

A file's verdict is remembered under the hash of everything it depends on: its compile command, its
text, the project's headers it reaches, .clang-tidy and clang-tidy's version.
"""

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "lint"))
import tree  # the guards' folder is no package

CLANG_TIDY = "clang-tidy-14"
PLACES = ("src", "python/bindings")


def reached(path: Path, seen: set[Path]) -> set[Path]:
    """The file and the project's headers it includes, however deep."""
    if path not in seen:
        seen.add(path)
        for include in tree.includes(path):
            if target := tree.resolve(tree.ROOT, path, include):
                reached(target.resolve(), seen)
    return seen


def fingerprint(entry: dict[str, str], base: bytes) -> str:
    digest = hashlib.sha256(base)
    digest.update(entry["command"].encode())
    for path in sorted(reached(Path(entry["file"]), set())):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def complaints(entry: dict[str, str], build: Path) -> str:
    command = [CLANG_TIDY, "--quiet", f"-p={build}", "--extra-arg=-Wno-unknown-warning-option"]
    result = subprocess.run([*command, entry["file"]], capture_output=True, text=True)
    return result.stdout + result.stderr if result.returncode else ""


def look(entry: dict[str, str], build: Path, base: bytes) -> bool:
    verdict = build / "tidy" / fingerprint(entry, base)
    if verdict.exists():
        return True
    found = complaints(entry, build)
    print(f"{'FAIL' if found else 'ok  '} {Path(entry['file']).relative_to(tree.ROOT)}", flush=True)
    if found:
        print(found, flush=True)
        return False
    verdict.touch()
    return True


def entries(build: Path, chosen: list[str]) -> list[dict[str, str]]:
    database = json.loads((build / "compile_commands.json").read_text())
    places = tuple(str(tree.ROOT / place) + os.sep for place in PLACES)
    wanted = [str(Path(file).resolve()) for file in chosen]
    return [
        e for e in database if e["file"].startswith(places) and (not wanted or e["file"] in wanted)
    ]


def main() -> int:
    build = Path(sys.argv[1])
    (build / "tidy").mkdir(exist_ok=True)
    version = subprocess.run([CLANG_TIDY, "--version"], capture_output=True, check=True).stdout
    base = version + (tree.ROOT / ".clang-tidy").read_bytes()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        clean = list(pool.map(lambda e: look(e, build, base), entries(build, sys.argv[2:])))
    print(f"clang-tidy: {len(clean)} files, {clean.count(False)} with findings")
    return 0 if all(clean) else 1


if __name__ == "__main__":
    sys.exit(main())
