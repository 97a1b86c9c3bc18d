"""Quantised twins of a float model, as ONNX Runtime's quantiser writes them."""
import onnx
from onnxruntime import quantization as q

INT8, UINT8 = q.QuantType.QInt8, q.QuantType.QUInt8
# name: (format, by channel, type of activations, of weights); no format: dynamic
TWINS = {
    "qdq-tensor": (q.QuantFormat.QDQ, False, UINT8, INT8),
    "qdq-channel": (q.QuantFormat.QDQ, True, INT8, INT8),
    "qdq-bytes": (q.QuantFormat.QDQ, False, UINT8, UINT8),
    "qlinear-tensor": (q.QuantFormat.QOperator, False, UINT8, UINT8),
    "qlinear-channel": (q.QuantFormat.QOperator, True, UINT8, INT8),
    "dynamic": (None, False, None, INT8),
    "dynamic-bytes": (None, False, None, UINT8),
}


class Samples(q.CalibrationDataReader):
    def __init__(self, samples):
        self.left = iter([{"x": sample} for sample in samples])

    def get_next(self):
        return next(self.left, None)


def twin(name, source, path, samples):
    """Writes a twin of the model at `source`."""
    form, by_channel, activations, weights = TWINS[name]
    if form is None:
        q.quantize_dynamic(source, path, weight_type=weights)
    else:
        q.quantize_static(source, path, Samples(samples), quant_format=form, per_channel=by_channel,
                          activation_type=activations, weight_type=weights)
    model = onnx.load(path)
    onnx.checker.check_model(model)
    return model
