"""What a function is made of: its source, and that of what it uses in its own module.

`source.py MODULE:NAME FOLDER` prints `{"file", "digest"}`, or `{"problem"}`. It imports nothing of
the user's: the module is read, not run.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import sys
from collections.abc import Iterator


def main(target: str, folder: str) -> None:
    module, _, name = target.partition(":")
    file = file_of(module, [folder or ".", *sys.path[1:]])
    if file is None:
        print(json.dumps({"problem": f"the source of the module {module} is not found"}))
        return
    try:
        with open(file, "rb") as source:
            tree = ast.parse(source.read(), file)
    except (OSError, SyntaxError, ValueError) as error:
        print(json.dumps({"problem": f"{file} cannot be read: {error}"}))
        return
    print(json.dumps({"file": os.path.abspath(file), "digest": digest_of(tree, name)}))


def file_of(module: str, folders: list[str]) -> str | None:
    """Where an import would find it, as far as it is a file of Python."""
    way = module.split(".")
    for folder in folders:
        path = os.path.join(folder, *way)
        for file in (os.path.join(path, "__init__.py"), path + ".py"):
            if os.path.isfile(file):
                return file
    return None


def digest_of(tree: ast.Module, name: str) -> str:
    """Comments and layout do not count. A name that is not found makes the whole module count."""
    known = definitions(tree)
    if name not in known:
        return digest([tree])
    used: dict[str, list[ast.stmt]] = {}
    open_names = [name]
    while open_names:
        found = open_names.pop()
        if found in used or found not in known:
            continue
        used[found] = known[found]
        for statement in known[found]:
            open_names.extend(names_in(statement))
    return digest([statement for each in sorted(used) for statement in used[each]])


def definitions(tree: ast.Module) -> dict[str, list[ast.stmt]]:
    """The statements of the module, by the names that they bind, in ifs and tries too."""
    known: dict[str, list[ast.stmt]] = {}
    for statement in tree.body:
        for name in bound_by(statement):
            known.setdefault(name, []).append(statement)
    return known


def bound_by(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
        return
    for node in ast.walk(statement):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield (alias.asname or alias.name).partition(".")[0]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def names_in(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            yield node.id


def digest(statements: list[ast.stmt] | list[ast.Module]) -> str:
    text = "\n".join(ast.dump(statement) for statement in statements)
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
