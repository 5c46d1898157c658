"""How a job stands: all that decides it is shown, wherever it lies."""

from cli_scene import Scene


def test_what_follows_on_the_end_of_the_tasks_is_shown(headway: Scene) -> None:
    tasks = '  a: {command: ["true"], compensate: {command: ["true"]}}\n'
    ends = 'finally: {u: {command: ["false"]}}\non_failure: {page: {command: ["true"]}}\n'
    headway.tasks(tasks + '  b: {depends_on: [a], command: ["false"]}\n', "rollback: true\n" + ends)
    assert headway("run", "p.yaml").code == 1
    for verb in ("status", "show"):
        said = headway(verb, "last").out
        places = [
            said.index(each)
            for each in (
                "\n\ncompensations\n  ✓ a.compensate  succeeded, ",
                "\n\non_failure\n  ✓ page  succeeded, ",
                "\n\nfinally\n  ✗ u  failed, exit_code(1), ",
            )
        ]
        assert places == sorted(places)
