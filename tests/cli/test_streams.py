"""Standard streams that are closed, full or a terminal; texts that would drive a terminal."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from pathlib import Path

import pytest
from cli_scene import PROGRAM, Scene

TASK = "  a: {script: echo hi}\n"


def shell(headway: Scene, command: str) -> "subprocess.CompletedProcess[str]":
    words = ["bash", "-c", f'"$0" {command}', str(PROGRAM)]
    return subprocess.run(
        words, cwd=headway.folder, env=headway.env, capture_output=True, text=True
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_harm_nothing(headway: Scene, closed: str) -> None:
    headway.tasks(TASK)
    assert shell(headway, f"run p.yaml {closed}").returncode == 0
    assert headway.json("status", "last")["state"] == "succeeded"
    for path in headway.store.rglob("*"):  # nothing meant for people went into a file
        if path.is_file() and not path.name.endswith((".db", "-wal")):
            assert b"succeeded in" not in path.read_bytes()


def test_a_full_output_is_no_success(headway: Scene) -> None:
    headway.tasks(TASK)
    assert headway("run", "p.yaml").code == 0
    for verb in ("jobs", "status last --json", "events last", "logs last a"):
        done = shell(headway, f"{verb} > /dev/full")
        assert done.returncode == 3
        assert "cannot be written" in done.stderr


def test_a_reader_of_a_few_lines_is_no_failure_of_theirs(headway: Scene) -> None:
    headway.tasks(TASK)
    done = shell(headway, "run p.yaml --json | head -1; exit ${PIPESTATUS[0]}")
    assert done.returncode == 0
    assert headway.json("status", "last")["state"] == "succeeded"


@pytest.mark.parametrize(
    "words",
    [["status", "\x1b[31m"], ["show", "\x1b[31m"], ["\x1b[31m"], ["jobs", "--\x1b[31m"]],
)
def test_words_cannot_drive_the_terminal(headway: Scene, words: list[str]) -> None:
    headway.tasks(TASK)
    headway("run", "p.yaml")
    done = headway(*words)
    assert done.code in (2, 3)
    assert "\x1b" not in done.err
    assert "\\x1b[31m" in done.err


def on_a_terminal(headway: Scene, *words: str, columns: int = 0) -> str:
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    running = subprocess.Popen(
        [PROGRAM, *words], cwd=headway.folder, env=headway.env, stdout=child, stderr=child
    )
    os.close(child)
    seen = b""
    with os.fdopen(parent, "rb", buffering=0) as screen:
        while True:
            try:
                block = screen.read(4096)
            except OSError:  # the other end has been closed
                break
            if not block:
                break
            seen += block
    assert running.wait() == 0
    return seen.decode()


def test_colours_are_for_terminals_and_can_be_refused(headway: Scene) -> None:
    headway.tasks(TASK)
    headway.env["TERM"] = "xterm"
    headway.env.pop("NO_COLOR", None)
    assert "\x1b[3" in on_a_terminal(headway, "run", "p.yaml")
    headway.env["NO_COLOR"] = "1"
    assert "\x1b[3" not in on_a_terminal(headway, "run", "p.yaml")
    assert "\x1b" not in headway("run", "p.yaml").err


@pytest.mark.parametrize("columns", [2, 12, 20])
def test_the_living_line_fits_a_narrow_terminal(headway: Scene, columns: int) -> None:
    headway.tasks("  a_task_with_a_name_that_is_long: {script: sleep 0.1}\n")
    seen = on_a_terminal(headway, "run", "p.yaml", columns=columns)
    living = [part for part in re.split(r"\r\x1b\[K|\r\n", seen) if part.startswith(" ")]
    assert living
    assert max(map(len, living)) < columns


def test_a_pipeline_may_come_through_a_pipe(headway: Scene) -> None:
    file = Path(headway.folder / headway.tasks(TASK))
    assert shell(headway, f"run /dev/stdin < {file}").returncode == 0
