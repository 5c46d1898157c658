"""Every key: one pipeline that uses all of them, from its file and from the builder."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import headway as hw
import pytest

FILE = Path(__file__).parents[1] / "golden/every_key.yaml"


def deployment() -> hw.Pipeline:
    inner = hw.Pipeline("deploy")
    inner.param("stage", str)
    inner.task("copy", command=["./copy.sh"])
    return inner


def by_keywords() -> hw.Pipeline:
    p = hw.Pipeline("everything", description="Every key of the pipeline file")
    p.label("team", "vision")
    source = p.param("source", str)
    p.param("epochs", int, 5, min=1, max=500, description="passes over the data")
    rates = p.param("rates", list[float], [0.1, 0.01])
    p.param("min_acc", float, 0.9)
    stage = p.param("stage", default="dev", one_of=["dev", "prod"])
    p.secret("WANDB_KEY", "env:WANDB_KEY").secret("SLACK_URL", "file:~/.slack")
    p.defaults(
        retry={
            "limit": 2,
            "backoff": {"initial": "2s", "multiplier": 2, "max": "1m", "jitter": 0.1},
        },
        resources={"cpu": 1, "mem": "1Gi"},
        env={"LANG": "C"},
    )
    p.limits(max_parallel=32, slots={"db_connection": 2}).fail_fast().rollback()
    preprocess = p.task(
        "preprocess",
        description="Clean the rows",
        command=["python", "prep.py", "--from", source],
        sources=["prep.py"],
        outputs={
            "rows": int,
            "shards": (list[str], "shards.json"),
            "clean": hw.Directory,
            "kind": {"type": "enum", "values": ["small", "large"]},
        },
        resources={"cpu": 4, "mem": "8Gi", "db_connection": 1},
        cache={"version": "2", "ignore": ["epochs"], "max_age": "7d", "serialize": True},
    )
    train = p.task(
        "train",
        depends_on=preprocess,
        matrix={"rate": rates, "arch": ["cnn", "mlp"]},
        exclude=[{"arch": "mlp", "rate": 0.1}],
        include=[{"arch": "rnn", "rate": 0.5}],
        max_parallel=2,
        script='python train.py --rate "$RATE"',
        shell=["bash", "-c"],
        unset=["env.LANG"],
        env={"RATE": "${{ matrix.rate }}"},
        secrets=["WANDB_KEY"],
        resources={"cpu": 4, "mem": "16Gi", "gpu": 0.5},
        estimate="20m",
        priority=7,
        timeout={"run": "2h", "queue": "6h", "deadline": timedelta(days=1), "heartbeat": 300},
        retry=[
            {
                "causes": ["oom_killed", "exit_code(137)"],
                "limit": 2,
                "resources": {"mem": "${{ 2 * resources.mem }}"},
            },
            {"causes": ["error(DataNotReady)"], "limit": 20, "backoff": {"initial": "30s"}},
            {"limit": 1},
        ],
        image="python:3.12",
        mounts=["/data:/data:ro"],
        workdir="training",
        sandbox="bubblewrap",
        session={"backend": "slurm", "options": {"partition": "gpu"}},
        cluster=2,
        checkpoint=True,
        interruptible=True,
        outputs={"accuracy": float, "model": hw.File},
    )
    score = p.task(
        "score",
        map={"over": preprocess["shards"], "tolerate_failures": "5%"},
        command=["python", "score.py", "${{ item }}"],
        outputs={"score": float},
    )
    best = p.task(
        "best",
        depends_on={train: "completed", score: "completed"},
        call="python:digits.select:PickBest",
        inputs={"runs": "${{ tasks.train.instances }}", "top": 3},
        config={"metric": "accuracy"},
        outputs={"accuracy": float, "arch": str},
    )
    p.task("summary", depends_on=best, outputs={"text": {"type": str, "value": best["arch"]}})
    tune = p.task("tune", depends_on=best)
    rounds = tune.repeat("outputs.accuracy >= params.min_acc", max_rounds=5, delay="10s")
    step = rounds.task(
        "step",
        command=["python", "tune.py", "${{ round.index }}"],
        outputs={"accuracy": float},
    )
    rounds.task("check", depends_on=step, command=["python", "check.py"])
    rounds.output("accuracy", step["accuracy"])
    approve = p.task(
        "approve",
        depends_on=tune,
        when="params.stage == 'prod'",
        approval={
            "message": f"Ship {best['arch']}?",
            "approvers": ["lead"],
            "timeout": "48h",
            "on_timeout": "reject",
        },
        outputs={"percent": int},
    )
    cool_down = p.task("cool_down", depends_on={approve: "succeeded_or_skipped"}, wait="30s")
    p.task("until_night", depends_on=cool_down, wait={"until": source})
    deploy = p.task(
        "deploy",
        depends_on={approve: "succeeded_or_skipped"},
        pipeline={"path": "deploy.yaml", "params": {"stage": stage}},
    )
    generate = p.task("generate", command=["./generate.sh"], outputs={"made": hw.File})
    p.task("generated", pipeline={"made_by": generate["made"]})
    p.task(
        "external_eval",
        depends_on=deploy,
        command=["./submit_eval.sh"],
        callback="24h",
        compensate={"command": ["./withdraw_eval.sh"]},
        outputs={"ok": bool},
    )
    smoke = p.task("smoke", depends_on=deploy, command=["./smoke.sh"], allow_failure=True)
    p.task(
        "give_up",
        depends_on={smoke: "failed"},
        fail={"error": "SmokeFailed", "message": "It smoked"},
    )
    p.on_failure("triage", script='echo "$STATE"', env={"STATE": "${{ job.state }}"})
    cleanup = p.finally_("cleanup", command=["./cleanup.sh"])
    p.finally_("report", depends_on=cleanup, command=["./report.sh"])
    p.notify(["failed", "waiting"], slack="${{ secrets.SLACK_URL }}")
    p.notify(["succeeded"], webhook="https://ops.example/hook")
    return p.output("accuracy", best["accuracy"])


def by_calls() -> hw.Pipeline:
    p = hw.Pipeline("everything").description("Every key of the pipeline file")
    p.label("team", "vision")
    source = p.param("source", "string")
    p.param("epochs", "int", 5, min=1, max=500, description="passes over the data")
    rates = p.param("rates", "list(float)", [0.1, 0.01])
    p.param("min_acc", "float", 0.9)
    stage = p.param("stage", default="dev", one_of=["dev", "prod"])
    p.secret("WANDB_KEY", "env:WANDB_KEY").secret("SLACK_URL", "file:~/.slack")
    pause: hw.Backoff = {"initial": 2, "multiplier": 2.0, "max": "1m", "jitter": 0.1}
    p.defaults().resources(cpu=1, mem="1Gi").env(LANG="C").retry({"limit": 2, "backoff": pause})
    p.limits(max_parallel=32, slots={"db_connection": 2}).fail_fast().rollback()
    preprocess = p.task("preprocess").description("Clean the rows").sources(["prep.py"])
    preprocess.command(["python", "prep.py", "--from", source])
    preprocess.outputs(rows=int, shards=("list(string)", "shards.json"), clean="directory")
    preprocess.outputs(kind={"type": "enum", "values": ["small", "large"]})
    preprocess.resources(cpu=4, mem="8Gi", db_connection=1)
    preprocess.cache({"version": "2", "ignore": ["epochs"], "max_age": "7d", "serialize": True})
    train = p.task("train").depends_on("preprocess").matrix(rate=rates, arch=["cnn", "mlp"])
    train.exclude(arch="mlp", rate=0.1).include(arch="rnn", rate=0.5).max_parallel(2)
    train.script('python train.py --rate "$RATE"', ["bash", "-c"])
    train.unset("env.LANG").env(RATE="${{ matrix.rate }}").secrets(["WANDB_KEY"])
    train.resources(cpu=4, mem="16Gi", gpu=0.5).estimate("20m").priority(7)
    train.timeout({"run": "2h", "queue": "6h", "deadline": "1d", "heartbeat": "5m"})
    more: hw.Retry = {
        "causes": ["oom_killed", "exit_code(137)"],
        "limit": 2,
        "resources": {"mem": "${{ 2 * resources.mem }}"},
    }
    late: hw.Retry = {
        "causes": ["error(DataNotReady)"],
        "limit": 20,
        "backoff": {"initial": "30s"},
    }
    train.retry([more, late, {"limit": 1}]).image("python:3.12").mounts(["/data:/data:ro"])
    train.workdir("training").sandbox("bubblewrap").cluster(2).checkpoint().interruptible()
    train.session({"backend": "slurm", "options": {"partition": "gpu"}})
    train.outputs(accuracy=float, model=hw.File)
    score = p.task("score").map(preprocess["shards"], "5%").outputs(score=float)
    score.command(["python", "score.py", "${{ item }}"])
    best = p.task("best").depends_on([train, score], "completed")
    best.call("python:digits.select:PickBest").config(metric="accuracy")
    best.inputs(runs="${{ tasks.train.instances }}", top=3).outputs(accuracy=float, arch=str)
    p.task("summary").depends_on(best).outputs(text={"type": str, "value": best["arch"]})
    tune = p.task("tune").depends_on(best)
    rounds = tune.repeat("${{ outputs.accuracy >= params.min_acc }}", max_rounds=5, delay=10)
    step = rounds.task("step").command(["python", "tune.py", "${{ round.index }}"])
    step.outputs(accuracy=float)
    rounds.task("check").depends_on(step).command(["python", "check.py"])
    rounds.output("accuracy", step["accuracy"])
    approve = p.task("approve").depends_on(tune).when("${{ params.stage == 'prod' }}")
    ask = f"Ship {best['arch']}?"
    approve.approval(ask, approvers=["lead"], timeout="48h", on_timeout="reject")
    approve.outputs(percent=int)
    cool_down = p.task("cool_down").depends_on(approve, "succeeded_or_skipped").wait(30)
    p.task("until_night").depends_on(cool_down).wait(until=source)
    deploy = p.task("deploy").depends_on(approve, "succeeded_or_skipped")
    deploy.pipeline(deployment(), {"stage": stage})
    generate = p.task("generate").command(["./generate.sh"]).outputs(made=hw.File)
    p.task("generated").pipeline(made_by=generate["made"])
    external = p.task("external_eval").depends_on(deploy).command(["./submit_eval.sh"])
    external.callback(timedelta(days=1)).compensate(command=["./withdraw_eval.sh"])
    external.outputs(ok=bool)
    smoke = p.task("smoke").depends_on(deploy).command(["./smoke.sh"]).allow_failure()
    p.task("give_up").depends_on(smoke, "failed").fail("SmokeFailed", "It smoked")
    p.on_failure("triage").script('echo "$STATE"').env(STATE="${{ job.state }}")
    cleanup = p.finally_("cleanup").command(["./cleanup.sh"])
    p.finally_("report").depends_on(cleanup).command(["./report.sh"])
    p.notify(["failed", "waiting"], slack="${{ secrets.SLACK_URL }}")
    p.notify(["succeeded"], webhook="https://ops.example/hook")
    return p.output("accuracy", best["accuracy"])


@pytest.mark.parametrize("build", [by_keywords, by_calls])
def test_the_builder_makes_the_pipeline_of_a_file_that_uses_every_key(
    build: Callable[[], hw.Pipeline], tmp_path: Path
) -> None:
    (tmp_path / "deploy.yaml").write_text(deployment().to_yaml())
    file = tmp_path / "every_key.yaml"
    file.write_text(FILE.read_text())
    of_the_file = hw.load(file)
    assert build().to_yaml() == of_the_file.to_yaml()
    assert build() == of_the_file


def test_a_key_that_is_none_is_told_with_the_one_that_is_meant() -> None:
    p = hw.Pipeline("keys")
    with pytest.raises(TypeError, match="no key 'comand'; did you mean 'command'"):
        p.task("a", comand=["true"])  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="it has over, tolerate_failures"):
        p.task("b", map={"list": "x"})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="one of none, bubblewrap"):
        p.task("c", sandbox="docker")  # type: ignore[arg-type]

    with pytest.raises(TypeError, match="defaults has no key 'retri'; did you mean 'retry'"):
        p.defaults(retri=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="shell is what runs a script, and there is no script"):
        p.task("e", script=None, shell=["sh"])  # type: ignore[typeddict-item]
    with pytest.raises(TypeError, match="unset is a list of words, not one text"):
        p.task("f", unset="retry")


def test_a_key_that_is_none_is_as_one_that_is_not_said() -> None:
    p = hw.Pipeline("keys")
    keys = dict.fromkeys(["script", "shell", "depends_on", "exclude", "include", "retry"])
    p.task("a", command=["true"], **keys)  # type: ignore[typeddict-item]
    assert p.validate() == []
    assert p == hw.loads("{headway: v1, name: keys, tasks: {a: {command: ['true']}}}")


def test_settings_in_full_are_any_mappings() -> None:
    p, same = hw.Pipeline("settings"), hw.Pipeline("settings")
    settings = {
        "timeout": {"queue": "1m"},
        "cache": {"version": "2"},
        "session": {"backend": "local"},
        "retry": {"limit": 2},
        "outputs": {"n": {"type": int, "path": "n.txt"}},
        "wait": {"until": "${{ '2030-01-01T00:00:00Z' }}"},
    }
    frozen = {key: MappingProxyType(value) for key, value in settings.items()}
    frozen["outputs"] = MappingProxyType({"n": MappingProxyType(settings["outputs"]["n"])})
    p.task("a", **settings)  # type: ignore[typeddict-item]
    same.task("a", **frozen)  # type: ignore[typeddict-item]
    assert p == same


@pytest.mark.parametrize("limit", [0, {"run": 0, "queue": "1m"}, {"queue": 0}])
def test_a_limit_of_no_time_is_refused(limit: int | hw.Timeouts) -> None:
    p = hw.Pipeline("limits")
    p.task("a", command=["true"], timeout=limit)
    assert [finding.message for finding in p.validate()] == ['"timeout" is not above zero']


def test_a_task_of_a_loop_is_foreign_to_the_tasks_outside() -> None:
    p = hw.Pipeline("loops")
    outside = p.task("outside", command=["true"])
    inside = p.task("loop").repeat("true").task("inside", command=["true"])
    inside.depends_on(outside)
    found = [finding for finding in p.validate() if finding.code == "foreign-task"]
    assert [finding.path for finding in found] == ["tasks.loop.repeat.tasks.inside.depends_on"]


def test_an_enumeration_may_be_given_by_its_values_in_python() -> None:
    from enum import Enum
    from typing import Literal

    size = Enum("size", {"small": "s", "large": "l"})
    p = hw.Pipeline("words")
    p.task("a", command=["true"], outputs={"size": size, "kind": Literal["up", "down"]})
    assert "values: [s, l]" in p.to_yaml()
    assert "values: [up, down]" in p.to_yaml()
