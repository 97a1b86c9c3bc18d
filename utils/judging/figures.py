"""How far a target's outputs are from the source's, over samples and over all outputs."""
import dataclasses

import numpy as np

from . import runtimes

TIE, ROUNDING = 1e-5, 1e-3  # of the largest element: scores that close tie; values without labels agree


@dataclasses.dataclass
class Figures:
    samples: int = 0
    mismatches: int = 0  # samples of which an output has another label, or is off by more than ROUNDING
    rms: float = 0.0  # of the difference over that of the source, of the worst output
    largest: float = 0.0  # difference over the source's largest element, of the worst output

    def is_worse_than(self, before):
        return self.mismatches > before.mismatches or self.rms > 1.001 * before.rms + 1e-6


def run_all(session, feeds):
    """A list of outputs for each sample."""
    return [session.run(None, feed) for feed in feeds]


def is_scores(value):
    return sum(size > 1 for size in value.shape) == 1


def mismatch(source, target):
    """Whether one output of one sample differs."""
    if source.size != target.size:
        return True
    a, b = source.astype(np.float64).reshape(-1), target.astype(np.float64).reshape(-1)
    absolute, relative = runtimes.difference(a, b)
    if not np.isfinite(absolute) or not is_scores(source):
        return relative > ROUNDING
    return a[np.argmax(a)] - a[np.argmax(b)] > TIE * np.abs(a).max()


def whole(outputs, index):
    return np.concatenate([np.asarray(sample[index], np.float64).reshape(-1) for sample in outputs])


def compare(source, target):
    """Figures of two lists of outputs of the same samples, outputs paired by position."""
    result = Figures(len(source))
    count = len(source[0])
    if any(len(sample) != count for sample in target):
        return Figures(len(source), len(source), np.inf, np.inf)
    result.mismatches = sum(any(map(mismatch, s, t)) for s, t in zip(source, target))
    for index in range(count):
        a, b = whole(source, index), whole(target, index)
        if a.size != b.size:
            return dataclasses.replace(result, rms=np.inf, largest=np.inf)
        result.largest = max(result.largest, runtimes.difference(a, b)[1])
        apart, power = rms(np.where((a == b) | (np.isnan(a) & np.isnan(b)), 0, a - b)), rms(a[np.isfinite(a)])
        result.rms = max(result.rms, apart / power if power else apart)
    return result


def rms(values):
    with np.errstate(invalid="ignore"):
        value = float(np.sqrt(np.mean(np.square(values)))) if values.size else 0.0
    return value if np.isfinite(value) else np.inf
