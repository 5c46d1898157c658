"""A store's config.yaml: what its machine has, and what is meant where nothing is said."""

from cli_scene import Scene, wait_until


def configure(headway: Scene, text: str) -> None:
    headway.store.mkdir()
    (headway.store / "config.yaml").write_text(text)


def test_slots_of_the_machine_are_offered_and_what_the_command_line_says_wins(
    headway: Scene,
) -> None:
    configure(headway, "slots: {licence: 2, cpu: 3}\n")
    headway.tasks("  t: {command: ['true'], resources: {licence: 2, cpu: 3}}\n")
    assert headway("run", "p.yaml").code == 0
    refused = headway("run", "p.yaml", "--slots", "licence=1")
    assert refused.code == 2
    assert "too-large-request" in refused.err
    assert headway("plan", "p.yaml").code == 0
    assert headway("plan", "p.yaml", "--slots", "cpu=2").code == 2


def test_a_mistake_in_the_configuration_is_told_at_its_place(headway: Scene) -> None:
    configure(headway, "polcy: fifo\n")
    headway.tasks("  t: {command: ['true']}\n")
    done = headway("run", "p.yaml")
    assert done.code == 2
    assert "config.yaml:1:1: error[unknown-key]" in done.err
    assert 'did you mean "policy"?' in done.err
    assert headway.json("jobs") == {"jobs": []}


def test_the_data_folder_of_the_configuration_is_used(headway: Scene) -> None:
    configure(headway, "data: ../elsewhere\n")
    headway.tasks("  t: {script: 'echo 1 > $HEADWAY_OUTPUT/x', outputs: {x: {type: file}}}\n")
    assert headway("run", "p.yaml").code == 0
    assert (headway.folder / "elsewhere").is_dir()
    assert not (headway.store / "data").exists()


def test_the_environment_is_clean_where_the_configuration_says_so(headway: Scene) -> None:
    configure(headway, "clean_env: true\npolicy: fifo\n")
    headway.env["TOLD"] = "secret"
    headway.tasks("  t: {script: 'test -z \"${TOLD:-}\"'}\n")
    assert headway("run", "p.yaml").code == 0


def test_a_request_above_the_quota_of_its_owner_is_refused_before_it_starts(headway: Scene) -> None:
    configure(headway, "slots: {cpu: 4}\nquotas: {'*': {max_slots: {cpu: 2}}}\n")
    headway.tasks("  t: {command: ['true'], resources: {cpu: 3}}\n")
    refused = headway("run", "p.yaml")
    assert refused.code == 2
    assert "its owner, by the store's quotas, has 2" in refused.err
    assert "max_slots.cpu" in refused.err
    assert headway.json("jobs") == {"jobs": []}


def test_the_slots_of_a_quota_bound_what_runs_at_once(headway: Scene) -> None:
    configure(headway, "slots: {cpu: 8}\nquotas: {'*': {max_slots: {cpu: 2}}}\n")
    headway.tasks(
        "  t:\n    matrix: {axes: {i: [1, 2, 3, 4, 5, 6]}}\n"
        "    script: 'echo + >> $JOURNAL; sleep 0.1; echo - >> $JOURNAL'\n"
        f"    env: {{JOURNAL: '{headway.folder}/journal'}}\n    resources: {{cpu: 1}}\n"
    )
    assert headway("run", "p.yaml").code == 0
    at_once = most = 0
    for line in (headway.folder / "journal").read_text().split():
        at_once += 1 if line == "+" else -1
        most = max(most, at_once)
    assert most == 2


def test_the_next_job_of_an_owner_waits_and_says_so(headway: Scene) -> None:
    configure(headway, "slots: {cpu: 4}\nquotas: {'*': {max_jobs: 1}}\n")
    headway.tasks(f"  t: {{script: 'while ! test -e {headway.folder}/go; do sleep 0.02; done'}}\n")
    headway.begin("run", "p.yaml", "--job-name", "first")
    wait_until(lambda: headway.states("first") == {"t": "running"})
    second = headway.begin("run", "p.yaml", "--job-name", "second", out="second")
    wait_until(lambda: headway.states("second") == {"t": "ready"})
    reasons = headway.json("explain", "second", "t")["reasons"]
    assert "quota" in [reason["kind"] for reason in reasons]
    (headway.folder / "go").touch()
    assert second.wait(60) == 0
    assert headway.states("second") == {"t": "succeeded"}
