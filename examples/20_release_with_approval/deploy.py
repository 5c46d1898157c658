"""Puts a model into a slot of the server; keeps the one that was there."""

import json
import os
import sys
from pathlib import Path

from door import call

slot, model = sys.argv[1:3]
before = call("GET", f"{slot}/model")
(Path(os.environ["HEADWAY_OUTPUT"]) / "before.json").write_text(json.dumps(before))
call("PUT", f"{slot}/model", json.loads(Path(model).read_text()))
