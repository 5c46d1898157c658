#!/usr/bin/env bash
# Plans the pipeline on two machines, asks what more GPUs would bring, and runs it here.
set -euo pipefail
headway plan pipeline.yaml --nodes nodes.json --gantt plan.svg --what-if gpu=1..3
headway run pipeline.yaml --slots cpu=8,gpu=2
