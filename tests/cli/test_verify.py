"""`verify`: whether all that a store remembers and all that its jobs left is as it was."""

import shutil
import sqlite3
from pathlib import Path

from cli_scene import Scene


def one_job(headway: Scene) -> Path:
    """Leaves an artifact with a file `n`; the path of that."""
    script = "echo 1 > $HEADWAY_OUTPUT/n"
    headway.tasks(f"  make: {{script: '{script}', outputs: {{n: {{type: file}}}}}}\n")
    done = headway("run", "p.yaml")
    assert done.code == 0, done.err
    return Path(headway.json("status", "last")["instances"][0]["outputs"]["n"]["path"])


def test_a_store_that_is_whole_says_what_it_holds(headway: Scene) -> None:
    one_job(headway)
    found = headway.json("verify")
    assert (found["jobs"], found["artifacts"], found["damages"]) == (1, 1, [])
    assert found["events"] == len(headway.json("events", "last")["events"])
    assert headway("verify").out.endswith("all whole\n")


def test_where_there_is_no_store_nothing_is_damaged(headway: Scene) -> None:
    assert headway.json("verify") == {"jobs": 0, "events": 0, "artifacts": 0, "damages": []}
    assert not headway.store.exists()


def test_an_artifact_that_was_changed_is_found(headway: Scene) -> None:
    file = one_job(headway)
    file.chmod(0o600)
    file.write_text("2\n")
    found = headway("verify")
    assert found.code == 3
    assert "is not what was committed" in found.err
    assert "1 damaged or missing" in found.out


def test_an_artifact_that_is_gone_is_found(headway: Scene) -> None:
    folder = one_job(headway).parent
    folder.chmod(0o700)
    shutil.rmtree(folder)
    found = headway("verify")
    assert found.code == 3
    job = headway.json("jobs")["jobs"][0]["job"]
    assert f"is missing, which job {job} left" in found.err


def test_a_row_that_was_changed_is_found_and_the_rest_is_looked_at(headway: Scene) -> None:
    one_job(headway)
    with sqlite3.connect(headway.store / "headway.db") as store:
        store.execute("UPDATE events SET time = time + 1 WHERE seq = 3")
    one_job(headway)
    found = headway("verify")
    assert found.code == 3
    assert "the checksum of event 3" in found.err
    assert found.out.startswith("2 jobs")


def test_a_page_that_was_overwritten_is_found(headway: Scene) -> None:
    one_job(headway)
    path = headway.store / "headway.db"
    with sqlite3.connect(path) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    bytes_ = bytearray(path.read_bytes())
    bytes_[4096 * 3 : 4096 * 3 + 64] = b"\xff" * 64
    path.write_bytes(bytes_)
    assert headway("verify").code == 3
