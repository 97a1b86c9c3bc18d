"""One model by its runtime, without optimisations, and by fixcon-run; how far two results are apart."""
import pathlib
import subprocess
import tempfile

import numpy as np
import onnxruntime

from . import interpreter

onnxruntime.set_default_logger_severity(4)
DTYPES = {"float": "f4", "double": "f8", "float16": "f2", "bool": "?", "uint8": "u1", "int8": "i1", "uint16": "u2",
          "int16": "i2", "uint32": "u4", "int32": "i4", "uint64": "u8", "int64": "i8"}


def dtype_of(wanted):
    """The NumPy type of an input of a session."""
    return np.dtype(DTYPES[wanted.type.removeprefix("tensor(").removesuffix(")")])


LEVELS = {"none": onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL,
          "basic": onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC,
          "extended": onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED}


def settings_of(level):
    settings = onnxruntime.SessionOptions()
    settings.graph_optimization_level = LEVELS[level]
    settings.log_severity_level = 4
    return settings


def open_session(path):
    if pathlib.Path(path).suffix == ".tflite":
        return interpreter.Session(path)
    return onnxruntime.InferenceSession(str(path), settings_of("none"), providers=["CPUExecutionProvider"])


def optimise(path, written, level):
    """Writes what ONNX Runtime makes of a model before it runs it."""
    settings = settings_of(level)
    settings.optimized_model_filepath = str(written)
    onnxruntime.InferenceSession(str(path), settings, providers=["CPUExecutionProvider"])


def run_session(session, inputs):
    """Name -> value of all outputs."""
    return dict(zip([output.name for output in session.get_outputs()], session.run(None, inputs)))


def run_fixcon(tool, path, *arguments):
    """The same by fixcon-run, which is told the inputs by `arguments`."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(tool), str(path), f"--output={folder}/outputs.npz", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError((done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[0])
        return dict(np.load(f"{folder}/outputs.npz"))


def run_fixcon_on(tool, path, inputs, *arguments):
    """The same, of arrays by name."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for index, (name, value) in enumerate(inputs.items()):
            file = pathlib.Path(folder) / f"{index}.npy"
            np.save(file, value)
            files.append(f"--input={name}={file}")
        return run_fixcon(tool, path, *files, *arguments)


def difference(expected, got):
    """Largest deviation of one value: absolute, and relative to the largest expected element."""
    a, b = np.asarray(expected, np.float64), np.asarray(got, np.float64)
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    absolute = float(np.abs(np.where(same, 0, a - b)).max(initial=0))
    if not np.isfinite(absolute):
        return np.inf, np.inf
    largest = float(np.abs(a[np.isfinite(a)]).max(initial=0))
    return absolute, absolute / largest if largest else absolute


def deviation(expected, got):
    """Largest deviation over the outputs, by the relative one."""
    worst = (0.0, 0.0)
    for name, value in expected.items():
        if name not in got or got[name].shape != value.shape:
            raise RuntimeError(f"output '{name}' is missing or has another shape")
        worst = max(worst, difference(value, got[name]), key=lambda pair: pair[1])
    return worst
