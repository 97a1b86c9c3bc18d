"""What onnx.checker says of a file; there is none for TensorFlow Lite, whose interpreter checks what it loads."""
import pathlib

import onnx

LEVELS = ("not", "plain", "full")


def acceptance(path):
    """How far the checker accepts a model: 'full' (types inferred too), 'plain' or 'not'."""
    for level, full in (("full", True), ("plain", False)):
        try:
            onnx.checker.check_model(str(path), full_check=full)
            return level
        except Exception:  # the checker raises many kinds
            continue
    return "not"


def accepts_alike(original, written):
    """Whether a written model is accepted at least as far as the one that it was made of."""
    if pathlib.Path(written).suffix != ".onnx":
        return True
    return LEVELS.index(acceptance(written)) >= LEVELS.index(acceptance(original))
