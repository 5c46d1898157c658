# Writes a pipeline.
cat > "$HEADWAY_OUTPUT/made.yaml" <<'END'
headway: v1
name: made
tasks:
  hello:
    script: echo made at run time > "$HEADWAY_OUTPUT/text"
    outputs: {text: string}
outputs: {text: "${{ tasks.hello.outputs.text }}"}
END
