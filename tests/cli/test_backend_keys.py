"""Keys that the backend of this machine cannot obey: valid in a file, refused by `run`."""

import pytest
from cli_scene import Scene

KEYS = {
    "image": "python:3.12",
    "mounts": '["/data:/data:ro"]',
    "sandbox": "bubblewrap",
    "cluster": "{size: 2}",
    "session": "{backend: slurm}",
}


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_nothing_would_obey_is_refused_before_there_is_a_store(
    headway: Scene, key: str
) -> None:
    file = headway.tasks(f'  a: {{command: ["true"], {key}: {KEYS[key]}}}\n')
    assert headway("validate", file).code == 0
    done = headway("run", file)
    assert done.code == 2
    assert "error[unsupported-by-backend]" in done.err
    assert not headway.store.exists()


def test_keys_that_ask_for_nothing_special_are_run(headway: Scene) -> None:
    settings = "cache: false, sandbox: none, cluster: {size: 1}, session: {backend: local}"
    file = headway.tasks(f'  a: {{command: ["true"], interruptible: true, {settings}}}\n')
    assert headway("run", file).code == 0


def test_a_checkpoint_is_kept_from_attempt_to_attempt(headway: Scene) -> None:
    script = 'echo "$HEADWAY_ATTEMPT" >> "$HEADWAY_CHECKPOINT/seen"; test "$HEADWAY_ATTEMPT" = 3'
    more = f'  a:\n    script: {script}; cat "$HEADWAY_CHECKPOINT/seen"\n'
    file = headway.tasks(f"{more}    retry: 2\n    checkpoint: true\n")
    done = headway("run", file)
    assert done.code == 0, done.err
    assert headway("logs", "last", "a").out == "1\n2\n3\n"
