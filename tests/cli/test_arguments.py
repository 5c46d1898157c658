"""What is wrong with the words: exit code 2, one line that names it, and nothing is made."""

import pytest
from cli_scene import Scene

TWO = """\
  make: {script: 'echo 7 > $HEADWAY_OUTPUT/n', outputs: {n: int}}
  use: {depends_on: [make], command: ["true"]}
"""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["frobnicate"], 'there is no verb "frobnicate"'),
        (["runn"], 'did you mean "run"?'),
        (["lineage", "last"], "lineage is not supported yet"),
        (["--bogus"], "there is no option --bogus"),
        (["run"], "FILE is required"),
        (["run", "--bogus"], "there is no option --bogus"),
        (["run", "p.yaml", "q.yaml"], "one word too many: q.yaml"),
        (["run", "p.yaml", "--only", "use"], "--only is not supported yet"),
        (["run", "p.yaml", "--detach"], "--detach is not supported yet"),
        (["run", "p.yaml", "--on-engine-death", "stop"], "--on-engine-death is not supported yet"),
        (["resume", "last", "--take-over"], "--take-over is not supported yet"),
        (["cancel", "last", "--abandon"], "--abandon is not supported yet"),
        (["run", "p.yaml", "--backend", "ray"], "--backend: ray not in {local}"),
        (["run", "p.yaml", "--policy", "best"], "--policy: best not in"),
        (["run", "p.yaml", "--slots", "cpu"], '"cpu" is no slot=quantity'),
        (["run", "p.yaml", "--slots", "cpu=-1"], '"cpu=-1" is no slot=quantity'),
        (["run", "p.yaml", "-p", "n"], "expected name=value"),
        (["logs", "last", "use", "--attempt", "0"], "--attempt"),
        (["logs", "last"], "INSTANCE is required"),
        (["show", "p.yaml", "--format", "png"], "--format: png not in"),
    ],
)
def test_wrong_words_are_told_in_a_line_or_two(headway: Scene, words: list[str], says: str) -> None:
    headway.tasks(TWO)
    done = headway(*words)
    assert done.code == 2
    assert done.out == ""
    assert says in done.err
    assert done.err.startswith("headway: ")
    assert done.err.count("\n") <= 2
    assert not headway.store.exists()


def test_no_word_at_all_shows_the_verbs(headway: Scene) -> None:
    done = headway()
    assert (done.code, done.out) == (2, "")
    assert "validate" in done.err


def test_help_and_version_are_answers(headway: Scene) -> None:
    assert headway("--help").code == 0
    assert "--slots" in headway("run", "--help").out
    assert headway("--version").out == headway("version").out
    assert headway.json("version") == {"version": headway("version").out.split()[1]}


HALF = "headway: v1\ntasks:\n  a: {command: [echo, 'x"


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        (HALF, [], "yaml-syntax"),
        ("", [], "empty-file"),
        ("headway: v1\ntasks: {a: {comand: [ls]}}\n", [], "unknown-key"),
        ("headway: v1\ntasks: {a: {command: [ls], map: {over: [1]}}}\n", [], "wrong-type"),
        ("headway: v1\ntasks: {a: {command: [ls], resources: {cpu: 99999}}}\n", [], "too-large"),
        ("headway: v1\nparams: {n: {type: int}}\ntasks: {a: {command: [ls]}}\n", [], "missing-p"),
        (
            "headway: v1\nparams: {n: 1}\ntasks: {a: {command: [ls]}}\n",
            ["-p", "n=x"],
            "wrong-type",
        ),
        (
            "headway: v1\nparams: {n: 1}\ntasks: {a: {command: [ls]}}\n",
            ["-p", "m=1"],
            "unknown-param",
        ),
        (
            "headway: v1\nparams: {n: 1}\ntasks: {a: {command: [ls]}}\n",
            ["--params", "."],
            "unreadable-file",
        ),
    ],
)
def test_a_bad_pipeline_leaves_no_trace(
    headway: Scene, text: str, words: list[str], code: str
) -> None:
    done = headway("run", headway.write(text), *words)
    assert done.code == 2
    assert f"error[{code}" in done.err
    assert not headway.store.exists()


def test_a_folder_is_no_pipeline(headway: Scene) -> None:
    for verb in ("run", "validate", "show"):
        done = headway(verb, ".")
        assert done.code == 2
        assert "Is a directory" in done.err


def test_a_dry_run_shows_the_job_and_makes_nothing(headway: Scene) -> None:
    file = headway.tasks(TWO)
    assert "make" in headway("run", file, "--dry-run").out
    planned = headway.json("run", file, "--dry-run")
    assert [i["id"] for i in planned["instances"]] == ["make", "use"]
    assert not headway.store.exists()


def test_unknown_names_of_a_params_file_are_told_in_its_name(headway: Scene) -> None:
    file = headway.tasks(TWO, "params: {rate: 0.1}\n")
    headway.write("rat: 1\nrate: fast\n", "params.yaml")
    done = headway("run", file, "--params", "params.yaml")
    assert done.code == 2
    assert "params.yaml:1:6: error[unknown-param]" in done.err
    assert "params.yaml:2:7: error[wrong-type]" in done.err
    assert 'did you mean "rate"' in done.err


def test_a_store_that_does_not_exist_has_no_jobs(headway: Scene) -> None:
    assert headway("jobs") == (0, "", "")
    assert headway.json("jobs") == {"jobs": []}
    done = headway("status", "last")
    assert done.code == 3
    assert "has no jobs yet" in done.err
    assert not headway.store.exists()


def test_a_store_that_cannot_be_made_is_the_worlds_fault(headway: Scene) -> None:
    file = headway.tasks(TWO)
    done = headway("run", file, "--store", file)
    assert done.code == 3
    assert "Not a directory" in done.err


@pytest.mark.parametrize("name", ["last", "two\nlines", "x" * 201])
def test_a_name_that_no_verb_could_be_given_is_refused(headway: Scene, name: str) -> None:
    file = headway.tasks('  a: {command: ["true"]}\n')
    done = headway("run", file, "--job-name", name)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("headway: --job-name: ")
    assert not headway.store.exists()


@pytest.mark.parametrize("words", [["jobs"], ["status", "last"], ["run", "p.yaml"]])
def test_a_file_is_no_store(headway: Scene, words: list[str]) -> None:
    headway.tasks('  a: {command: ["true"]}\n')
    headway.store.write_text("")
    done = headway(*words)
    assert (done.code, done.out) == (3, "")
    assert (
        f"the store {headway.store} cannot be used: Not a directory; give --store another path"
        in done.err
    )


def test_a_picture_that_cannot_be_written_says_why(headway: Scene) -> None:
    file = headway.tasks('  a: {command: ["true"]}\n')
    done = headway("show", file, "-o", "nowhere/a.svg")
    assert done.code == 3
    assert "cannot write nowhere/a.svg: No such file or directory" in done.err
