"""One repair of a pair, judged."""
import numpy as np
import onnx

from . import checker, figures, reports, runtimes

EQUAL, RUN_SAMPLES = 1e-5, 4


def try_open(path):
    """(session, "") or (None, what ONNX Runtime says)."""
    try:
        return runtimes.open_session(path), ""
    except Exception as error:  # the runtime's errors have no common class
        return None, str(error).strip().splitlines()[0]


def leaves_batch_open(session):
    return all(value.shape and not isinstance(value.shape[0], int) for value in session.get_inputs())


def stacked(feeds, count):
    return {name: np.concatenate([feed[name] for feed in feeds[:count]]) for name in feeds[0]}


class Trial:
    def __init__(self, pair, tool, folder, timeout):
        self.pair, self.timeout, self.tool = pair, timeout, tool
        self.runner = tool.with_name("fixcon-run")
        self.folder, self.written = folder, folder / f"{pair.name}{pair.target.suffix}"
        self.before, self.after = {}, {}  # figures by kind of samples
        self.troubles = []  # what fails the run
        self.notes = []  # what is said besides
        self.loaded = self.equal = self.worse = self.done = self.unfit = False

    def judge(self):
        self.written.unlink(missing_ok=True)
        self.run = reports.run_tool(self.tool, "repair", self.pair.source, self.pair.target, "-o", self.written,
                                    *self.pair.data.arguments(self.folder), timeout=self.timeout)
        self.measure()
        self.wrong = [f for f in self.run.findings if f["type"] not in [*self.pair.types, *self.pair.allowed]]
        if self.pair.types:
            self.done = self.is_done()
        else:
            self.harm = self.find_harm()
            self.troubles += [f"HARMED ({self.harm})"] if self.harm else []

    def measure(self):
        """Runs source, target and what was written, and compares them."""
        self.source, problem = try_open(self.pair.source)
        self.target, own_problem = try_open(self.pair.target)
        if problem or own_problem:
            self.notes.append(f"not run by ONNX Runtime as it came: {(problem or own_problem)[:80]}")
        self.repaired, problem = try_open(self.written) if self.written.exists() else (None, "")
        if problem:
            self.troubles.append(f"DOES NOT LOAD ({problem.split('invalid model. ')[-1][:120]})")
        elif self.repaired:
            self.loaded = checker.accepts_alike(self.pair.target, self.written)
            self.troubles += [] if self.loaded else ["NOT ACCEPTED by the checker"]
            self.compare_with_source()
            self.compare_with_fixcon()

    def feeds(self, kind, session, side):
        recipe = self.run.report["preprocess"].get("target_repaired") if session is self.repaired else None
        return self.pair.data.feeds(kind, self.runner, session, side, recipe)

    def figures_of(self, kind, source, session):
        try:
            return figures.compare(source, figures.run_all(session, self.feeds(kind, session, "target")))
        except Exception as error:  # of the runtime
            self.notes.append(f"ONNX Runtime: {str(error).splitlines()[0][:80]}")
            return figures.Figures(len(source), len(source), np.inf, np.inf)

    def compare_with_source(self):
        if not self.source:
            return
        for kind in ("seen", "unseen"):
            source = figures.run_all(self.source, self.feeds(kind, self.source, "source"))
            self.after[kind] = self.figures_of(kind, source, self.repaired)
            self.before[kind] = self.figures_of(kind, source, self.target) if self.target else figures.Figures(
                len(source), len(source), np.inf, np.inf)
            if self.after[kind].is_worse_than(self.before[kind]):
                self.worse = True
                self.troubles.append(f"WORSE on {kind} samples")
        self.unfit = self.contradicts()

    def agrees(self, after):
        return after.mismatches == 0 and after.largest <= self.pair.tolerance

    def contradicts(self):
        """Whether the exit code says something else than ONNX Runtime measures: on the seen samples and in a batch, and
        where it says that all is well, on unseen ones too."""
        if self.run.code == 0 and self.differs_by_design():
            return False
        before, after = self.before["seen"], self.after["seen"]
        well = self.agrees(after) and self.is_equal_at_batch()
        expected = 0 if well else 3 if after.mismatches < before.mismatches else 1
        return self.run.code != expected or (self.run.code == 0 and not self.agrees(self.after["unseen"]))

    def differs_by_design(self):
        """Whether the report says that the source rounds within itself, or the target stores its weights in half precision."""
        return any("up to that, which explains" in note for note in self.run.report["notes"])

    def fixcon_deviation(self, path, session, side="target"):
        feeds = self.feeds("unseen", session, side)[:RUN_SAMPLES]
        worst = max(self.deviation_on(path, session, feed) for feed in feeds)
        if leaves_batch_open(session):
            worst = max(worst, self.deviation_on(path, session, stacked(feeds, self.pair.batch)))
        return worst

    def deviation_on(self, path, session, feed):
        """How far ONNX Runtime and fixcon-run are apart: nothing where both refuse the feed."""
        expected, got, problem = None, None, ""
        try:
            expected = runtimes.run_session(session, feed)
        except Exception as error:  # of the runtime
            problem = str(error)
        try:
            got = runtimes.run_fixcon_on(self.runner, path, feed)
        except RuntimeError as error:
            problem = str(error)
        if expected is None or got is None:
            self.notes.append(f"not run: {problem.splitlines()[0].replace(f'{path}: ', '')[:80]}")
            return 0.0 if expected is got else np.inf
        return runtimes.deviation(expected, got)[1]

    def compare_with_fixcon(self):
        self.deviation = self.fixcon_deviation(self.written, self.repaired)
        self.equal = self.deviation <= EQUAL
        for side, session in (("target", self.target), ("source", self.source)):
            if not self.equal and session:
                known = self.fixcon_deviation(getattr(self.pair, side), session, side)
                self.equal = self.deviation <= 2 * known
        if not self.equal:
            self.troubles.append("DIFFERS from fixcon-run")

    def is_placed(self, finding):
        return not self.pair.places or any(
            reports.names_in(finding, side) & set(self.pair.places.get(side, ())) for side in ("source", "target"))

    def is_done(self):
        right = any(f["type"] in self.pair.types and self.is_placed(f) for f in self.run.findings)
        return (right and not self.wrong and self.run.code == 0 and self.loaded and "unseen" in self.after
                and self.after["unseen"].largest <= self.pair.tolerance and self.is_equal_at_batch())

    def is_equal_at_batch(self):
        if not (leaves_batch_open(self.source) and leaves_batch_open(self.repaired)):
            return True
        try:
            both = [session.run(None, stacked(self.feeds("unseen", session, side), self.pair.batch))
                    for session, side in ((self.source, "source"), (self.repaired, "target"))]
        except Exception:  # of the runtime
            return False
        return figures.compare(*[[outputs] for outputs in both]).largest <= self.pair.tolerance

    def is_unchanged(self):
        if self.written.read_bytes() == self.pair.target.read_bytes():
            return True
        if self.written.suffix != ".onnx":
            return False
        written, came = [onnx.load(path, load_external_data=False) for path in (self.written, self.pair.target)]
        return written == came

    def find_harm(self):
        """What happened to a right pair that should not have, or an empty text."""
        if self.run.code != 0 or not self.written.exists():
            return f"exit code {self.run.code}"
        if self.wrong:
            return "findings"
        return "" if self.run.findings or self.is_unchanged() else "changed"

    @property
    def failed(self):
        return bool(self.troubles)

    def counts(self):
        right, written = not self.pair.types, self.written.exists()
        ruined = right and written and (self.worse or not self.loaded)
        return {"pairs": 1, "written": written, "loaded": self.loaded, "equal": self.equal, "worse": self.worse,
                "right": right, "harmed": right and bool(self.harm), "ruined": ruined, "faulty": not right,
                "done": self.done, "false": bool(self.wrong), "unfit": self.unfit}

    def line(self):
        figures_in_words = "  ".join(
            f"{kind} {self.before[kind].mismatches}>{after.mismatches} of {after.samples} "
            f"({self.before[kind].rms:.2g}>{after.rms:.2g})" for kind, after in self.after.items())
        verdict = self.run.report["verdict"] if self.run.report else self.run.error[:120]
        words = [*self.troubles, *["done"] * self.done, *["unfit"] * self.unfit, *dict.fromkeys(self.notes)]
        findings = " ".join(map(reports.in_words, self.run.findings))
        return (f"{self.pair.name:34} {','.join(self.pair.types) or 'right':9} exit {self.run.code} {verdict:16} "
                f"{self.run.seconds:5.1f} s  {figures_in_words}  [{findings}]  {'; '.join(words)}".rstrip())
