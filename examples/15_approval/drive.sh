#!/usr/bin/env bash
# Runs the pipeline, and answers it from another process.
set -euo pipefail
cd "$(dirname "$0")"
headway run pipeline.yaml & run=$!
until headway status last --json 2>/dev/null | grep -q '"id":"ask","task":"ask","state":"waiting"'; do
  kill -0 $run 2>/dev/null || { wait $run; exit; }  # ended already
  sleep 0.05
done
headway approve last ask -o percent=10
wait $run
