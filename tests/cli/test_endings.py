"""However a task ends, its cause is told, and the engine goes on."""

import os
import time

import pytest
from cli_scene import Scene, is_alive, wait_until

NEXT = "  next: {depends_on: {a: completed}, command: [echo, next]}\n"


@pytest.mark.parametrize(
    ("task", "cause", "says"),
    [
        ("{command: [/no/such/program]}", "spawn_failed", "/no/such/program: no such file"),
        ("{command: [no-such-program-x]}", "spawn_failed", "not found in PATH"),
        ("{command: [./p.yaml]}", "spawn_failed", "not an executable file"),
        ("{command: [/tmp]}", "spawn_failed", "/tmp"),
        ("{command: ['true'], workdir: nowhere}", "spawn_failed", "nowhere: No such file"),
        ("{script: exit 3}", "exit_code(3)", ""),
        ("{script: exit 255}", "exit_code(255)", ""),
        ("{script: kill -KILL $$}", "signal(9)", ""),
        ("{script: kill -SEGV $$}", "signal(11)", ""),
        ("{script: sleep 600, timeout: {run: 200ms}}", "timeout_run", ""),
        ("{command: ['true'], outputs: {n: int}}", "output_invalid", '"n" is missing'),
        (
            "{script: 'echo x > $HEADWAY_OUTPUT/n', outputs: {n: int}}",
            "output_invalid",
            'the file holds "x"',
        ),
        ("{command: ['true'], secrets: [GONE]}", "secret_unresolved", "GONE_VARIABLE is not set"),
    ],
)
def test_a_failure_has_its_cause_and_the_next_task_runs(
    headway: Scene, task: str, cause: str, says: str
) -> None:
    headway.tasks(f"  a: {task}\n{NEXT}", "secrets: {GONE: 'env:GONE_VARIABLE'}\n")
    done = headway("run", "p.yaml")
    assert done.code == 1
    assert f"✗ a failed with {cause}" in done.err
    assert says in done.err
    assert headway.causes() == {"a": cause, "next": "succeeded"}


@pytest.mark.slow
def test_a_task_that_ignores_sigterm_is_killed_after_its_grace(headway: Scene) -> None:
    headway.tasks(
        "  a: {script: 'trap \"\" TERM; while :; do sleep 1; done', timeout: {run: 100ms}}\n" + NEXT
    )
    assert headway("run", "p.yaml").code == 1
    assert headway.causes() == {"a": "timeout_run", "next": "succeeded"}


def test_a_map_that_bears_its_failures_is_shown_as_what_became_of_it(headway: Scene) -> None:
    headway.tasks(
        "  each: {map: {over: '[0, 1]', tolerate_failures: 1}, script: 'exit $I',\n"
        "         env: {I: '${{ item }}'}}\n"
    )
    assert headway("run", "p.yaml").code == 0
    (line,) = [each for each in headway("status", "last").out.splitlines() if " each " in each]
    assert "✓ each " in line
    assert "✓ 1  ✗ 1" in line


def test_a_flood_is_capped_and_the_log_says_so(headway: Scene) -> None:
    headway.tasks(f"  a: {{script: 'yes flood | head -c 200000000 || true'}}\n{NEXT}")
    assert headway("run", "p.yaml").code == 0
    log = headway("logs", "last", "a").out
    assert len(log) < 100_000_000
    assert log.startswith("flood\n")
    assert "bytes" in log.replace("flood\n", "")


def test_a_background_child_does_not_hold_the_task_up(headway: Scene) -> None:
    headway.tasks(f"  a: {{script: 'sleep 600 & echo $! > pid; echo bye'}}\n{NEXT}")
    began = time.monotonic()
    assert headway("run", "p.yaml").code == 0
    assert time.monotonic() - began < 30
    assert headway("logs", "last", "a").out == "bye\n"
    child = int((headway.folder / "pid").read_text())
    wait_until(lambda: not is_alive(child))


def test_pipes_of_a_task_break_as_in_a_shell(headway: Scene) -> None:
    headway.tasks("  a: {script: 'set +o pipefail; yes | head -1; echo ${PIPESTATUS[0]}'}\n")
    assert headway("run", "p.yaml").code == 0
    assert headway("logs", "last", "a").out == "y\n141\n"


def test_what_a_failure_keeps_from_running_is_told(headway: Scene) -> None:
    headway.tasks(
        "  a: {script: exit 1}\n"
        "  b: {depends_on: [a], command: ['true']}\n"
        "  c: {depends_on: {b: completed}, command: ['true']}\n"
    )
    done = headway("run", "p.yaml")
    assert headway.states() == {"a": "failed", "b": "upstream_failed", "c": "succeeded"}
    assert "b upstream_failed" in done.err
    assert headway("logs", "last", "b").code == 3


AWKWARD = [
    "",
    " ",
    "a b",
    "$HOME",
    "`id`",
    "$(id)",
    "'",
    '"',
    "\\",
    "\\n",
    "*",
    "; rm x",
    "&&",
    "é",
]
AWKWARD += ["-n", "--", "#", "~", "{a,b}", "|", "> f", "%s", "$${{ x }}", "!", "a\nb", "\u202e"]


def test_words_of_a_command_arrive_byte_for_byte(headway: Scene) -> None:
    given = [word for word in AWKWARD if "{{" not in word]
    params = [x for i, word in enumerate(given) for x in ("-p", f"w{i}={word}")]
    declared = "".join(f"  w{i}: {{type: string}}\n" for i in range(len(given)))
    words = ", ".join(f"'${{{{ params.w{i} }}}}'" for i in range(len(given)))
    seen = headway.folder / "seen"
    show = f"import sys; open('{seen}', 'w').write(str([w.encode() for w in sys.argv[1:]]))"
    headway.tasks(f'  a: {{command: [python3, -c, "{show}", {words}]}}\n', f"params:\n{declared}")
    assert headway("run", "p.yaml", *params).code == 0
    assert seen.read_text() == str([word.encode() for word in given])


def test_awkward_params_stay_data_in_scripts_too(headway: Scene) -> None:
    evil = "'; touch owned; echo \"$(touch owned)`touch owned`"
    headway.tasks("  a: {script: 'printf %s \"$HEADWAY_PARAM_W\"'}\n", "params: {w: x}\n")
    assert headway("run", "p.yaml", "-p", f"w={evil}").code == 0
    assert headway("logs", "last", "a").out == evil
    assert not (headway.folder / "owned").exists()


def test_secrets_reach_the_task_and_nothing_else(headway: Scene) -> None:
    headway.env["TOKEN_SOURCE"] = "s3cr3t-of-the-test"
    (headway.folder / "key").write_text("f1le-s3cr3t\n")
    headway.tasks(
        "  a:\n    secrets: [TOKEN, KEY]\n"
        '    script: \'test $TOKEN = s3cr3t-of-the-""test -a $KEY = f1le-""s3cr3t; exit 9\'\n',
        f"secrets: {{TOKEN: 'env:TOKEN_SOURCE', KEY: 'file:{headway.folder}/key'}}\n",
    )
    done = headway("run", "p.yaml", "--json")
    assert headway.causes() == {"a": "exit_code(9)"}
    told = done.out + done.err + headway("events", "last", "--json").out
    told += headway("status", "last", "--json").out + headway("show", "last").out
    for secret in ("s3cr3t-of-the-test", "f1le-s3cr3t"):
        assert secret not in told
        for folder, _, names in os.walk(headway.store):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    with open(path, "rb") as file:
                        assert secret.encode() not in file.read(), path
