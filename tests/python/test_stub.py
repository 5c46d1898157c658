"""The stub of the compiled module keeps step with it."""

import ast
from pathlib import Path
from types import ModuleType

import headway
from headway import _core

STUB = Path(__file__).parents[2] / "python/headway/_core.pyi"


def names_of(body: list[ast.stmt]) -> set[str]:
    names = {each.name for each in body if isinstance(each, ast.FunctionDef | ast.ClassDef)}
    names |= {
        each.target.id
        for each in body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    }
    return names


def stub() -> dict[str, set[str]]:
    """Names of the module under "", members of each class under its name."""
    tree = ast.parse(STUB.read_text())
    classes = {each.name: each for each in tree.body if isinstance(each, ast.ClassDef)}
    members = {name: names_of(each.body) for name, each in classes.items()}
    for name, each in classes.items():
        for base in each.bases:
            assert isinstance(base, ast.Name)
            members[name] |= members[base.id]
    public = {name: each for name, each in members.items() if not name.startswith("_")}
    return {"": {n for n in names_of(tree.body) if n == "__version__" or n[0] != "_"}, **public}


def members(thing: ModuleType | type, dunder: set[str]) -> set[str]:
    return {name for name in vars(thing) if not name.startswith("_") or name in dunder}


def test_the_stub_names_what_the_module_has() -> None:
    expected = stub()
    assert members(_core, {"__version__"}) == expected.pop("")
    for name, known in expected.items():
        bound = members(getattr(_core, name), set())
        assert bound == {member for member in known if member != "__init__"}, name


def test_everything_public_has_words_of_its_own() -> None:
    for name in headway.__all__:
        thing = getattr(headway, name)
        if isinstance(thing, type):
            assert thing.__doc__, name
