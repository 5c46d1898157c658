"""The pipeline of pipeline.yaml, built and run from Python."""

import sys

import headway as hw


def digits() -> hw.Pipeline:
    p = hw.Pipeline("digits")
    p.description("Train, compare and check classifiers of handwritten digits")
    test_size = p.param(
        "test_size",
        float,
        0.25,
        min=0.05,
        max=0.4,
        description="share of the images kept for evaluate",
    )
    epochs = p.param(
        "epochs", int, 40, min=1, max=500, description="passes over the training images"
    )
    rates = p.param(
        "rates", list[float], [0.1, 0.01, 0.001], description="learning rates to compare"
    )
    seed = p.param("seed", int, 7)
    p.defaults(resources={"cpu": 1, "mem": "512Mi"})

    prepare = p.task(
        "prepare",
        description="Scale the images and split them for train, best and evaluate",
        command=["python", "prepare.py", "--test-size", test_size, "--seed", seed],
        outputs={"clean": hw.Directory, "images": int},
    )

    options = ["--model", "${{ matrix.model }}", "--rate", "${{ matrix.rate }}"]
    train = p.task(
        "train",
        description="One classifier for each rate and model",
        depends_on=prepare,
        command=["python", "train.py", *options, "--epochs", epochs, "--seed", seed],
        outputs={"model": (hw.File, "model.joblib"), "label": str, "accuracy": float},
        matrix={"rate": rates, "model": ["linear", "mlp"]},
        estimate="3s",
    )

    best = p.task(
        "best",
        description="Keep the classifier that did best on images it had not seen",
        depends_on=train,
        command=["python", "best.py"],
        inputs={"labels": train["label"], "accuracies": train["accuracy"]},
        outputs={"model": (hw.File, "model.joblib"), "label": str},
        resources={"cpu": 0.5, "mem": "128Mi"},
    )

    evaluate = p.task(
        "evaluate",
        description="Measure it on the images kept apart; the first attempt fails on purpose",
        depends_on=[best, prepare],
        command=["python", "evaluate.py"],
        outputs={"accuracy": float, "confusion": "json"},
        retry={"limit": 2, "backoff": {"initial": "1s"}},
    )

    report = p.task(
        "report",
        description="The confusion matrix as a picture, the result in words",
        depends_on=evaluate,
        command=["python", "report.py"],
        inputs={
            "label": best["label"],
            "accuracy": evaluate["accuracy"],
            "confusion": evaluate["confusion"],
        },
        outputs={"picture": (hw.File, "confusion.png"), "summary": (hw.File, "report.md")},
    )

    p.output("accuracy", evaluate["accuracy"])
    p.output("label", best["label"])
    p.output("model", best["model"])
    p.output("picture", report["picture"])
    return p


if __name__ == "__main__":
    if "--yaml" in sys.argv[1:]:
        print(digits().to_yaml(), end="")
    else:
        job = digits().start()
        result = job.result()
        print(f"{result['label']}: {result['accuracy']:.3f}, drawn in {result['picture'].path}")
