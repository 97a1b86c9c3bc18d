"""Normalisations and embeddings of transformers and diffusion models."""
import numpy as np

from . import Case, normal


def simplified(rng):
    op, domain = "SimplifiedLayerNormalization", ""
    x, g = normal(rng, 2, 3, 8), normal(rng, 8)
    yield Case(op, [x, g], {}, "default", domain=domain)
    yield Case(op, [x, g], {"epsilon": 0.1, "axis": -1, "stash_type": 1}, "epsilon", domain=domain)
    yield Case(op, [x, normal(rng, 3, 8)], {"axis": 1}, "two axes", domain=domain)
    yield Case(op, [x.astype(np.float64), g.astype(np.float64)], {}, "double", domain=domain)
    yield Case(op, [x.astype(np.float16), g.astype(np.float16)], {}, "half", domain=domain)
    yield Case("LayerNormalization", [x, g, g[::-1].copy()], {"axis": -1, "epsilon": 1e-3}, "opset 12", domain="",
               opset=12)
    yield Case("LayerNormalization", [x, g], {"axis": -1, "stash_type": 1}, "opset 12 no bias", domain="", opset=12,
               results=3)


def skipping(rng):
    op = "SkipSimplifiedLayerNormalization"
    x, skip, g, b = normal(rng, 2, 3, 8), normal(rng, 2, 3, 8), normal(rng, 8), normal(rng, 8)
    yield Case(op, [x, skip, g], {}, "default")
    yield Case(op, [x * np.float32(1e-4), skip * np.float32(1e-4), g], {}, "small")
    yield Case(op, [x, skip, g, b], {"epsilon": 0.1}, "bias, sum", results=[True, False, False, True])
    yield Case(op, [x[0], skip[0], g, b], {}, "rank 2")
    yield Case(op, [x, skip[:1], g], {}, "skip of one sample")
    half = [value.astype(np.float16) for value in (x, skip, g, b)]
    yield Case(op, half, {}, "half")


def embeddings(rng):
    op = "EmbedLayerNormalization"
    ids, segments = rng.integers(0, 20, (2, 5)).astype(np.int32), rng.integers(0, 2, (2, 5)).astype(np.int32)
    words, places, kinds = normal(rng, 20, 8), normal(rng, 7, 8), normal(rng, 2, 8)
    g, b, mask = normal(rng, 8), normal(rng, 8), np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]], np.int32)
    yield Case(op, [ids, segments, words, places, kinds, g, b], {}, "no mask", results=2)
    yield Case(op, [ids, segments, words, places, kinds, g, b, mask], {"epsilon": 1e-3}, "mask", results=3, fed=2)
    yield Case(op, [ids, None, words, places, None, g, b, mask], {"mask_index_type": 1}, "no segments", results=3)
    positions = rng.integers(0, 7, (2, 5)).astype(np.int32)
    yield Case(op, [ids, segments, words, places, kinds, g, b, None, positions], {}, "positions", results=2)
    yield Case(op, [ids, None, words, places, None, g, b, None, positions[:1]], {}, "positions of one sample",
               results=2)


def cases(rng):
    for family in (simplified, skipping, embeddings):
        yield from family(rng)
