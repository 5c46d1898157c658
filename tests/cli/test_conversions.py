"""Other tools' files, and how two files differ."""

import json

from cli_scene import Scene

FASTTRACK = """\
version: 26.4.4
name: foreign
ownership: {domain: default, scope: user}
environment: {envs: {GREETING: hello}}
tasks:
- name: Say it
  type: custom
  command: |-
    echo "$GREETING from $0 in $BACKENDAI_PIPELINE_JOB_ID"
    false
    echo said > "$HEADWAY_OUTPUT/said"
- name: passed-over
  type: custom
  skip: true
  command: exit 1
- name: last
  type: custom
  dependencies: [Say it, passed-over]
  command: cat "$HEADWAY_INPUT1/said"
"""
NATIVE = """\
headway: v1
name: native
defaults: {image: "python:3.11"}
tasks:
  a: {script: ls, shell: [/bin/sh, -c]}
  b: {depends_on: [a], command: [wc, -l, "a file"]}
"""


def test_a_fasttrack_file_runs_as_it_is_and_says_so(headway: Scene) -> None:
    done = headway("run", headway.write(FASTTRACK))
    assert done.code == 0, done.err
    assert "p.yaml: warning[converted-file]: this is a FastTrack file of version 26.4.4" in done.err
    assert 'the task "Say it" became "Say-it"' in done.err
    job = headway.json("status", "last")
    states = {instance["id"]: instance["state"] for instance in job["instances"]}
    assert states == {"Say-it": "succeeded", "passed-over": "skipped", "last": "succeeded"}
    assert headway("logs", "last", "Say-it").out == f"hello from /bin/sh in {job['job']}\n"
    assert headway("logs", "last", "last").out == "said\n"


def test_a_valid_fasttrack_file_is_converted_by_validate_and_show(headway: Scene) -> None:
    file = headway.write(FASTTRACK)
    assert headway("validate", file).code == 0
    codes = [finding["code"] for finding in headway.json("validate", file)["diagnostics"]]
    assert codes == ["converted-file", "renamed-task"]
    assert "passed-over" in headway("show", file).out


def test_what_was_imported_is_a_valid_pipeline_without_a_difference(headway: Scene) -> None:
    file = headway.write(FASTTRACK)
    done = headway("import", file, "--from", "fasttrack", "-o", "native.yaml")
    assert done.code == 0
    assert done.out == ""
    assert done.err.endswith("wrote native.yaml\n")
    assert headway("validate", "native.yaml") == (0, "", "")
    compared = headway("diff", "native.yaml", file)
    assert (compared.code, compared.out) == (0, "")
    printed = headway("import", file, "--from", "fasttrack").out
    assert printed == (headway.folder / "native.yaml").read_text()


def test_export_and_import_agree(headway: Scene) -> None:
    exported = headway("export", headway.write(NATIVE), "--to", "fasttrack")
    assert exported.code == 0
    assert "warning[filled-in]" in exported.err
    headway.write(exported.out, "foreign.yaml")
    back = headway.json("import", "foreign.yaml", "--from", "fasttrack")
    assert [finding["code"] for finding in back["diagnostics"]] == ["converted-file"]
    assert "wc -l 'a file'" in back["pipeline"]


def test_what_cannot_be_converted_is_refused_and_nothing_is_written(headway: Scene) -> None:
    foreign = headway.write(FASTTRACK.replace("custom", "deployment"), "foreign.yaml")
    done = headway("import", foreign, "--from", "fasttrack", "-o", "out.yaml")
    assert done.code == 2
    assert done.err.count("error[not-convertible]") == 3
    native = headway.write(NATIVE.replace("name: native", "name: native\nrollback: true"))
    done = headway("export", native, "--to", "fasttrack", "-o", "out.yaml", "--json")
    assert done.code == 2
    assert json.loads(done.out)["file"] == ""
    assert not (headway.folder / "out.yaml").exists()


def test_a_file_that_is_not_there_is_told(headway: Scene) -> None:
    done = headway("import", "none.yaml", "--from", "fasttrack")
    assert (done.code, done.out) == (2, "")
    assert "none.yaml cannot be read: No such file or directory" in done.err


def test_a_secret_that_is_missing_fails_the_task_that_needs_it(headway: Scene) -> None:
    text = FASTTRACK.replace("GREETING: hello", 'GREETING: "${{ secrets.NOWHERE }}"')
    assert headway("run", headway.write(text)).code == 1
    causes = {i["id"]: i.get("cause") for i in headway.json("status", "last")["instances"]}
    assert causes["Say-it"] == "secret_unresolved"


def test_a_recipe_is_a_pipeline_in_json(headway: Scene) -> None:
    recipe = {"headway": "v1", "name": "r", "params": {"n": 1}, "tasks": {"a": {"script": "ls"}}}
    file = headway.write(json.dumps(recipe), "recipe.json")
    done = headway("import", file, "--from", "recipe")
    text = 'headway: v1\nname: r\n\nparams:\n  "n": 1\n\ntasks:\n  a:\n    script: ls\n'
    assert done == (0, text, "")


def test_diff_is_silent_about_looks_and_tells_what_changed(headway: Scene) -> None:
    a = headway.tasks("  a: {command: ls -l, resources: {mem: 1024Mi}}\n")
    b = headway.write(
        "headway: v1\ntasks: {a: {resources: {mem: 2Gi}, command: [ls, -l]}}\nname: p\n", "b.yaml"
    )
    assert headway("diff", a, a) == (0, "", "")
    done = headway("diff", a, b)
    assert done == (1, "tasks\n  ~ a\n    ~ resources.mem  1Gi → 2Gi\n", "")
    told = json.loads(headway("diff", a, b, "--json").out)
    change = {"kind": "changed", "path": ["tasks", "a", "resources", "mem"]}
    assert told == {"equal": False, "differences": [change | {"before": "1Gi", "after": "2Gi"}]}
    assert headway.json("diff", a, a) == {"equal": True, "differences": []}
    assert headway("diff", a, "none.yaml").code == 2
