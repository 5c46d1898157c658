"""The Python of the documentation runs as it stands."""

import re
from pathlib import Path

import headway as hw
import pytest

PAGE = Path(__file__).parents[2] / "docs/python.md"


def test_the_snippets_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    snippets = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    names: dict[str, object] = {}
    for snippet in snippets:
        exec(compile(snippet, str(PAGE), "exec"), names)
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "['good morning Ada', 'good morning Grace']"
    assert printed[1] == "{'score': 0.75}"
    assert printed[2].startswith("unknown-task 2 ")
    assert printed[3] == "succeeded"
    assert len(hw.jobs()) == 3
