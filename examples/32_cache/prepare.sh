seq 1000 > "$HEADWAY_OUTPUT/rows"
