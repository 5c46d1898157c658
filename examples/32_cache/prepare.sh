# The rows that the pipeline is about.
seq 1000 > "$HEADWAY_OUTPUT/rows"
