"""Jobs that wait for people and services: approve, reject, callback."""

import json
import subprocess

import pytest
from cli_scene import PATIENCE_S, Scene, wait_until

# ask → go: a person decides and says how much.
ASK = """\
  ask:
    approval: {message: "Is it good?", approvers: [ada, bob]}
    outputs: {percent: int, note: string, share: optional(float)}
  go: {depends_on: [ask], script: 'echo "$PERCENT"',
       env: {PERCENT: "${{ tasks.ask.outputs.percent }}"}}
"""
# far → use: the session tells its token and ends, and somebody brings the result.
FAR = """\
  far:
    script: 'printf %s "$HEADWAY_CALLBACK_TOKEN" > token; echo 3 > $HEADWAY_OUTPUT/n'
    callback: {timeout: 1h}
    outputs: {n: int, url: string}
  use: {depends_on: [far], script: 'echo "$URL"', env: {URL: "${{ tasks.far.outputs.url }}"}}
"""


def begin(headway: Scene, tasks: str, waits: str) -> "subprocess.Popen[bytes]":
    headway.tasks(tasks)
    running = headway.begin("run", "p.yaml")
    wait_until(lambda: is_waiting(headway, waits) or running.poll() is not None)
    assert running.poll() is None, headway.said()
    return running


def is_waiting(headway: Scene, instance: str) -> bool:
    if not headway.json("jobs")["jobs"]:
        return False
    return headway.states().get(instance) == "waiting"


def outputs(headway: Scene, instance: str) -> object:
    return {i["id"]: i for i in headway.json("status", "last")["instances"]}[instance]["outputs"]


GIVEN = ["-o", "percent=10", "-o", "note=007", "--as", "ada"]


def test_an_approval_brings_typed_outputs_and_the_job_goes_on(headway: Scene) -> None:
    running = begin(headway, ASK, "ask")
    done = headway("approve", "last", "ask", *GIVEN, "-o", "share=1")
    assert done == (0, "", "ask approved by ada\n")
    assert running.wait(PATIENCE_S) == 0
    assert outputs(headway, "ask") == {"percent": 10, "note": "007", "share": 1.0}
    assert headway("logs", "last", "go").out == "10\n"


def test_a_rejection_fails_the_task(headway: Scene) -> None:
    running = begin(headway, ASK, "ask")
    told = headway.json("reject", "last", "ask", "--as", "bob")
    assert (told["instance"], told["answer"], told["state"]) == ("ask", "reject", "failed")
    assert told["taken"] is True
    assert running.wait(PATIENCE_S) == 1
    assert headway.causes() == {"ask": "rejected", "go": "upstream"}
    assert "rejected by bob" in headway.said()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["ask", "-o", "percent=ten", "--as", "ada"], 2, "wrong-type"),
        (["ask", "-o", "procent=1", "--as", "ada"], 2, 'did you mean "percent"'),
        (["ask", "-o", "percent", "--as", "ada"], 2, "expected name=value"),
        (["ask", "-o", "percent=1", "--as", "ada"], 2, '"note" is declared string'),
        (["ask", *GIVEN[:4], "--as", "eve"], 3, '"eve" is not among the approvers'),
        (["go", *GIVEN], 3, 'there is no approval "go"'),
        (["aks", *GIVEN], 3, 'the job has no instance "aks"; did you mean "ask"?'),
    ],
)
def test_what_is_wrong_with_an_answer_is_told_and_nothing_changes(
    headway: Scene, words: list[str], code: int, says: str
) -> None:
    running = begin(headway, ASK, "ask")
    done = headway("approve", "last", *words)
    assert done.code == code
    assert says in done.err
    assert headway.states() == {"ask": "waiting", "go": "pending"}
    assert list((headway.store / "inbox").iterdir()) == []
    assert headway("approve", "last", "ask", *GIVEN).code == 0
    assert running.wait(PATIENCE_S) == 0
    late = headway("reject", "last", "ask", "--as", "bob")
    assert late.code == 3
    assert "waits for nobody: it is succeeded" in late.err


def test_an_answer_without_an_engine_is_kept_and_the_first_is_final(headway: Scene) -> None:
    running = begin(headway, ASK, "ask")
    running.kill()
    running.wait(PATIENCE_S)
    done = headway("approve", "last", "ask", *GIVEN)
    assert done.code == 0
    assert "headway resume" in done.err
    again = headway("reject", "last", "ask", "--as", "bob")
    assert again.code == 3
    assert "approved by ada at" in again.err
    assert headway("resume", "last").code == 0
    assert outputs(headway, "ask") == {"percent": 10, "note": "007", "share": None}


def test_a_callback_brings_the_result(headway: Scene) -> None:
    running = begin(headway, FAR, "far")
    token = (headway.folder / "token").read_text()
    wrong = headway("callback", token, "-o", "n=4")
    assert wrong.code == 2
    assert '"url" is declared string' in wrong.err
    told = headway.json("callback", token, "-o", "url=http://there")
    assert (told["instance"], told["state"], told["taken"]) == ("far", "succeeded", True)
    assert running.wait(PATIENCE_S) == 0
    assert outputs(headway, "far") == {"n": 3, "url": "http://there"}
    assert headway("logs", "last", "use").out == "http://there\n"
    late = headway("callback", token, "-o", "url=x")
    assert late.code == 3
    assert "is succeeded" in late.err


def test_tokens_cannot_be_made_up(headway: Scene) -> None:
    running = begin(headway, FAR, "far")
    token = (headway.folder / "token").read_text()
    assert headway("callback", "nonsense").code == 2
    turned = token[:-1] + ("0" if token[-1] != "0" else "1")
    done = headway("callback", turned, "-o", "url=x")
    assert done.code == 3
    assert "was not made for this store" in done.err
    assert is_waiting(headway, "far")
    running.kill()


def test_a_callback_may_come_before_the_session_has_ended(headway: Scene) -> None:
    headway.tasks(FAR.replace("; echo 3", "; while [[ ! -e go ]]; do sleep 0.05; done; echo 3"))
    running = headway.begin("run", "p.yaml", "--json")
    token = headway.folder / "token"
    wait_until(lambda: token.exists() and len(token.read_text()) > 0)
    done = headway("callback", token.read_text(), "-o", "url=u")
    assert done.code == 0
    assert "once the session of far has ended" in done.err
    fuller = headway("callback", token.read_text(), "-o", "url=u", "-o", "n=3")
    assert fuller.code == 0
    again = headway("callback", token.read_text(), "-o", "url=other")
    assert again.code == 3
    assert '"far" has an answer: a callback at' in again.err
    (headway.folder / "go").touch()
    assert running.wait(PATIENCE_S) == 0
    assert json.loads((headway.folder / "out").read_text().splitlines()[-1])["state"] == "succeeded"
    assert outputs(headway, "far") == {"n": 3, "url": "u"}


def test_a_token_of_an_attempt_before_is_told_from_one_that_waits(headway: Scene) -> None:
    task = FAR.replace("> token", "> token-$HEADWAY_ATTEMPT; ((HEADWAY_ATTEMPT > 1))", 1)
    task = task.replace("1h}", "1h}\n    retry: {limit: 1, backoff: {initial: 10ms}}", 1)
    running = begin(headway, task, "far")
    old = headway("callback", (headway.folder / "token-1").read_text(), "-o", "url=u")
    assert old.code == 3
    assert 'the token is of attempt 1 of "far", and attempt 2 is waiting' in old.err
    running.kill()


def test_a_request_for_a_job_that_has_ended_does_not_stay(headway: Scene) -> None:
    headway.tasks("  a: {command: ['true']}\n")
    assert headway("run", "p.yaml").code == 0
    late = {"kind": "cancel", "job": headway.json("jobs")["jobs"][0]["job"]}
    request = headway.store / "inbox" / "00000000000000000001-late.json"
    request.write_text(json.dumps({**late, "fields": {"by": "1"}, "time_us": 1}))
    assert headway("run", "p.yaml").code == 0
    assert list(request.parent.iterdir()) == []
    assert [job["state"] for job in headway.json("jobs")["jobs"]] == ["succeeded", "succeeded"]


@pytest.mark.parametrize("waits", ["ask", "far"])
def test_an_answer_after_a_cancel_is_refused(headway: Scene, waits: str) -> None:
    running = begin(headway, ASK if waits == "ask" else FAR, waits)
    running.kill()
    running.wait(PATIENCE_S)
    assert headway("cancel", "last").code == 0
    if waits == "ask":
        late = headway("approve", "last", "ask", *GIVEN)
    else:
        late = headway("callback", (headway.folder / "token").read_text(), "-o", "url=u")
    assert late.code == 3
    assert f'"{waits}" waits for nobody any more: the job is being cancelled' in late.err
    assert len(list((headway.store / "inbox").iterdir())) == 1
    assert headway("resume", "last").code == 1
    assert headway.states()[waits] == "cancelled"
