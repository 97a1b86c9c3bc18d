"""What real models are fed: random arrays with the marks of what they were made for.

Each function takes the shape of one sample and gives a function (rng, count) -> array whose first axis counts samples.
"""
import numpy as np


def picture(*shape, low=-1.0, high=1.0, channels=-3, dtype=np.float32):
    """Smooth colours with some noise; the last two axes but `channels` are height and width."""
    def draw(rng, count):
        moved = np.moveaxis(np.zeros(shape), channels, 0) if len(shape) > 2 else np.zeros(shape)
        height, width = moved.shape[-2:]
        coarse = rng.random((count, *moved.shape[:-2], height // 8 + 2, width // 8 + 2))
        rows, columns = np.linspace(0, height // 8 + 0.99, height), np.linspace(0, width // 8 + 0.99, width)
        smooth = between(between(coarse, rows, -2), columns, -1)
        values = np.clip(smooth + 0.05 * rng.standard_normal(smooth.shape), 0, 1) * (high - low) + low
        return (np.moveaxis(values, 1, channels) if len(shape) > 2 else values).astype(dtype)
    return draw


def between(values, places, axis):
    """Values at places between the elements of an axis, linearly."""
    first = places.astype(int)
    share = (places - first).reshape([-1] + [1] * (-axis - 1))
    return np.take(values, first, axis) * (1 - share) + np.take(values, first + 1, axis) * share


def sound(*shape, loudness=0.3):
    """A few tones and noise along the longest axis."""
    def draw(rng, count):
        axis = int(np.argmax(shape)) + 1
        time, one = np.arange(max(shape)), (count, *[size for size in shape if size < max(shape)], 1)
        waves = sum(rng.random(one) * np.sin(time * rng.uniform(0.01, 0.8, one) + rng.uniform(0, 6, one)) for _ in range(4))
        waves = loudness * (waves / 2 + 0.05 * rng.standard_normal(waves.shape))
        return np.moveaxis(waves, -1, axis).astype(np.float32)
    return draw


def normal(*shape, scale=1.0, mean=0.0):
    return lambda rng, count: (mean + scale * rng.standard_normal((count, *shape))).astype(np.float32)


def uniform(*shape, low=0.0, high=1.0):
    return lambda rng, count: rng.uniform(low, high, (count, *shape)).astype(np.float32)


def tokens(*shape, below, above=1, dtype=np.int64):
    return lambda rng, count: rng.integers(above, below, (count, *shape)).astype(dtype)


def mask(length, dtype=np.int64):
    """Ones, then zeros from a place that is drawn."""
    return lambda rng, count: (np.arange(length) < rng.integers(length // 2, length + 1, (count, 1))).astype(dtype)


def constant(value, *shape, dtype=np.float32):
    return lambda rng, count: np.full((count, *shape), value, dtype)
