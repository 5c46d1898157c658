#!/usr/bin/env bash
# The same twenty, each from a terminal of its own: the first becomes the store's engine, the others join it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

terminals=()
for features in Plain Scaled Outlines Halved; do
  for model in Nearest Linear Bayes Forest Margin; do
    headway run recipe.json --params config.json -p features=$features -p model=$model \
      --job-name "$features $model" "$@" &
    terminals+=($!)
  done
done
for terminal in "${terminals[@]}"; do wait "$terminal"; done
headway jobs
