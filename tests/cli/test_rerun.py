"""A new job like one that has ended: what succeeded does not work again."""

import json
from pathlib import Path

from cli_scene import Scene, wait_until


def journal(headway: Scene) -> list[str]:
    """Which tasks have worked since the last call."""
    path = headway.folder / "journal"
    worked = path.read_text().split() if path.exists() else []
    path.write_text("")
    return sorted(worked)


def work(name: str, more: str = "", settings: str = "") -> str:
    text = f"echo {name} >> $JOURNAL; {more or ':'}"
    return f"  {name}:\n    script: {json.dumps(text)}\n{settings}"


def diamond(headway: Scene) -> None:
    """`a` before `b` and `c`, both before `d`; `b` fails until there is a file."""
    head = f"defaults: {{env: {{JOURNAL: '{headway.folder}/journal'}}}}\n"
    headway.tasks(
        work("a", "echo 7 > $HEADWAY_OUTPUT/n", "    outputs: {n: {type: file}}\n")
        + work("b", f"test -e {headway.folder}/good", "    depends_on: [a]\n")
        + work("c", "cat $N", "    depends_on: [a]\n    env: {N: '${{ tasks.a.outputs.n }}'}\n")
        + work("d", "", "    depends_on: [b, c]\n"),
        head,
    )


def test_what_failed_works_again_and_what_follows_it(headway: Scene) -> None:
    diamond(headway)
    failed = headway("run", "p.yaml")
    assert failed.code == 1
    assert "headway rerun" in failed.err
    assert journal(headway) == ["a", "b", "c"]
    (headway.folder / "good").touch()
    again = headway("rerun", "last")
    assert again.code == 0, again.err
    assert journal(headway) == ["b", "d"]
    assert headway.causes() == {"a": "cached", "b": "succeeded", "c": "cached", "d": "succeeded"}
    first, second = (job["state"] for job in headway.json("jobs")["jobs"])
    assert (first, second) == ("succeeded", "failed")


def test_from_a_task_it_works_anew_and_so_does_what_follows(headway: Scene) -> None:
    diamond(headway)
    (headway.folder / "good").touch()
    assert headway("run", "p.yaml").code == 0
    assert journal(headway) == ["a", "b", "c", "d"]
    assert headway("rerun", "last").code == 0
    assert journal(headway) == []
    assert headway("rerun", "last", "--from", "c").code == 0
    assert journal(headway) == ["c", "d"]
    assert headway("rerun", "last", "--from", "a").code == 0
    assert journal(headway) == ["a", "b", "c", "d"]


def test_elements_that_succeeded_are_reused_in_a_map_that_did_not(headway: Scene) -> None:
    head = f"defaults: {{env: {{JOURNAL: '{headway.folder}/journal'}}}}\n"
    headway.tasks(
        "  each:\n    map: {over: '${{ [1, 2, 3] }}'}\n    env: {ITEM: '${{ item }}'}\n"
        f"    script: 'echo $ITEM >> $JOURNAL; test $ITEM != 2 -o -e {headway.folder}/good'\n",
        head,
    )
    assert headway("run", "p.yaml").code == 1
    assert journal(headway) == ["1", "2", "3"]
    (headway.folder / "good").touch()
    assert headway("rerun", "last").code == 0
    assert journal(headway) == ["2"]


def test_what_has_not_ended_and_what_there_is_not_is_refused(headway: Scene) -> None:
    headway.tasks("  prepare: {command: [sleep, '60']}\n")
    headway.begin("run", "p.yaml")
    wait_until(lambda: headway.states() == {"prepare": "running"})
    refused = headway("rerun", "last")
    assert refused.code == 3
    assert "has not ended" in refused.err
    headway.end()
    assert headway("cancel", "last").code == 0
    assert headway("resume", "last").code == 1
    refused = headway("rerun", "last", "--from", "prepair")
    assert refused.code == 3
    assert 'did you mean "prepare"?' in refused.err


def test_a_rerun_that_was_killed_goes_on_and_reuses(headway: Scene) -> None:
    head = f"defaults: {{env: {{JOURNAL: '{headway.folder}/journal'}}}}\n"
    headway.tasks(
        work("a") + work("b", f"test -e {headway.folder}/good && sleep 1", "    depends_on: [a]\n"),
        head,
    )
    assert headway("run", "p.yaml").code == 1
    journal(headway)
    (headway.folder / "good").touch()
    headway.begin("rerun", "last")
    wait_until(lambda: journal(headway) == ["b"])
    headway.end()
    assert headway("resume", "last").code == 0
    assert "a" not in journal(headway)
    assert headway.causes()["a"] == "cached"


def test_an_engine_at_work_reruns_for_another_process(headway: Scene) -> None:
    headway.tasks("  t: {command: ['true']}\n")
    assert headway("run", "p.yaml", "--job-name", "done").code == 0
    headway.tasks(f"  t: {{script: 'while ! test -e {headway.folder}/go; do sleep 0.02; done'}}\n")
    headway.begin("run", "p.yaml")
    wait_until(lambda: headway.states() == {"t": "running"})
    again = headway("rerun", "done")
    assert again.code == 0, again.err
    (headway.folder / "go").touch()


def test_what_left_files_that_are_gone_works_again(headway: Scene) -> None:
    diamond(headway)
    (headway.folder / "good").touch()
    assert headway("run", "p.yaml").code == 0
    journal(headway)
    artifact = Path(headway.json("status", "last")["instances"][0]["outputs"]["n"]["path"])
    artifact.parent.chmod(0o700)
    artifact.unlink()
    artifact.parent.rmdir()
    assert headway("rerun", "last").code == 0
    assert journal(headway) == ["a", "b", "c", "d"]
