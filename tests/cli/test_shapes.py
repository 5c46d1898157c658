"""The shapes that tools rely on."""

import json
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest
from cli_scene import PROGRAM, Scene, wait_until

FILE = """\
headway: v1
name: p
params: {n: 1, rate: 0.5, who: you}
tasks:
  make: {script: 'echo hi; echo "$HEADWAY_PARAM_N" > $HEADWAY_OUTPUT/n', outputs: {n: int}}
  fan:
    depends_on: [make]
    matrix: {axes: {i: [1, 2]}}
    command: [echo, "${{ matrix.i }}"]
outputs: {n: "${{ tasks.make.outputs.n }}"}
"""
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
FAILS = "headway: v1\nname: bad\ntasks: {a: {script: 'echo oh no; exit 3'}}\n"


def test_run_prints_events_as_lines_and_sums_up_last(headway: Scene) -> None:
    done = headway("run", headway.write(FILE), "--json")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    assert lines[0]["event"] == "job_started"
    assert all(TIME.fullmatch(line["time"]) and line["job"] for line in lines[:-1])
    last = lines[-1]
    assert last["event"] == "job_finished"
    assert last["state"] == "succeeded"
    assert last["instances"] == {"succeeded": 3}
    assert last["job"] == lines[0]["job"]
    assert last["duration_s"] > 0


def test_status_has_instances_in_the_order_of_the_graph(headway: Scene) -> None:
    headway("run", headway.write(FILE), "-p", "n=5")
    status = headway.json("status", "last")
    assert {"job", "name", "pipeline", "version", "started", "ended", "duration_s"} <= set(status)
    assert (status["state"], status["engine"]) == ("succeeded", "absent")
    assert status["outputs"] == {"n": 5}
    ids = [instance["id"] for instance in status["instances"]]
    assert ids == ["make", "fan[i=1]", "fan[i=2]"]
    first = status["instances"][0]
    assert (first["task"], first["attempts"], first["node"]) == ("make", 1, "local")
    assert first["outputs"] == {"n": 5}
    assert TIME.fullmatch(first["started"])


def test_a_failure_is_told_with_its_log_and_what_to_do_next(headway: Scene) -> None:
    done = headway("run", headway.write(FAILS))
    assert done.code == 1
    assert "a failed with exit_code(3)" in done.err
    assert "oh no" in done.err
    commands = re.findall(r"headway (logs.*|status.*)$", done.err, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        assert headway(*command.split()).code == 0
    assert headway.json("status", "last")["cause"] == "exit_code(3)"


def test_hints_can_be_pasted_into_a_shell(headway: Scene) -> None:
    store = str(headway.folder / "it's a store")
    done = headway("run", headway.write(FAILS), "--store", store)
    hint = re.search(r"(headway logs .*)$", done.err, re.MULTILINE)
    assert hint
    words = ["bash", "-c", hint[1].replace("headway", str(PROGRAM), 1)]
    assert subprocess.run(words, capture_output=True, text=True).stdout == "oh no\n"


def test_jobs_are_listed_newest_first(headway: Scene) -> None:
    headway("run", headway.write(FILE), "--job-name", "one")
    headway("run", headway.write(FAILS, "bad.yaml"))
    jobs = headway.json("jobs")["jobs"]
    assert [(j["name"], j["pipeline"], j["state"]) for j in jobs] == [
        ("bad", "bad", "failed"),
        ("one", "p", "succeeded"),
    ]
    assert set(jobs[0]) == {"job", "name", "pipeline", "state", "started", "duration_s"}
    assert headway("jobs").out.splitlines()[1].endswith("one")


def test_a_job_is_found_by_id_prefix_name_and_last(headway: Scene) -> None:
    headway("run", headway.write(FILE), "--job-name", "my job")
    job = headway.json("jobs")["jobs"][0]["job"]
    for way in (job, job[:5], "my job", "last"):
        assert headway.json("status", way)["job"] == job
    assert headway("status", "nope").code == 3


@pytest.mark.parametrize("verb", ["status", "events", "show", "resume", "cancel"])
def test_a_job_that_is_not_there_is_told_with_what_may_be_meant(headway: Scene, verb: str) -> None:
    headway("run", headway.write(FILE), "--job-name", "digits")
    done = headway(verb, "digit")
    assert (done.code, done.out) == (3, "")
    assert 'there is no job "digit"; did you mean "digits"?' in done.err
    assert "`headway jobs` lists what there is" in headway(verb, "quite-another").err


@pytest.mark.parametrize("verb", ["logs", "explain"])
def test_an_instance_that_is_not_there_is_told_with_what_may_be_meant(
    headway: Scene, verb: str
) -> None:
    headway("run", headway.write(FILE))
    done = headway(verb, "last", "maek")
    assert (done.code, done.out) == (3, "")
    assert 'no instance "maek"; did you mean "make"? headway status last' in done.err


def test_what_still_runs_says_how_long_so_far(headway: Scene) -> None:
    headway.tasks("  a: {script: 'echo go; sleep 60'}\n")
    running = headway.begin("run", "p.yaml")
    wait_until(lambda: headway.is_running("a"))
    assert headway.json("status", "last")["duration_s"] > 0
    assert headway.json("jobs")["jobs"][0]["duration_s"] > 0
    assert re.search(r"a +running · [\d.]+ m?s", headway("status", "last").out)
    running.kill()


def test_diagnostics_come_as_json_in_the_order_of_the_file(headway: Scene) -> None:
    bad = headway.write("headway: v1\ntasks:\n  a: {comand: [ls]}\n  b: {depends_on: [c]}\n")
    done = headway("validate", bad, "--json")
    found = json.loads(done.out)["diagnostics"]
    assert (done.code, done.err) == (2, "")
    assert [f["line"] for f in found] == sorted(f["line"] for f in found)
    first = found[0]
    assert first["code"] == "unknown-key"
    assert (first["file"], first["line"], first["severity"]) == ("p.yaml", 3, "error")
    assert first["candidates"] == ["command"]
    assert json.loads(headway("run", bad, "--json").out)["diagnostics"] == found


def test_validate_is_silent_when_all_is_well(headway: Scene) -> None:
    file = headway.write(FILE)
    assert headway("validate", file) == (0, "", "")
    assert headway.json("validate", file) == {"diagnostics": []}


def test_events_and_logs_of_a_job(headway: Scene) -> None:
    headway("run", headway.write(FILE))
    events = headway.json("events", "last")["events"]
    assert events[0]["event"] == "job_started"
    assert events[-1]["event"] == "job_ended"
    assert headway("events", "last").out.rstrip().endswith("job_ended  succeeded")
    assert headway("logs", "last", "make").out == "hi\n"
    assert headway.json("logs", "last", "make")["log"] == "hi\n"
    assert headway("logs", "last", "fan[i=2]").out == "2\n"


def test_each_attempt_has_a_log(headway: Scene) -> None:
    headway.tasks("  a: {script: 'echo try $HEADWAY_ATTEMPT; exit 1', retry: 1}\n")
    done = headway("run", "p.yaml")
    assert "a attempt 1 ended with exit_code(1)" in done.err
    assert headway("logs", "last", "a", "--attempt", "1").out == "try 1\n"
    assert headway("logs", "last", "a").out == "try 2\n"
    beyond = headway("logs", "last", "a", "--attempt", "3")
    assert (beyond.code, beyond.out) == (3, "")
    assert "2 is its last" in beyond.err
    assert headway("logs", "last", "b").code == 3


def test_a_log_that_lies_elsewhere_is_missed_aloud(headway: Scene) -> None:
    headway("run", headway.write(FILE))
    assert "there is no log at" in headway("logs", "last", "make", "--data", "elsewhere").err
    assert headway("logs", "last", "make") == (0, "hi\n", "")


def test_a_store_remembers_where_its_data_lies(headway: Scene) -> None:
    file = headway.write(FILE)
    headway("run", file, "--data", "elsewhere")
    assert headway("logs", "last", "make") == (0, "hi\n", "")
    assert headway("run", file).code == 0
    assert not (headway.store / "data").exists()
    done = headway("run", file, "--data", "third")
    assert (done.code, done.out) == (2, "")
    assert f"the store keeps its data in {headway.folder / 'elsewhere'}" in done.err
    (headway.folder / "elsewhere").rename(headway.folder / "third")
    assert headway("run", file, "--data", "third").code == 0
    assert headway("logs", "last", "make") == (0, "hi\n", "")


def test_what_has_no_session_has_no_log(headway: Scene) -> None:
    headway.tasks("  a: {fail: {error: Oops}}\n")
    headway("run", "p.yaml")
    done = headway("logs", "last", "a")
    assert done.code == 3
    assert "a has no session of its own, and so no log; see:  headway explain last a" in done.err


def test_what_waits_says_for_what_and_until_when(headway: Scene) -> None:
    headway.tasks("  ask: {approval: {message: 'Good?', timeout: 1h}}\n  rest: {wait: 1h}\n")
    running = headway.begin("run", "p.yaml")
    wait_until(lambda: headway("status", "last").out.count("‖") == 2)
    lines = headway("status", "last").out.splitlines()
    ask = next(x for x in lines if " ask " in x)
    rest = next(x for x in lines if " rest " in x)
    assert re.search(r"waiting · for an answer until 20\S+Z: Good\? · [\d.]+ m?s$", ask)
    assert re.search(r"waiting · until 20\S+Z · [\d.]+ m?s$", rest)
    running.kill()


def test_pictures_of_a_file_and_of_a_job(headway: Scene) -> None:
    file = headway.write(FILE)
    headway("run", file)
    assert "make" in headway("show", file).out
    assert headway("show", "last", "--format", "dot").out.startswith("digraph")
    ElementTree.fromstring(headway("show", file, "--format", "svg").out)
    written = headway("show", "last", "-o", "out.svg")
    assert (written.code, written.out) == (0, "")
    assert ElementTree.parse(headway.folder / "out.svg").getroot().tag.endswith("svg")
    assert headway("show", file, "-o", "no/such/place.svg").code == 3


def test_params_come_from_files_and_words_and_words_win(headway: Scene) -> None:
    file = headway.write(FILE)
    headway.write("n: 3\nrate: 1\n", "a.yaml")
    headway.write('{"n": 4}', "b.json")
    more = ["--params", "a.yaml", "--params", "b.json", "-p", "who=5", "--dry-run"]
    assert headway.json("run", file, *more)["params"] == {"n": 4, "rate": 1.0, "who": "5"}
    assert headway.json("run", file, *more, "-p", "n=9")["params"]["n"] == 9


def test_the_option_beats_the_variable_beats_the_default(headway: Scene) -> None:
    file = headway.write(FILE)
    headway("run", file, "--store", "elsewhere")
    assert not headway.store.exists()
    assert len(headway.json("jobs", "--store", "elsewhere")["jobs"]) == 1
    del headway.env["HEADWAY_STORE"]
    headway("run", file)
    assert (headway.folder / ".headway").is_dir()


def test_a_reader_that_leaves_early_does_not_end_the_job(headway: Scene) -> None:
    file = headway.write(FILE)
    out, into = os.pipe()
    os.close(out)
    words = [PROGRAM, "run", file, "--json"]
    done = subprocess.run(
        words, cwd=headway.folder, env=headway.env, stdout=into, stderr=subprocess.PIPE
    )
    os.close(into)
    assert done.returncode == 0
    assert headway.json("status", "last")["state"] == "succeeded"


def test_doctor_knows_the_store(headway: Scene) -> None:
    headway("run", headway.write(FILE))
    doctor = headway.json("doctor")
    assert (doctor["jobs"], doctor["engine"]) == (1, "absent")
    assert doctor["broken_requests"] == []
    assert float(doctor["resources"]["cpu"]) >= 1


def test_doctor_tells_of_requests_that_are_none(headway: Scene) -> None:
    headway.tasks(f"  a: {{script: 'echo junk > {headway.store}/inbox/1.json'}}\n")
    assert headway("run", "p.yaml").code == 0
    assert headway("run", "p.yaml").code == 0
    assert "/inbox/1.json.bad is no request and was set aside" in headway("doctor").out
    assert len(headway.json("doctor")["broken_requests"]) == 1
