"""A disk that is full: exit code 3, a message, and a job that goes on once there is space."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_scene import Scene


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=1m", "headway-test", str(folder)]
    try:
        mounted = subprocess.run(words, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("there is no mount")
    if mounted.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_and_the_job_goes_on_with_space(headway: Scene, small: Path) -> None:
    ballast = small / "ballast"
    store = ["--store", str(small / "store"), "--data", str(headway.folder / "data")]
    fill = f"dd if=/dev/zero of={ballast} bs=4k 2>/dev/null"
    many = "".join(f"{i}, " for i in range(200))
    headway.tasks(
        f"  fill: {{script: '[[ -e {headway.folder}/spare ]] || {fill} || true'}}\n"
        f"  more: {{depends_on: [fill], matrix: {{axes: {{i: [{many}]}}}}, command: ['true']}}\n"
    )
    done = headway("run", "p.yaml", *store)
    assert done.code == 3, done
    assert "headway: " in done.err
    assert "full" in done.err or "space" in done.err
    assert "then go on with:  headway resume" in done.err
    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
    (headway.folder / "spare").touch()
    again = headway("resume", "last", *store)
    assert again.code == 0, again
    status = headway.json("status", "last", *store)
    assert {i["state"] for i in status["instances"]} == {"succeeded"}


def test_a_disk_too_full_for_a_store_speaks_of_no_job(headway: Scene, small: Path) -> None:
    ballast = small / "ballast"
    subprocess.run(["dd", "if=/dev/zero", f"of={ballast}", "bs=4k"], capture_output=True)
    headway.tasks("  a: {command: ['true']}\n")
    done = headway("run", "p.yaml", "--store", str(small / "store"))
    assert (done.code, done.out) == (3, "")
    assert "then try again" in done.err
    assert "resume" not in done.err
