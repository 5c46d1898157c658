#!/usr/bin/env bash
# Receives one notification as the team's service would, and prints it.
set -euo pipefail
cd "$(dirname "$0")"
told=$(mktemp -d)
python3 receive.py "$told/port" > "$told/notice" & receiver=$!
trap 'kill $receiver 2>/dev/null || true; rm -r "$told"' EXIT
until [ -s "$told/port" ]; do sleep 0.02; done
HOOK="http://127.0.0.1:$(cat "$told/port")" headway run pipeline.yaml
wait $receiver
cat "$told/notice"
