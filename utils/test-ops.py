#!/usr/bin/env python3
"""Compares fixcon-run with ONNX Runtime, an outside judge, on models of one op each.

    utils/test-ops.py [options] [OP...]

The cases are in utils/op_cases: operators of ONNX in their options and opsets, and those of com.microsoft. Each runs by ONNX Runtime with its optimisations off and by fixcon-run, as
typed and in double precision. The table gives the largest deviation of each op: relative to the largest value of
the result for floats, in steps for integers, where the two may round a few values to neighbours (at most one in 50).
Exits 1 if a case deviates by more or only one of the two runs it. On processors without dot products of bytes ONNX
Runtime saturates sums of unsigned times signed bytes, which is not what the operators say; there it is no judge of such
cases, and they are left out and counted. Optional: without onnx, onnxruntime and numpy from
PyPI it says so and exits 0.
"""
import argparse
import collections
import contextlib
import io
import os
import pathlib
import sys
import tempfile

from judging import BIN, need

np, onnx, _ = need("numpy", "onnx", "onnxruntime")
import op_cases  # noqa: E402
from judging import runtimes  # noqa: E402

TOLERANCE = {"f2": 4e-3, "f4": 1e-4, "f8": 1e-6}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ops", nargs="*", metavar="OP", help="only these ops")
    parser.add_argument("--fixcon-run", type=pathlib.Path, default=BIN / "fixcon-run")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--verbose", action="store_true", help="one line for each case")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="write the models of failed cases there")
    return parser.parse_args()


def tensor_of(operand, name):
    if isinstance(operand, onnx.TensorProto):
        copy = onnx.TensorProto()
        copy.CopyFrom(operand)
        copy.name = name
        return copy
    return onnx.numpy_helper.from_array(np.asarray(operand), name)


def build(case):
    """(the model, its inputs)"""
    names, inputs, infos, weights = [], {}, [], []
    for i, operand in enumerate(case.operands):
        names.append("" if operand is None else f"x{i}")
        if operand is None:
            continue
        if i < case.fed:
            value = np.asarray(operand)
            inputs[names[i]] = value
            infos.append(onnx.helper.make_tensor_value_info(
                names[i], onnx.helper.np_dtype_to_tensor_dtype(value.dtype), value.shape))
        else:
            weights.append(tensor_of(operand, names[i]))
    names = [names[i] for i in case.order] if case.order else names
    results = [f"y{i}" if present else "" for i, present in enumerate(case.present)]
    node = onnx.helper.make_node(case.op, names, results, domain=case.domain, **case.attrs)
    outputs = [onnx.ValueInfoProto(name=name) for name in results if name]
    for i, dtype in case.types.items():
        outputs[i].type.tensor_type.elem_type = dtype
    graph = onnx.helper.make_graph([node], "case", infos, outputs, weights)
    opsets = [onnx.helper.make_opsetid("", case.opset), onnx.helper.make_opsetid(op_cases.MICROSOFT, 1)]
    return onnx.helper.make_model(graph, opset_imports=opsets, ir_version=10), inputs


def float_deviation(case, expected, got):
    """The deviation as a fraction of what is allowed, and the deviation."""
    a, b = expected.astype(np.float64), got.astype(np.float64)
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    largest = np.abs(a[np.isfinite(a)]).max(initial=0) or 1.0
    worst = float(np.abs(np.where(same, 0, a - b)).max(initial=0)) / largest
    worst = worst if np.isfinite(worst) else np.inf
    return worst / (case.tolerance or TOLERANCE[expected.dtype.str[1:]]), worst


def step_deviation(expected, got):
    steps = np.abs(expected.astype(np.int64) - got.astype(np.int64))
    worst, count = int(steps.max(initial=0)), int(np.count_nonzero(steps))
    return (2.0 if worst > 1 or count > max(1, steps.size // 50) else 0.5 * worst), worst


def deviation(case, expected, got):
    if sorted(expected) != sorted(got):
        raise RuntimeError(f"results {sorted(got)} instead of {sorted(expected)}")
    pairs = []
    for name, value in expected.items():
        if got[name].shape != value.shape:
            raise RuntimeError(f"'{name}' has shape {got[name].shape} instead of {value.shape}")
        is_float = value.dtype.kind == "f"
        pairs.append(float_deviation(case, value, got[name]) if is_float else step_deviation(value, got[name]))
    return max(pairs)


def run(case, options, folder):
    """(what share of the tolerance was used, a cell of the table)"""
    model, inputs = build(case)
    path = pathlib.Path(folder) / "case.onnx"
    path.write_bytes(model.SerializeToString())
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            expected = runtimes.run_session(runtimes.open_session(path), inputs)
    except Exception as error:  # the runtime's errors have no common class
        return np.inf, f"not run by ONNX Runtime: {str(error).splitlines()[0]}"
    worst, cells = 0.0, []
    for precision in ("typed", "f64"):
        try:
            got = runtimes.run_fixcon_on(options.fixcon_run, path, inputs, f"--precision={precision}")
            used, amount = deviation(case, expected, got)
        except RuntimeError as error:
            return np.inf, f"fixcon-run: {error}"
        worst = max(worst, used)
        cells.append(f"{precision} {amount:9.3g}")
    return worst, "  ".join(cells)


def saturates(folder):
    """Whether ONNX Runtime adds up 64 products of 255 and 127 to less than they are."""
    case = op_cases.Case("MatMulInteger", [np.full((1, 64), 255, "u1"), np.full((64, 1), 127, "i1")], domain="", fed=2)
    model, inputs = build(case)
    path = pathlib.Path(folder) / "saturation.onnx"
    path.write_bytes(model.SerializeToString())
    (product,) = runtimes.run_session(runtimes.open_session(path), inputs).values()
    return int(product.item()) != 64 * 255 * 127


def mixes_signs(case):
    dtypes = {np.asarray(operand).dtype.str[1:] for operand in case.operands
              if operand is not None and not isinstance(operand, onnx.TensorProto)}
    return {"u1", "i1"} <= dtypes


def keep(case, options):
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        (options.keep / f"{case.title.replace(' ', '_').replace('/', '_')}.onnx").write_bytes(
            build(case)[0].SerializeToString())


def main():
    options = arguments()
    if not os.access(options.fixcon_run, os.X_OK):
        sys.exit(f"test-ops: no {options.fixcon_run}: build first, or give --fixcon-run")
    worst, counts, failures, left_out = {}, collections.Counter(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        is_unfit = saturates(folder)
    for case in op_cases.all_cases(options.seed):
        if options.ops and case.op not in options.ops:
            continue
        if is_unfit and mixes_signs(case):
            left_out += 1
            continue
        with tempfile.TemporaryDirectory() as folder:
            used, cell = run(case, options, folder)
        counts[case.op] += 1
        if used > 1:
            failures += 1
            keep(case, options)
        if options.verbose or used > 1:
            print(f"{case.title:45s} {cell}{'   FAILED' if used > 1 else ''}", flush=True)
        worst[case.op] = max(worst.get(case.op, (-1.0, "")), (used, cell))
    print(f"{'op':34s} {'cases':>5s}  largest deviation")
    for op, (used, cell) in worst.items():
        print(f"{op:34s} {counts[op]:5d}  {cell}{'   FAILED' if used > 1 else ''}")
    if left_out:
        print(f"{left_out} cases left out: ONNX Runtime saturates sums of unsigned times signed bytes here")
    print(f"{sum(counts.values())} cases of {len(counts)} ops, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
