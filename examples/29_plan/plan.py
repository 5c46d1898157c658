"""How much shorter it would be with more GPUs."""

import headway as hw

pipeline = hw.load("pipeline.yaml")
for gpus in (1, 2, 3):
    schedule = pipeline.plan(slots={"cpu": 16, "gpu": gpus})
    print(f"{gpus} gpu: {schedule.makespan / 3600:.2f} h, optimal: {schedule.optimal}")
print(" -> ".join(schedule.critical_path))
