#!/usr/bin/env python3
"""Compares fixcon-run with ONNX Runtime on small networks that ONNX Runtime itself optimised and quantised.

    utils/test-onnxruntime-models.py [options]

Each network of utils/op_cases/networks.py is written as it is, fused by the levels `basic` and `extended` of the
optimiser and, if sympy is there, by the fusions for transformers; quantised dynamically and statically, as quantised
ops and as pairs of QuantizeLinear and DequantizeLinear; and the quantised ones are fused again. All of them go through
utils/compare-onnxruntime.py. Where values are rounded to few steps, the noise of f32 decides ties, and a few steps may
come out the other way: statically quantised networks may deviate by 5%, all others by 1e-3. The level `all` is left
out: what it writes lays tensors out for one machine.
Optional: without onnx, onnxruntime and numpy from PyPI it says so and exits 0.
"""
import argparse
import logging
import pathlib
import subprocess
import sys
import tempfile

from judging import BIN, need

np, onnx, onnxruntime, quantization = need("numpy", "onnx", "onnxruntime", "onnxruntime.quantization")
from judging import runtimes  # noqa: E402
from op_cases import networks  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
LEVELS = ("basic", "extended")


class Calibration(quantization.CalibrationDataReader):
    def __init__(self, inputs):
        self.samples = iter([inputs(np.random.default_rng(i)) for i in range(3)])

    def get_next(self):
        return next(self.samples, None)


def optimise(path, level):
    runtimes.optimise(path, path.with_suffix(f".{level}.onnx"), level)


def quantise(path, inputs):
    """Quantised models beside `path`, each of which it gives."""
    for per_channel in (False, True):
        way = "channels" if per_channel else "tensors"
        result = path.with_suffix(f".dynamic-{way}.onnx")
        quantization.quantize_dynamic(path, result, per_channel=per_channel,
                                      extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT})
        yield result
        for form in (quantization.QuantFormat.QOperator, quantization.QuantFormat.QDQ):
            for kind in (quantization.QuantType.QUInt8, quantization.QuantType.QInt8):
                result = path.with_suffix(f".{form.name}-{kind.name}-{way}.onnx")
                quantization.quantize_static(path, result, Calibration(inputs), quant_format=form,
                                             per_channel=per_channel, activation_type=kind,
                                             weight_type=quantization.QuantType.QInt8)
                yield result


def fuse_transformer(path):
    """The fusions that a script of ONNX Runtime does, then those quantised."""
    try:
        import sympy  # noqa: F401
        from onnxruntime.transformers import optimizer
    except ImportError:
        return
    fused = optimizer.optimize_model(str(path), model_type="bert", num_heads=networks.HEADS,
                                     hidden_size=networks.WIDTH, opt_level=0)
    result = path.with_suffix(".transformers.onnx")
    fused.save_model_to_file(str(result))
    for per_channel in (False, True):
        quantization.quantize_dynamic(result, result.with_suffix(f".dynamic-{int(per_channel)}.onnx"),
                                      per_channel=per_channel,
                                      extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT})


def write_all(folder, name, seed):
    """Writes every form of one network and its inputs."""
    build, inputs = networks.NETWORKS[name]
    path = folder / f"{name}.onnx"
    onnx.save(build(np.random.default_rng(seed)), path)
    np.savez(folder / f"{name}.npz", **inputs(np.random.default_rng(seed + 1000)))
    for level in LEVELS:
        optimise(path, level)
    for quantised in quantise(path, inputs):
        optimise(quantised, "extended")
    if name == "transformer":
        fuse_transformer(path)


def compare(options, inputs, models, tolerance):
    """Whether a model deviates by more."""
    return subprocess.run([sys.executable, str(HERE / "compare-onnxruntime.py"), f"--fixcon-run={options.fixcon_run}",
                           f"--inputs={inputs}", f"--tolerance={tolerance}", *models]).returncode != 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fixcon-run", type=pathlib.Path, default=BIN / "fixcon-run")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="write the models there")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    onnxruntime.set_default_logger_severity(4)
    failed = False
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in networks.NETWORKS:
            write_all(folder, name, options.seed)
            models = sorted(map(str, folder.glob(f"{name}*.onnx")))
            rounded = [model for model in models if "QDQ" in model or "QOperator" in model]
            failed |= compare(options, folder / f"{name}.npz", [m for m in models if m not in rounded], 1e-3)
            failed |= compare(options, folder / f"{name}.npz", rounded, 5e-2)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
