// A verdict against what running both models says: over random graphs with a random edit. FIXCON_PROPERTY_TRIALS
// says how many pairs are drawn.
#include "BuildReport.h"
#include "RandomEdit.h"
#include "RandomExecutable.h"
#include "RunGraph.h"
#include "Verdict.h"

#include "fixcon/Comparison/PassRegistry.h"
#include "fixcon/Pass/PassManager.h"
#include "fixcon/Transforms/Normalize.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace fixcon {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

class DrawnSamples : public SampleSource {
public:
  DrawnSamples(const Graph &graph, const Shape &shape, uint64_t seed) {
    Random random(seed);
    for (int i = 0; i < 4; ++i) {
      auto &sample = samples.emplace_back();
      for (const auto &argument : graph.arguments())
        sample[argument->name()] =
            randomTensor(argument->name() == "x" ? Type::tensor(argument->type().dtype(), shape)
                                                 : argument->type(),
                         random);
    }
  }
  int64_t size() const override { return static_cast<int64_t>(samples.size()); }
  std::string name(int64_t i) const override { return std::to_string(i); }
  FailureOr<std::map<std::string, Tensor>> load(const Graph &, int64_t i) override {
    return samples[static_cast<size_t>(i)];
  }

  std::vector<std::map<std::string, Tensor>> samples;
};

FailureOr<std::vector<Tensor>> run(const Graph &graph, const std::map<std::string, Tensor> &inputs,
                                   Numerics numerics) {
  ExecOptions options;
  options.numerics = numerics;
  auto executor = makeReferenceExecutor(graph, options);
  std::vector<const Value *> fetches;
  for (unsigned i = 0; i < graph.numOutputs(); ++i)
    fetches.push_back(graph.output(i));
  if (failed(executor))
    return failure();
  return (*executor)->run(bindArguments(graph, inputs), fetches);
}

/// The largest relative distance of any output; infinite for another number, shape or kind of outputs.
double distance(const std::vector<Tensor> &a, const std::vector<Tensor> &b) {
  double worst = a.size() == b.size() ? 0 : never;
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i].shape() != b[i].shape() || a[i].isString() || b[i].isString())
      return never;
    ErrorMetrics error = compare(a[i], b[i]);
    worst = std::max(worst, error.nonFinite ? never : error.relMax);
  }
  return worst;
}

struct Measured {
  bool runs = true, finite = true;
  double apart = 0, noise = 0; ///< the worst sample; noise: of the source's own arithmetic
};

Measured measure(const Graph &source, const Graph &target, const DrawnSamples &samples) {
  DiagnosticSuppressor suppressor(source.module().diagnostics());
  Measured out;
  for (const auto &inputs : samples.samples) {
    auto s = run(source, inputs, Numerics::Exact), t = run(target, inputs, Numerics::Exact);
    auto typed = run(source, inputs, Numerics::Typed);
    if (failed(s) || failed(t) || failed(typed)) {
      out.runs = false;
      return out;
    }
    for (const Tensor &tensor : *typed)
      for (int64_t i = 0; i < tensor.size() && !tensor.isString(); ++i)
        out.finite &= std::isfinite(tensor.toDouble(i));
    out.apart = std::max(out.apart, distance(*s, *t));
    out.noise = std::max(out.noise, distance(*s, *typed));
  }
  return out;
}

std::string verdictOn(Module &module, std::shared_ptr<SampleSource> samples,
                      const char *passes = "validate,probe") {
  Environment environment;
  environment.samples = std::move(samples);
  PassContext context(environment);
  PassManager manager(passRegistry(), {});
  auto pipeline = parsePipeline(passes, "pipeline", module.diagnostics());
  if (failed(pipeline) || failed(manager.add(*pipeline, module.diagnostics())) ||
      manager.run(module, context) != PassOutcome::Done)
    return "failed";
  auto report = buildReport(module);
  if (failed(report))
    return "failed";
  report->samples = report->before.samples;
  setVerdict(*report, false);
  return report->verdict;
}

uint64_t trials() {
  const char *given = std::getenv("FIXCON_PROPERTY_TRIALS");
  return given ? std::strtoull(given, nullptr, 10) : 200;
}

/// A pair in one module, and the samples that it is compared on.
struct Pair {
  explicit Pair(uint64_t seed) : random(seed), module(diags.engine) {
    auto handler = diags.engine.setHandler({});
    drawn = randomExecutable(module, "source", random, 4, DType::F32);
    diags.engine.setHandler(handler);
    source = module.graph("source");
    target = module.cloneGraph(*source, "target");
    samples = std::make_shared<DrawnSamples>(*source, drawn.shape, seed);
  }

  Caught diags;
  Random random;
  Module module;
  RandomExecutable drawn;
  Graph *source = nullptr, *target = nullptr;
  std::shared_ptr<DrawnSamples> samples;
};

TEST(VerdictProperty, NoMatchWhereOutputsDifferBeyondNoise) {
  unsigned apart = 0;
  for (uint64_t seed = 1; seed <= trials(); ++seed) {
    Pair pair(seed);
    std::string what = changeMeaning(*pair.target, pair.random);
    if (what.empty())
      continue;
    Measured measured = measure(*pair.source, *pair.target, *pair.samples);
    if (!measured.runs || !measured.finite || measured.apart <= 1e-3 ||
        measured.apart <= 300 * measured.noise)
      continue;
    ++apart;
    std::string verdict = verdictOn(pair.module, pair.samples);
    EXPECT_NE(verdict, "match") << "seed " << seed << ": " << what << ", off by " << measured.apart
                                << "\n"
                                << pair.diags.text << print(*pair.source);
  }
  EXPECT_GT(apart, trials() / 10);
}

TEST(VerdictProperty, MatchWhereOnlyTheSpellingDiffers) {
  unsigned judged = 0;
  for (uint64_t seed = 1; seed <= trials(); ++seed) {
    Pair pair(seed);
    std::string what = changeSpelling(*pair.target, pair.random);
    Measured measured = measure(*pair.source, *pair.target, *pair.samples);
    if (!measured.runs || !measured.finite)
      continue;
    ++judged;
    EXPECT_EQ(verdictOn(pair.module, pair.samples), "match")
        << "seed " << seed << ": " << what << "\n"
        << pair.diags.text << print(*pair.source);
  }
  EXPECT_GT(judged, trials() / 4);
}

TEST(VerdictProperty, ANormalFormMatchesItsModel) {
  unsigned judged = 0;
  for (uint64_t seed = 1; seed <= trials(); ++seed) {
    Pair pair(seed);
    pair.module.eraseGraph("target");
    auto normal = normalize(pair.module, *pair.source);
    if (failed(normal))
      continue;
    Graph *target = pair.module.cloneGraph(**normal, "target");
    target->setDerived(GraphKind::Model, "");
    pair.module.eraseGraph((*normal)->name());
    Measured measured = measure(*pair.source, *target, *pair.samples);
    // Numbers that are folded in f64 are stored as f32: what jumps there is no other spelling.
    if (!measured.runs || !measured.finite || measured.apart > 1e-5)
      continue;
    ++judged;
    // A nested graph of a random one may declare its types for the size at hand alone: no probes.
    EXPECT_EQ(verdictOn(pair.module, pair.samples, "validate"), "match")
        << "seed " << seed << ", noise " << measured.noise << ", apart " << measured.apart << "\n"
        << pair.diags.text << print(*pair.source);
  }
  EXPECT_GT(judged, trials() / 4);
}

} // namespace
} // namespace fixcon
