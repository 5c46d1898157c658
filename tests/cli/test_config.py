"""A store's config.yaml: what its machine has, and what is meant where nothing is said."""

from cli_scene import Scene


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
