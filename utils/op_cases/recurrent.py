"""RNN, LSTM and GRU in every option that ONNX Runtime has."""
import itertools

import numpy as np

from . import normal, standard

GATES = {"RNN": 1, "LSTM": 4, "GRU": 3}
FUNCTIONS = {"RNN": 1, "LSTM": 3, "GRU": 2}


def parameters(rng, op, directions, size, hidden):
    gates = GATES[op]
    return [normal(rng, directions, gates * hidden, size, scale=0.5),
            normal(rng, directions, gates * hidden, hidden, scale=0.5),
            normal(rng, directions, 2 * gates * hidden, scale=0.5)]


def variants(op):
    yield {}
    yield {"clip": 0.7}
    one = {"RNN": ["Relu"], "LSTM": ["HardSigmoid", "Relu", "Tanh"], "GRU": ["HardSigmoid", "LeakyRelu"]}[op]
    yield {"activations": one, "activation_alpha": [0.3] * len(one), "activation_beta": [0.4] * len(one)}
    yield {"activations": [["Affine"], ["Sigmoid", "Softsign", "Elu"], ["Sigmoid", "ScaledTanh"]][["RNN", "LSTM", "GRU"].index(op)],
           "activation_alpha": [0.5] * FUNCTIONS[op], "activation_beta": [0.6] * FUNCTIONS[op]}
    if op == "GRU":
        yield {"linear_before_reset": 1}
    if op == "LSTM":
        yield {"input_forget": 1}


def cases(rng):
    length, batch, size, hidden = 5, 3, 4, 2
    for op, direction in itertools.product(GATES, ["forward", "reverse", "bidirectional"]):
        directions = 2 if direction == "bidirectional" else 1
        for attrs, lengths, initial in itertools.product(variants(op), [False, True], [False, True]):
            if directions == 2 and "activations" in attrs:
                attrs = {name: value * 2 if isinstance(value, list) else value for name, value in attrs.items()}
            x, state = normal(rng, length, batch, size), normal(rng, directions, batch, hidden)
            operands = [x, *parameters(rng, op, directions, size, hidden),
                        np.array([5, 2, 3], np.int32) if lengths else None, state if initial else None]
            if op == "LSTM" and initial:
                operands += [normal(rng, directions, batch, hidden), normal(rng, directions, 3 * hidden)]
            while operands[-1] is None:
                operands.pop()
            note = f"{direction}{' lengths' if lengths else ''}{' state' if initial else ''} {attrs}"
            yield standard(op, operands, {"hidden_size": hidden, "direction": direction, **attrs}, note, 14,
                           results=3 if op == "LSTM" else 2)
    for op in GATES:
        x, (w, r, b) = normal(rng, length, batch, size), parameters(rng, op, 1, size, hidden)
        yield standard(op, [x, w, r, b], {"hidden_size": hidden}, "", 7, results=2)
        yield standard(op, [x, w, r], {"hidden_size": hidden}, "last state alone", 22, results=[False, True])
