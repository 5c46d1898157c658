"""How long a pipeline would take: what is asked, and what is told."""

import json

from cli_scene import Scene, wait_until

FAN = """  load: {command: ["true"], resources: {cpu: 1}, estimate: 10s}
  train:
    matrix: {axes: {rate: [1, 2]}}
    command: ["true"]
    depends_on: [load]
    resources: {cpu: 2}
    estimate: 1m
  best: {command: ["true"], depends_on: [train], estimate: 5s}
"""


def test_a_plan_tells_when_and_where_and_makes_no_store(headway: Scene) -> None:
    headway.tasks(FAN)
    plan = headway.json("plan", "p.yaml", "--slots", "cpu=4")
    assert plan["makespan_s"] == plan["lower_bound_s"] == 75
    assert plan["optimal"] is True
    assert plan["policy"] == "planned"
    assert plan["critical_path"] == ["load", "train[rate=1]", "best"]
    assert [each["id"] for each in plan["instances"]] == [
        "load",
        "train[rate=1]",
        "train[rate=2]",
        "best",
    ]
    train = plan["instances"][1]
    assert (train["node"], train["start_s"], train["end_s"]) == ("local", 10, 70)
    assert not headway.store.exists()


def test_a_plan_for_people_has_its_chain_its_bars_and_a_picture(headway: Scene) -> None:
    headway.tasks(FAN)
    done = headway("plan", "p.yaml", "--slots", "cpu=2", "--gantt", "plan.svg")
    assert done.code == 0
    assert done.out.startswith("p: 2m 15s by planned, and no schedule is shorter\n")
    assert "longest chain: load -> train[rate=1] -> best\n" in done.out
    assert "train" in done.out.split("longest chain")[1]
    assert "wrote plan.svg" in done.err
    assert (headway.folder / "plan.svg").read_text().startswith("<svg")


def test_durations_come_from_a_file_from_earlier_jobs_and_from_estimates(headway: Scene) -> None:
    headway.tasks('  a: {command: [sleep, "0.3"]}\n  b: {command: ["true"], estimate: 7s}\n')
    first = headway("plan", "p.yaml", "--json")
    assert json.loads(first.out)["guessed_durations"] == 1
    assert "nothing is known of how long 1 of 2 instances take: 1 s each is assumed" in first.err
    assert headway("run", "p.yaml").code == 0
    known = headway("plan", "p.yaml", "--slots", "cpu=1", "--json")
    took = {i["id"]: i["end_s"] - i["start_s"] for i in json.loads(known.out)["instances"]}
    assert 0.2 <= took["a"] < 5  # a start is heard of a little after it was
    assert took["b"] < 5
    assert known.err == ""
    headway.write('{"a": 40, "b": "2m"}', "durations.json")
    given = headway.json("plan", "p.yaml", "--durations", "durations.json")
    assert {i["id"]: i["end_s"] - i["start_s"] for i in given["instances"]} == {"a": 40, "b": 120}


def test_nodes_are_read_from_a_file(headway: Scene) -> None:
    headway.tasks(
        "  t: {matrix: {axes: {n: [1, 2, 3]}}, command: ['true'],"
        " resources: {gpu: 0.5}, estimate: 1s}\n"
    )
    headway.write(
        '[{"name": "a", "resources": {"cpu": 4}, "devices": {"gpu": 1}},'
        ' {"name": "b", "resources": {"cpu": 4, "gpu": 1}}]',
        "nodes.json",
    )
    plan = headway.json("plan", "p.yaml", "--nodes", "nodes.json")
    assert plan["makespan_s"] == 1
    assert {i["node"] for i in plan["instances"]} == {"a", "b"}
    assert all(i["devices"] == {"gpu": [[0, 500]]} for i in plan["instances"])


def test_what_if_compares_capacities(headway: Scene) -> None:
    headway.tasks(
        "  t: {matrix: {axes: {n: [1, 2, 3, 4]}}, command: ['true'],"
        " resources: {gpu: 2}, estimate: 1m}\n"
    )
    done = headway("plan", "p.yaml", "--slots", "gpu=8", "--what-if", "gpu=1..5")
    assert done.out.splitlines()[-6:] == [
        "with gpu of",
        "         1  no plan: a request is larger",
        "         2  4m 00s",
        "         3  4m 00s, no shorter",
        "         4  2m 00s",
        "         5  2m 00s, no shorter",
    ]
    points = headway.json("plan", "p.yaml", "--slots", "gpu=8", "--what-if", "gpu=1..2")["what_if"]
    assert points["slot"] == "gpu"
    assert [p["makespan_s"] for p in points["points"]] == [None, 240]


def test_equal_seeds_give_equal_plans(headway: Scene) -> None:
    task = "  t{}: {{command: ['true'], resources: {{cpu: {}}}, estimate: {}s}}\n"
    headway.tasks("".join(task.format(i, 1 + i % 3, 1 + i * 7 % 11) for i in range(30)))
    words = ("plan", "p.yaml", "--slots", "cpu=4", "--seed", "7", "--budget-schedules", "2000")
    assert headway.json(*words) == headway.json(*words)


def test_what_if_steps_meet_both_ends(headway: Scene) -> None:
    headway.tasks("  t: {command: [x], resources: {gpu: 0.5, mem: 1Gi}, estimate: 1s}\n")

    def capacities(question: str) -> list[float]:
        told = headway.json("plan", "p.yaml", "--slots", "gpu=1,mem=4Gi", "--what-if", question)
        return [point["capacity"] for point in told["what_if"]["points"]]

    assert capacities("gpu=0.5..2") == [0.5, 1, 1.5, 2]
    assert capacities("mem=512Mi..2Gi") == [n << 29 for n in (1, 2, 3, 4)]
    assert capacities("gpu=1..3") == [1, 2, 3]


def test_what_is_wrong_with_the_question_is_told(headway: Scene) -> None:
    headway.tasks(FAN)
    headway.write('{"trian": 3, "best": "soon"}', "d.json")
    done = headway("plan", "p.yaml", "--durations", "d.json")
    assert done.code == 2
    assert 'd.json:1:22: error[bad-duration]: "best" takes no "soon"' in done.err
    headway.write('{"trian": 3}', "d.json")
    done = headway("plan", "p.yaml", "--durations", "d.json")
    assert done.code == 2
    assert (
        'd.json:1:2: error[unknown-task]: no task or instance that works is called "trian"'
        in done.err
    )
    assert 'did you mean "train"?' in done.err
    headway.write('[{"nmae": "a"}]', "n.json")
    done = headway("plan", "p.yaml", "--nodes", "n.json")
    assert done.code == 2
    assert "unknown-key" in done.err
    assert 'did you mean "name"?' in done.err
    for words, told in (
        (("--what-if", "gpu"), "expected slot=a..b"),
        (("--what-if", "gpu=8..1"), "a no larger than b"),
        (("--budget-time", "soon"), "no duration, such as 10s"),
        (("--slots", "cpu=4", "--nodes", "n.json"), "exclude each other"),
        (("--durations", "no.json"), "no.json cannot be read"),
        (("--slots", "cpu=1"), "too-large-request"),
    ):
        done = headway("plan", "p.yaml", *words)
        assert done.code == 2, words
        assert told in done.err, words


def test_a_budget_of_time_is_kept(headway: Scene) -> None:
    lines = [
        f"  t{i}: {{command: ['true'], resources: {{cpu: {1 + i % 3}}}, estimate: {1 + i * 7 % 11}s"
        + (f", depends_on: [t{i - 5}]" if i >= 5 else "")
        + "}"
        for i in range(120)
    ]
    headway.tasks("\n".join(lines) + "\n")
    plan = headway.json("plan", "p.yaml", "--slots", "cpu=5", "--budget-time", "500ms")
    assert plan["lower_bound_s"] <= plan["makespan_s"]
    assert plan["schedules_evaluated"] > 0


def test_a_running_job_is_told_when_it_is_likely_to_be_over(headway: Scene) -> None:
    headway.tasks('  a: {command: [sleep, "600"], estimate: 20m}\n')
    running = headway.begin("run", "p.yaml")
    wait_until(lambda: headway.json("jobs")["jobs"] and headway.states()["a"] == "running")
    status = headway.json("status", "last")
    assert 1100 < status["eta_s"] <= 1200
    assert status["eta_p90_s"] == status["eta_s"]
    assert "\nlikely to be over in " in headway("status", "last").out
    running.terminate()
    running.wait(60)
    assert "eta_s" not in headway.json("status", "last")


def test_what_a_planner_cannot_hold_is_told(headway: Scene) -> None:
    headway.tasks("  t: {command: ['true'], resources: {gpu: 1}, estimate: 1s}\n")
    done = headway("plan", "p.yaml", "--slots", "gpu=65")
    assert done.code == 2
    assert 'at most 64 devices of a node, and "local" has 65' in done.err
    headway.tasks("  t: {command: ['true'], estimate: 100000000d}\n")
    done = headway("plan", "p.yaml")
    assert done.code == 2
    assert "more than 70,000 years" in done.err


def test_many_large_slots_are_planned(headway: Scene) -> None:
    slots = {f"s{i}": f"{i + 1}.123" for i in range(60)}
    asks = [
        f"  t{i}: {{command: ['true'], resources: {{{slot}: {amount}}}, estimate: 1s}}\n"
        for i, (slot, amount) in enumerate(slots.items())
    ]
    headway.tasks("".join(asks))
    offer = ",".join(f"{slot}=9000000000000.777" for slot in slots)
    plan = headway.json("plan", "p.yaml", "--slots", f"cpu=60,{offer}")
    assert plan["makespan_s"] == 1
