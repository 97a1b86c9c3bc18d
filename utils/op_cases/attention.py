"""Attention of transformers, with its masks, caches and rotations."""
import numpy as np
import onnx

from . import Case, bytes_of, normal

B, S, N, H, P = 2, 5, 2, 4, 3
WIDTH = N * H
MASKED = np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]], np.int32)


def masks(rng, total):
    """(note, mask) in every form that ONNX Runtime has on a CPU."""
    raw = np.ones((B, total), np.int32)
    raw[0, -2:] = 0
    yield "no mask", None
    yield "lengths", np.array([total - 2, total], np.int32)
    yield "ends and starts", np.array([total - 1, total, 1, 0], np.int32)
    yield "raw 2-d", raw
    three = rng.integers(0, 2, (B, S, total)).astype(np.int32)
    three[:, :, 0] = 1
    yield "raw 3-d", three


def fused(rng):
    x, w, b = normal(rng, B, S, 6), normal(rng, 6, 3 * WIDTH, scale=0.5), normal(rng, 3 * WIDTH)
    past = normal(rng, 2, B, N, P, H)
    for causal in (0, 1):
        for note, mask in masks(rng, S):
            yield Case("Attention", [x, w, b, mask], {"num_heads": N, "unidirectional": causal},
                       f"{note} {'causal' if causal else ''}")
    for causal in (0, 1):
        for note, mask in masks(rng, S + P):
            yield Case("Attention", [x, w, b, mask, past], {"num_heads": N, "unidirectional": causal},
                       f"past {note} {'causal' if causal else ''}", results=2)
    yield Case("Attention", [x, w, b], {"num_heads": N, "scale": 0.3}, "scale", results=2)
    yield Case("Attention", [x, w, None, None, None, normal(rng, B, N, S, S)], {"num_heads": N}, "addend, no bias")
    yield Case("Attention", [x, w, b, None, None, normal(rng, 1, 1, S, S)], {"num_heads": N}, "broadcast addend")
    yield Case("Attention", [x, w, b, MASKED], {"num_heads": N, "mask_filter_value": -3.0}, "filter value")
    yield Case("Attention", [x, w, b, 0 * MASKED], {"num_heads": N, "mask_filter_value": -3.0}, "all masked")
    yield Case("Attention", [x, w, b, 0 * MASKED], {"num_heads": N, "mask_filter_value": -3.0, "unidirectional": 1},
               "all masked causal")
    sizes = [WIDTH, WIDTH, 2 * WIDTH]
    yield Case("Attention", [x, normal(rng, 6, 4 * WIDTH, scale=0.5), normal(rng, 4 * WIDTH)],
               {"num_heads": N, "qkv_hidden_sizes": sizes}, "wider values")
    yield Case("Attention", [x[:, :1].copy(), w, b, None, past], {"num_heads": N, "unidirectional": 1}, "one token",
               results=2)


def quantized(rng):
    for wt in (np.uint8, np.int8):
        x, w, b = bytes_of(rng, B, S, 6), bytes_of(rng, 6, 3 * WIDTH, dtype=wt), normal(rng, 3 * WIDTH)
        kind, zx, zw = np.dtype(wt).name, np.uint8(120), wt(3)
        xs, ws = np.float32(0.01), np.float32(0.008)
        for causal in (0, 1):
            for note, mask in masks(rng, S):
                if mask is None or mask.ndim == 1:
                    attrs = {"num_heads": N, "unidirectional": causal}
                    yield Case("QAttention", [x, w, b, xs, ws, mask, zx, zw], attrs,
                               f"{kind} {note} {'causal' if causal else ''}")
        yield Case("QAttention", [x, w, b, xs, ws, None, zx, zw, normal(rng, 2, B, N, P, H)],
                   {"num_heads": N, "unidirectional": 1}, f"{kind} past", results=2)
        columns, zeros = np.linspace(0.005, 0.01, 3 * WIDTH).astype(np.float32), np.full(3 * WIDTH, zw, wt)
        yield Case("QAttention", [x, w, b, xs, columns, None, zx, zeros], {"num_heads": N}, f"{kind} by column")
        yield Case("QAttention", [x, w, b, xs, ws], {"num_heads": N}, f"{kind} no zero points")


def multi_head(rng):
    op, t = "MultiHeadAttention", 7
    q, k, v = normal(rng, B, S, WIDTH), normal(rng, B, t, WIDTH), normal(rng, B, t, 2 * WIDTH)
    b = normal(rng, 4 * WIDTH)
    yield Case(op, [q, k, v], {"num_heads": N}, "cross", fed=3)
    yield Case(op, [q, k, v, b], {"num_heads": N, "scale": 0.4}, "bias, scale", fed=3)
    yield Case(op, [q, k, v, b, None, normal(rng, 1, N, S, t)], {"num_heads": N}, "addend", fed=3)
    lengths, raw = np.array([4, t], np.int32), np.ones((B, t), np.int32)
    raw[0, 4:] = 0
    yield Case(op, [q, k, v, b, lengths], {"num_heads": N}, "lengths", fed=3)
    yield Case(op, [q, k, v, b, raw], {"num_heads": N, "mask_filter_value": -4.0}, "raw 2-d", fed=3)
    three = rng.integers(0, 2, (B, S, t)).astype(np.int32)
    yield Case(op, [q, k, v, b, three], {"num_heads": N, "mask_filter_value": -4.0}, "raw 3-d", fed=3)
    heads = [normal(rng, B, N, t, H), normal(rng, B, N, t, H)]
    yield Case(op, [q, *heads], {"num_heads": N}, "heads given", fed=3)
    k, v, b = k[:, :S].copy(), v[:, :S, :WIDTH].copy(), b[:3 * WIDTH].copy()
    past = [normal(rng, B, N, P, H), normal(rng, B, N, P, H)]
    for causal in (0, 1):
        attrs, note = {"num_heads": N, "unidirectional": causal}, "causal" if causal else ""
        yield Case(op, [q, k, v, b], attrs, f"self {note}", fed=3, results=3)
        yield Case(op, [q, k, v, b, None, None, *past], attrs, f"past {note}", fed=3, results=3)
        raw = np.ones((B, S + P), np.int32)
        raw[1, :2] = 0
        yield Case(op, [q, k, v, b, raw, None, *past], attrs, f"past raw 2-d {note}", fed=3, results=3)
    yield Case(op, [q, k, v, b, None, normal(rng, B, N, S, S + P), *past], {"num_heads": N}, "scores", fed=3, results=4,
               types={3: onnx.TensorProto.FLOAT})


def rotary(rng):
    op, longest, size = "RotaryEmbedding", 12, 8
    angles = normal(rng, longest, size // 2, scale=2)
    cos, sin = np.cos(angles), np.sin(angles)
    x3, x4 = normal(rng, B, S, 3 * size), normal(rng, B, 3, S, size)
    each, first = rng.integers(0, longest, (B, S)), np.array([4])
    for interleaved in (0, 1):
        for note, positions in (("each", each), ("first", first)):
            attrs, note = {"interleaved": interleaved}, f"{note} {'interleaved' if interleaved else ''}"
            yield Case(op, [x3, positions, cos, sin], attrs, f"rank 3 {note}")
            yield Case(op, [x4, positions, cos, sin], attrs, f"rank 4 {note}")
            part = {**attrs, "rotary_embedding_dim": 4, "num_heads": 3}
            yield Case(op, [x3, positions, cos[:, :2].copy(), sin[:, :2].copy()], part, f"part {note}")
            yield Case(op, [x4, positions, cos[:, :2].copy(), sin[:, :2].copy()], part, f"part of rank 4 {note}")


def grouped(rng):
    op, heads, keys, size = "GroupQueryAttention", 4, 2, 16
    attrs = {"num_heads": heads, "kv_num_heads": keys}
    angles = normal(rng, 16, size // 2, scale=2)
    cos, sin = np.cos(angles), np.sin(angles)
    for steps, past in ((S, 0), (1, P), (1, P + 3)):
        q, k, v = (normal(rng, B, steps, n * size) for n in (heads, keys, keys))
        lengths, total = np.full(B, past + steps - 1, np.int32), np.array(past + steps, np.int32)
        cache = [normal(rng, B, keys, past, size) for _ in range(2)]
        operands, note = [q, k, v, *cache, lengths, total], f"{steps} after {past}"
        yield Case(op, operands, attrs, note, fed=3, results=3)
        yield Case(op, operands, {**attrs, "scale": 0.2, "softcap": 1.5}, f"{note} scale, cap", fed=3, results=3)
        for window in (1, 3):
            yield Case(op, operands, {**attrs, "local_window_size": window}, f"{note} window {window}", fed=3,
                       results=3)
        packed = np.concatenate([q, k, v], axis=2)
        yield Case(op, [packed, None, None, *operands[3:]], attrs, f"{note} packed", results=3)
        for interleaved in (0, 1):
            turned = {**attrs, "do_rotary": 1, "rotary_interleaved": interleaved}
            yield Case(op, [*operands, cos, sin], turned, f"{note} rotary {interleaved}", fed=3, results=3)
    room = [normal(rng, B, keys, P + 1, size) for _ in range(2)]
    ragged = np.array([P, 1], np.int32)
    yield Case(op, [q, k, v, *room, ragged, np.array(P + 1, np.int32)], attrs, "ragged samples", fed=3, results=3)


def cases(rng):
    for family in (fused, quantized, multi_head, rotary, grouped):
        yield from family(rng)
