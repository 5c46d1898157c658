#!/usr/bin/env bash
# Gives the store its configuration, then runs the pipeline in it.
set -euo pipefail
mkdir -p .headway
cp config.yaml .headway/
headway run pipeline.yaml
