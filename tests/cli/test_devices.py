"""GPUs as the driver tells of them: a made-up one, so that every machine has some."""

from pathlib import Path

import pytest
from cli_scene import PROGRAM, Scene

LIBRARY = PROGRAM.parent / "tests/support/fake_nvml/fake_nvml/libnvidia-ml.so.1"
EIGHT = [f"GPU-{i}0000000-aaaa-bbbb-cccc-dddddddddddd" for i in range(8)]


class Driver:
    """The scene with a driver whose devices are lines of a file."""

    def __init__(self, headway: Scene) -> None:
        self.headway = headway
        self.file = headway.folder / "devices"
        headway.env["LD_LIBRARY_PATH"] = str(LIBRARY.parent)
        headway.env["FAKE_NVML"] = str(self.file)
        headway.env.pop("CUDA_VISIBLE_DEVICES", None)

    def tell(self, *lines: str) -> None:
        self.file.write_text("\n".join(lines) + "\n")

    def seen(self, count: int, request: str) -> list[str]:
        """CUDA_VISIBLE_DEVICES of that many tasks that all hold their devices at once."""
        meet = "touch $HEADWAY_SHARED/$HEADWAY_JOB_ID.$HEADWAY_MATRIX_I; i=0; until"
        meet += f" [ $(ls $HEADWAY_SHARED | grep -c ^$HEADWAY_JOB_ID) = {count} ];"
        meet += " do i=$((i+1)); [ $i -lt 600 ] || exit 9; sleep 0.05; done"
        self.headway.tasks(
            f"  a:\n    matrix: {{axes: {{i: {list(range(count))}}}}}\n"
            f"    resources: {{cpu: 0, {request}}}\n"
            f"    script: '{meet}; echo $CUDA_VISIBLE_DEVICES"
            " ${CUDA_MPS_ACTIVE_THREAD_PERCENTAGE:-}'\n"
        )
        done = self.headway("run", "p.yaml")
        assert done.code == 0, done
        names = [f"a[i={i}]" for i in range(count)]
        return [self.headway("logs", "last", name).out.strip() for name in names]


@pytest.fixture
def driver(headway: Scene) -> Driver:
    if not LIBRARY.exists():
        pytest.skip(f"{LIBRARY} is not built")
    return Driver(headway)


def test_without_a_driver_there_is_no_gpu_and_no_message(headway: Scene) -> None:
    doctor = headway.json("doctor")
    if doctor["driver"] != "absent":
        pytest.skip("this machine has a driver")
    assert (doctor["gpus"], doctor["withheld"]) == ([], [])
    assert "gpu" not in doctor["resources"]
    text = headway("doctor")
    assert "  NVIDIA driver: absent\n" in text.out
    assert text.err == ""


def test_doctor_shows_devices(driver: Driver) -> None:
    driver.tell(*(f"gpu {uuid} 81559" for uuid in EIGHT))
    doctor = driver.headway.json("doctor")
    assert doctor["driver"] == "550.54.15"
    first = {"uuid": EIGHT[0], "name": "Imagined GPU", "index": 0, "mem": "81559Mi"}
    assert doctor["gpus"][0] == first
    assert [gpu["uuid"] for gpu in doctor["gpus"]] == EIGHT
    assert (doctor["resources"]["gpu"], doctor["resources"]["gpu_mem"]) == ("8", "81559Mi")
    lines = driver.headway("doctor").out.splitlines()
    assert "  NVIDIA driver: 550.54.15" in lines
    assert f"    {EIGHT[7]}  81559Mi  Imagined GPU" in lines


def test_doctor_shows_instances_and_what_is_withheld(driver: Driver) -> None:
    driver.tell(
        "gpu GPU-a 40960 mig",
        *("mig MIG-1 20096", "free", "mig MIG-2 4864"),
        "gpu GPU-b 40960 handle=15",
        "gpu GPU-c 40960 memory=4",
    )
    doctor = driver.headway.json("doctor")
    assert [gpu["uuid"] for gpu in doctor["gpus"]] == ["MIG-1", "MIG-2"]
    assert [gpu["instance_of"] for gpu in doctor["gpus"]] == ["GPU-a", "GPU-a"]
    assert [w["device"] for w in doctor["withheld"]] == ["GPU 1", "GPU-c"]
    out = driver.headway("doctor").out
    assert "    MIG-1  20096Mi  Imagined GPU MIG\n    MIG-2   4864Mi  Imagined GPU MIG\n" in out
    assert "    GPU-c  withheld: no permission (NVML error 4)\n" in out


def test_a_driver_that_is_of_no_use_is_told_and_stops_nothing(driver: Driver) -> None:
    driver.tell("init 9", "gpu GPU-a 100")
    doctor = driver.headway.json("doctor")
    assert doctor["driver"] == "unusable"
    assert doctor["driver_problem"] == "the driver is not loaded (NVML error 9)"
    assert "of no use: the driver is not loaded" in driver.headway("doctor").out
    driver.headway.tasks("  a: {script: 'echo ran'}\n")
    done = driver.headway("run", "p.yaml")
    assert (done.code, "driver" in done.err) == (0, False)


def test_a_device_that_is_lost_is_no_longer_offered(driver: Driver) -> None:
    driver.tell("gpu GPU-a 100", "gpu GPU-b 100")
    driver.headway.tasks("  a: {resources: {gpu: 2}, script: 'true'}\n")
    assert driver.headway("run", "p.yaml").code == 0
    driver.tell("gpu GPU-a 100", "gpu GPU-b 100 uuid=15")
    refused = driver.headway("run", "p.yaml")
    assert refused.code != 0
    assert "too-large-request" in refused.err


def test_tasks_that_hold_whole_devices_at_once_see_different_ones(driver: Driver) -> None:
    driver.tell(*(f"gpu {uuid} 81559" for uuid in EIGHT))
    assert sorted(driver.seen(8, "gpu: 1")) == EIGHT
    pairs = driver.seen(4, "gpu: 2")
    assert sorted(uuid for pair in pairs for uuid in pair.split(",")) == EIGHT


def test_two_halves_fill_a_device(driver: Driver) -> None:
    driver.tell(*(f"gpu {uuid} 81559" for uuid in EIGHT))
    assert sorted(driver.seen(16, "gpu: 0.5")) == sorted(EIGHT + EIGHT)


def test_instances_are_granted_by_their_own_names(driver: Driver) -> None:
    driver.tell("gpu GPU-a 40960 mig", "mig MIG-1 20096", "mig MIG-2 4864")
    assert sorted(driver.seen(2, "gpu: 1")) == ["MIG-1", "MIG-2"]


def test_a_share_is_told_to_the_multi_process_service(driver: Driver) -> None:
    driver.tell("gpu GPU-a 100")
    pipes = driver.headway.folder / "pipes"
    pipes.mkdir()
    driver.headway.env["CUDA_MPS_PIPE_DIRECTORY"] = str(pipes)
    assert driver.seen(2, "gpu: 0.5") == ["GPU-a", "GPU-a"]
    assert "mps" not in driver.headway.json("doctor")
    Path(pipes / "control").touch()
    assert driver.seen(2, "gpu: 0.5") == ["GPU-a 50", "GPU-a 50"]
    assert driver.seen(1, "gpu: 1") == ["GPU-a"]
    assert driver.headway.json("doctor")["mps"] == str(pipes)


def test_only_the_devices_left_to_the_engine_are_offered(driver: Driver) -> None:
    driver.tell(*(f"gpu {uuid} 81559" for uuid in EIGHT))
    driver.headway.env["CUDA_VISIBLE_DEVICES"] = f"3,{EIGHT[1][:12]}"
    assert sorted(driver.seen(2, "gpu: 1")) == [EIGHT[1], EIGHT[3]]
    withheld = driver.headway.json("doctor")["withheld"]
    assert len(withheld) == 6
    assert withheld[0] == {"device": EIGHT[0], "reason": "CUDA_VISIBLE_DEVICES does not name it"}


def test_memory_of_devices_is_asked_for_and_refused_where_none_has_it(driver: Driver) -> None:
    driver.tell("gpu GPU-a 40960", "gpu GPU-b 40960")
    assert driver.seen(1, "gpu: 1, gpu_mem: 20Gi")
    driver.headway.tasks("  a: {resources: {gpu: 1, gpu_mem: 50Gi}, script: 'true'}\n")
    refused = driver.headway("run", "p.yaml")
    assert "too-large-request" in refused.err
    assert "has 40Gi" in refused.err


def test_of_instances_of_different_memory_the_one_that_has_enough_is_granted(
    driver: Driver,
) -> None:
    driver.tell("gpu GPU-a 40960 mig", "mig MIG-1 4864", "mig MIG-2 20096")
    assert driver.seen(1, "gpu: 1, gpu_mem: 16Gi") == ["MIG-2"]
    driver.headway.tasks("  a: {resources: {gpu: 2, gpu_mem: 16Gi}, script: 'true'}\n")
    refused = driver.headway("run", "p.yaml")
    assert "no node can hold cpu=1, gpu=2, gpu_mem=16Gi" in refused.err
