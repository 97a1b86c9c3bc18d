// The outputs are compared on data of a batch of two, which no pass has seen, in f64: what the models say, not
// what a runtime rounds.
#include "Trial.h"

#include "Pipelines.h"
#include "RunGraph.h"

#include "fixcon/Align/Ranking.h"
#include "fixcon/Comparison/PassRegistry.h"
#include "fixcon/Pass/PassManager.h"
#include "fixcon/Transforms/Normalize.h"

#include <algorithm>
#include <set>

namespace fixcon {
namespace {

constexpr double visible = 3e-3;

class NormalSamples : public SampleSource {
public:
  NormalSamples(const Graph &graph, uint64_t seed) {
    Random random(seed);
    for (auto &sample : samples)
      for (const auto &argument : graph.arguments())
        sample[argument->name()] = drawn(argument->type(), random);
  }
  int64_t size() const override { return static_cast<int64_t>(samples.size()); }
  std::string name(int64_t i) const override { return std::to_string(i); }
  FailureOr<std::map<std::string, Tensor>> load(const Graph &, int64_t i) override {
    return samples[static_cast<size_t>(i)];
  }

private:
  static Tensor drawn(const Type &type, Random &random) {
    Shape shape;
    for (const Dim &dim : type.dims())
      shape.push_back(dim.isStatic() ? dim.size() : 1);
    Tensor values(DType::F32, shape);
    for (float &v : values.mutableData<float>())
      v = static_cast<float>(random.normal());
    return values;
  }

  std::array<std::map<std::string, Tensor>, 8> samples;
};

/// The largest relative distance of an output of two models, on other data than the samples.
double apart(const Graph &a, const Graph &b) {
  Diagnostics silent([](const Diagnostic &) {});
  Module module(silent);
  Graph *first = module.cloneGraph(a, "a"), *second = module.cloneGraph(b, "b");
  // A batch of two for both, whatever either declares.
  for (unsigned i = 0; i < first->arguments().size(); ++i)
    if (i < second->arguments().size() && first->argument(i)->type().dim(0).isSymbol() &&
        second->argument(i)->type().dim(0) == Dim(1))
      return std::numeric_limits<double>::infinity();
  auto x = legalize(module, *first), y = legalize(module, *second);
  if (failed(x) || failed(y))
    return std::numeric_limits<double>::infinity();
  return std::max(distance(**x, **y, 1001), distance(**x, **y, 1002));
}

/// Names of nodes and values, as a finding may have them.
class Names {
public:
  void add(const Op &op) {
    names.insert(op.label());
    for (unsigned i = 0; i < op.numResults(); ++i)
      add(*op.result(i));
  }
  void add(const Value &value) { names.insert(value.name()); }
  /// The op, what it reads and what reads it.
  void addAround(const Op &op) {
    add(op);
    for (const Value *operand : op.operands())
      if (operand && operand->definingOp())
        add(*operand->definingOp());
      else if (operand)
        add(*operand);
    for (unsigned i = 0; i < op.numResults(); ++i)
      for (const Op *user : usersOf(*op.result(i)))
        add(*user);
  }
  bool hasAny(const std::vector<std::string> &list) const {
    return std::ranges::any_of(list, [&](const auto &name) { return names.contains(name); });
  }
  bool has(const std::string &name) const { return names.contains(name); }

private:
  std::set<std::string> names;
};

/// One trial while it runs.
class Trial {
public:
  explicit Trial(const TrialRequest &request)
      : request(request), random(request.seed), module(silent) {}

  TrialOutcome run() {
    Graph &source = buildModel(module, "source", *request.architecture, random);
    module.cloneGraph(source, "target");
    for (unsigned i = 0; i < request.disguises; ++i)
      if (auto planted = plant(target(), {pointers(disguiseKinds())}, random))
        out.disguises.push_back(*planted);
    out.sound = apart(source, target()) <= 1e-4;
    for (unsigned i = 0; i < request.faults; ++i)
      plantVisible();
    module.records().clear();
    out.text = print(module);
    out.before = apart(source, target());
    repair();
    out.after = apart(*module.graph("source"), target());
    judge();
    return std::move(out);
  }

private:
  Graph &target() { return *module.graph("target"); }

  static std::vector<const EditKind *> pointers(std::span<const EditKind> kinds) {
    std::vector<const EditKind *> list;
    for (const EditKind &kind : kinds)
      list.push_back(&kind);
    return list;
  }

  void plantVisible() {
    for (int attempt = 0; attempt < 5; ++attempt) {
      Graph *before = module.cloneGraph(target(), "before");
      auto planted = plant(target(), {pointers(faultKinds())}, random);
      if (planted && !undoes(*planted) && apart(*before, target()) > visible) {
        out.faults.emplace_back().planted = *planted;
        around.push_back(placesOf(*planted, *before));
        module.eraseGraph("before");
        return;
      }
      module.replaceGraph("target", "before");
    }
  }

  /// Two exchanges of one kind at one node may cancel.
  bool undoes(const Planted &planted) const {
    return std::ranges::any_of(out.faults, [&](const PlantedOutcome &earlier) {
      return earlier.planted.kind == planted.kind && earlier.planted.node == planted.node;
    });
  }

  /// Where a finding may say that the fault is.
  Names placesOf(const Planted &planted, const Graph &before) {
    Names names;
    std::set<std::string> known;
    for (const auto &op : before.ops()) {
      known.insert(op->label());
      if (op->label() == planted.node)
        names.addAround(*op);
    }
    for (const auto &op : target().ops())
      if (!known.contains(op->label()) || op->label() == planted.node)
        names.addAround(*op);
    return names;
  }

  void repair() {
    Environment environment;
    environment.samples = std::make_shared<NormalSamples>(*module.graph("source"), request.seed);
    PassContext context(environment);
    PassManager manager(passRegistry(), {});
    auto pipeline = parsePipeline(pipelineText(CompareGoal::Repair, localizedTypes(), false),
                                  "pipeline", silent);
    ran = succeeded(pipeline) && succeeded(manager.add(*pipeline, silent)) &&
          manager.run(module, context) == PassOutcome::Done;
  }

  static bool isAt(const Fault &fault, const Names &names) {
    return names.hasAny(fault.target.nodes) || names.hasAny(fault.target.tensors) ||
           names.has(fault.target.anchor);
  }

  static std::string inWords(const Fault &finding) {
    std::string text = std::string(name(finding.type)) + ": " + finding.cause + ", at";
    for (const auto *places : {&finding.target.nodes, &finding.target.tensors})
      for (const std::string &place : *places)
        text += " " + place;
    return text;
  }

  void judge() {
    std::vector<Fault> findings = faultsOf(module);
    std::vector<Ranked> ranking = rankingOf(module);
    for (size_t i = 0; i < around.size(); ++i) {
      PlantedOutcome &fault = out.faults[i];
      for (const Fault &finding : findings)
        if (isAt(finding, around[i])) {
          fault.found = true;
          if (finding.type == fault.planted.type)
            fault.typed = true;
          else
            fault.otherwise.push_back(inWords(finding));
        }
      for (size_t place = 0; place < ranking.size() && fault.rank < 0; ++place)
        if (around[i].has(ranking[place].target))
          fault.rank = static_cast<int64_t>(place);
    }
    for (const Fault &finding : findings)
      out.findings.push_back(inWords(finding) + "; " + std::string(name(finding.status)) + ": " +
                             finding.repairSummary);
    for (const Fault &finding : findings)
      if (std::ranges::none_of(around, [&](const Names &names) { return isAt(finding, names); }))
        out.falseFindings.push_back(inWords(finding));
    if (!ran)
      out.falseFindings.push_back("the pipeline failed");
  }

  const TrialRequest &request;
  Random random;
  Diagnostics silent{[](const Diagnostic &) {}};
  Module module;
  TrialOutcome out;
  std::vector<Names> around; ///< of each fault
  bool ran = false;
};

} // namespace

TrialOutcome runTrial(const TrialRequest &request) { return Trial(request).run(); }

} // namespace fixcon
