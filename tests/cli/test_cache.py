"""Results of earlier jobs: used when nothing that they depend on has changed, told by `explain`."""

import json
import sqlite3
from pathlib import Path

import pytest
from cli_scene import Scene


def journal(headway: Scene) -> list[str]:
    """Which tasks have worked since the last call."""
    path = headway.folder / "journal"
    worked = path.read_text().split() if path.exists() else []
    path.write_text("")
    return sorted(worked)


def work(headway: Scene, name: str, more: str = ":") -> str:
    return json.dumps(f"echo {name} >> {headway.folder}/journal; {more}")


def chain(headway: Scene, **words: str) -> None:
    """`make` leaves a file of the param `rate`, `use` reads it; both are cached."""
    rate = words.get("rate", "echo $HEADWAY_PARAM_RATE > $HEADWAY_OUTPUT/n")
    make = work(headway, "make", rate)
    use = work(headway, "use", words.get("use", "cat $N"))
    cache = words.get("cache", "true")
    headway.tasks(
        f"  make: {{script: {make}, outputs: {{n: {{type: file}}}}}}\n"
        f"  use: {{script: {use}, env: {{N: '${{{{ tasks.make.outputs.n }}}}'}}}}\n",
        f"params:\n  rate: {{type: float, default: 0.1}}\n  other: {{type: int, default: 1}}\n"
        f"defaults: {{cache: {cache}}}\n",
    )


def worked(headway: Scene, *options: str) -> list[str]:
    done = headway("run", "p.yaml", *options)
    assert done.code == 0, done.err
    return journal(headway)


def reasons(headway: Scene, instance: str) -> str:
    explained = headway.json("explain", "last", instance)
    return "\n".join(reason["text"] for reason in explained["reasons"])


def test_the_same_again_does_not_work_again(headway: Scene) -> None:
    chain(headway)
    assert worked(headway) == ["make", "use"]
    assert worked(headway) == []
    assert headway.causes() == {"make": "cached", "use": "cached"}
    first = headway.json("jobs")["jobs"][1]["job"]
    assert f"its result is that of job {first}" in reasons(headway, "use")


def test_a_param_counts_where_it_is_used(headway: Scene) -> None:
    chain(headway)
    assert worked(headway) == ["make", "use"]
    assert worked(headway, "-p", "other=2") == []
    assert worked(headway, "-p", "rate=0.2") == ["make", "use"]
    assert "params.rate is 0.2 and was 0.1" in reasons(headway, "make")
    assert worked(headway) == []


def test_the_same_content_made_anew_is_the_same_input(headway: Scene) -> None:
    chain(headway)
    assert worked(headway) == ["make", "use"]
    chain(headway, rate="echo 0.1 > $HEADWAY_OUTPUT/n")
    assert worked(headway) == ["make"]
    assert headway.causes()["use"] == "cached"
    assert "script" in reasons(headway, "make")


def test_files_that_argv_names_and_sources_count(headway: Scene) -> None:
    (headway.folder / "lib" / "deep").mkdir(parents=True)
    main, part = headway.folder / "main.sh", headway.folder / "lib" / "deep" / "part.sh"
    main.write_text(f". lib/deep/part.sh; echo main >> {headway.folder}/journal\n")
    part.write_text("true\n")
    headway.tasks("  main: {command: [bash, main.sh], sources: ['lib/**/*.sh'], cache: true}\n")
    assert worked(headway) == ["main"]
    assert worked(headway) == []
    part.write_text("true # other\n")
    assert worked(headway) == ["main"]
    assert "source lib/deep/part.sh has changed" in reasons(headway, "main")
    main.write_text(main.read_text() + "true\n")
    assert worked(headway) == ["main"]
    assert "source main.sh has changed" in reasons(headway, "main")
    assert "source main.sh" in headway.json("explain", "last", "main")["cache"]["parts"]


def test_a_param_that_a_source_names_counts(headway: Scene) -> None:
    main = headway.folder / "main.sh"
    main.write_text(f"echo $HEADWAY_PARAM_RATE >> {headway.folder}/journal\n")
    headway.tasks(
        "  main: {command: [bash, main.sh], cache: true}\n",
        "params:\n  rate: {type: float, default: 0.1}\n",
    )
    assert worked(headway) == ["0.1"]
    assert worked(headway, "-p", "rate=0.2") == ["0.2"]


def test_a_python_function_counts_with_what_it_uses_of_its_module(headway: Scene) -> None:
    module = headway.folder / "work.py"
    text = """
def part():
    return 1

def other():
    return 5

def main() -> int:
    with open("JOURNAL", "a") as journal:
        journal.write("main\\n")
    return part()
"""
    text = text.replace("JOURNAL", f"{headway.folder}/journal")
    module.write_text(text)
    headway.tasks(
        "  main: {call: 'python:work:main', cache: true, outputs: {result: {type: int}}}\n"
    )
    assert worked(headway) == ["main"]
    assert worked(headway) == []
    module.write_text(text.replace("return 5", "return 6  # not used"))
    assert worked(headway) == []
    module.write_text(text.replace("return 1", "return 2"))
    assert worked(headway) == ["main"]
    assert "code has changed" in reasons(headway, "main")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("cache: {version: a}", "cache: {version: b}"),
        ("env: {A: '1'}, cache: true", "env: {A: '2'}, cache: true"),
        ("outputs: {n: {type: file}}, cache: true", "outputs: {n: {type: string}}, cache: true"),
    ],
)
def test_version_environment_and_outputs_count(headway: Scene, before: str, after: str) -> None:
    script = work(headway, "make", "echo 1 > $HEADWAY_OUTPUT/n")
    headway.tasks(f"  make: {{script: {script}, {before}}}\n")
    assert worked(headway) == ["make"]
    assert worked(headway) == []
    headway.tasks(f"  make: {{script: {script}, {after}}}\n")
    assert worked(headway) == ["make"]


def test_what_is_ignored_does_not_count(headway: Scene) -> None:
    chain(headway, cache="{ignore: [rate]}")
    assert worked(headway) == ["make", "use"]
    assert worked(headway, "-p", "rate=0.2") == []


def test_an_old_result_is_not_used(headway: Scene) -> None:
    chain(headway, cache="{max_age: 1us}")
    assert worked(headway) == ["make", "use"]
    assert worked(headway) == ["make", "use"]
    assert "too old" in reasons(headway, "make")


def test_no_cache_works_anew_and_leaves_its_results_to_others(headway: Scene) -> None:
    chain(headway)
    assert worked(headway) == ["make", "use"]
    assert worked(headway, "--no-cache") == ["make", "use"]
    assert "--no-cache" in reasons(headway, "make")
    assert worked(headway) == []
    (headway.store / "config.yaml").write_text("no_cache: true\n")
    assert worked(headway) == ["make", "use"]


def test_a_failure_is_no_result(headway: Scene) -> None:
    headway.tasks(f"  make: {{script: {work(headway, 'make', 'test -e good')}, cache: true}}\n")
    assert headway("run", "p.yaml").code == 1
    assert journal(headway) == ["make"]
    (headway.folder / "good").touch()
    assert worked(headway) == ["make"]
    assert worked(headway) == []


def test_equal_elements_that_serialize_work_once(headway: Scene) -> None:
    script = work(headway, "each", "sleep 0.2")
    headway.tasks(
        f"  each: {{script: {script}, map: {{over: '[1, 1, 1, 2, 1]'}},"
        " cache: {serialize: true}}\n"
    )
    assert worked(headway, "--slots", "cpu=8") == ["each", "each"]
    assert sorted(headway.causes().values()).count("cached") == 3


def test_after_the_failure_of_one_the_next_that_serializes_works(headway: Scene) -> None:
    script = work(headway, "each", "sleep 0.2; mkdir once && exit 1; true")
    headway.tasks(
        f"  each: {{script: {script}, map: {{over: '[1, 1, 1]'}}, cache: {{serialize: true}}}}\n"
    )
    assert headway("run", "p.yaml", "--slots", "cpu=8").code == 1
    assert journal(headway) == ["each", "each"]


def artifact(headway: Scene) -> Path:
    outputs = headway.json("status", "last")["instances"][0]["outputs"]
    return Path(outputs["n"]["path"])


def test_a_result_whose_files_are_damaged_or_gone_is_made_anew(headway: Scene) -> None:
    chain(headway)
    assert worked(headway) == ["make", "use"]
    file = artifact(headway)
    file.chmod(0o600)
    file.write_text("9.9\n")
    assert worked(headway) == ["make"]
    assert artifact(headway).read_text() == "0.1\n"
    folder = artifact(headway).parent
    folder.chmod(0o700)
    artifact(headway).unlink()
    folder.rmdir()
    assert worked(headway) == ["make"]
    assert artifact(headway).read_text() == "0.1\n"


def test_a_source_that_is_not_there_is_told_and_the_task_works(headway: Scene) -> None:
    script = work(headway, "make")
    headway.tasks(f"  make: {{script: {script}, sources: ['lib/*.py'], cache: true}}\n")
    assert worked(headway) == ["make"]
    assert worked(headway) == ["make"]
    assert 'the source "lib/*.py" names no file' in reasons(headway, "make")


def test_a_result_that_lost_its_row_or_is_damaged_costs_an_execution(headway: Scene) -> None:
    chain(headway)
    assert worked(headway) == ["make", "use"]
    with sqlite3.connect(headway.store / "headway.db") as store:
        store.execute("UPDATE results SET body = replace(body, 'artifacts/', 'artifacts/x')")
    assert worked(headway) == ["make"]
    with sqlite3.connect(headway.store / "headway.db") as store:
        store.execute("DELETE FROM results")
    assert worked(headway) == ["make", "use"]
    assert worked(headway) == []


def test_what_is_not_cached_works_each_time(headway: Scene) -> None:
    chain(headway, cache="false")
    assert worked(headway) == ["make", "use"]
    assert worked(headway) == ["make", "use"]
    assert "cache" not in headway.json("explain", "last", "make")
