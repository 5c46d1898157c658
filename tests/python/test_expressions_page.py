"""Every example of docs/expressions.md has the value that stands beside it."""

import json
import re
from pathlib import Path

import pytest
from headway import _core

PAGE = Path(__file__).parents[2] / "docs/expressions.md"
EXAMPLES = PAGE.read_text().split("## Examples")[1].split("\n## ")[0]
ROWS = re.findall(r"^\| `(.*)` \| `(.*)` \|$", EXAMPLES, re.MULTILINE)


@pytest.mark.parametrize(("expression", "value"), ROWS)
def test_an_example_has_the_value_beside_it(expression: str, value: str) -> None:
    result = _core.evaluate_expression(expression.replace(r"\|", "|"), {})
    assert json.dumps(result, ensure_ascii=False) == value


def test_the_page_has_examples() -> None:
    assert len(ROWS) >= 20
