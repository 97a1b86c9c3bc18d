"""Pairs of one real model: rewritten by other tools, and broken, with ONNX Runtime as the judge of both."""
import zlib

import numpy as np
import onnx

from judging import figures, runtimes, samples
from judging.pairs import Pair

from . import models, plants, rewrites

EQUAL, CHANGED, ATTEMPTS = 1e-4, 3e-3, 12  # of the largest output; places that are tried for one fault
HALF = 2e-3  # two steps of half precision: what outputs of that dtype may be off by


class Subject:
    """A real model with its samples, and the pairs that are made of it."""

    def __init__(self, name, path, folder, seen, seed):
        self.name, self.path, self.folder = name, path, folder
        self.model, self.rng = onnx.load(path), np.random.default_rng([seed, zlib.crc32(name.encode())])
        about = models.MODELS[name]
        self.data = samples.Arrays(models.draw(about, self.rng, seen), models.draw(about, self.rng, seen))
        self.outputs = self.run(path)
        is_half = any(np.asarray(value).dtype == np.float16 for value in self.outputs[0])
        self.tolerance = HALF if is_half else EQUAL
        self.rewritten = {}  # name of a rewriting -> its path, of those that are equal
        self.notes = []

    def run(self, path):
        session = runtimes.open_session(path)
        return figures.run_all(session, self.data.feeds("seen", None, session, "source"))

    def apart(self, path):
        """Largest difference from the model's own outputs, or None where it does not run or gives other shapes."""
        try:
            outputs = self.run(path)
        except Exception:  # of the runtime
            return None
        shapes = [[np.shape(value) for value in one] == [np.shape(value) for value in other]
                  for one, other in zip(outputs, self.outputs)]
        return figures.compare(self.outputs, outputs).largest if all(shapes) else None

    def save(self, model, name):
        path = self.folder / f"{self.name}-{name}.onnx"
        onnx.save(model, path)
        return path

    def pair(self, name, target, types=(), places=None, allowed=()):
        return Pair(f"{self.name}-{name}", self.path, target, self.data, list(types), allowed, places or {}, self.tolerance)

    def equal_pairs(self):
        for name, rewrite in rewrites.REWRITES.items():
            try:
                path = self.save(rewrite(self.path, self.model), name)
            except Exception as error:  # of that tool
                self.notes.append(f"{name}: not made ({type(error).__name__})")
                continue
            apart = self.apart(path)
            if apart is None or apart > self.tolerance:
                self.notes.append(f"{name}: not equal ({apart})")
                continue
            self.rewritten[name] = path
            yield self.pair(name, path)

    def faulty_pairs(self, count):
        """`count` faults of each kind, in turn in the file as it is and as another tool rewrote it."""
        hosts = [self.path, *[self.rewritten[name] for name in ("slim", "sim", "runtime") if name in self.rewritten][:1]]
        for kind, make in plants.KINDS.items():
            for turn in range(count):
                plant, path = self.planted(make, onnx.load(hosts[turn % len(hosts)]), f"{kind}{turn}")
                if plant:
                    yield plant.what, self.pair(f"{kind}{turn}", path, plant.types, plant.places)

    def planted(self, make, host, name):
        """The first plant that changes the outputs, and its path."""
        for _, plant in zip(range(ATTEMPTS), make(host, self.rng)):
            path = self.save(plant.model, name)
            apart = self.apart(path)
            if apart is not None and np.isfinite(apart) and apart > CHANGED:
                return plant, path
            path.unlink()
        return None, None
