#!/usr/bin/env bash
# The same twice, then with another rate: only `train` depends on it.
set -euo pipefail
headway run pipeline.yaml
headway run pipeline.yaml
headway run pipeline.yaml -p rate=0.2
headway explain last train
