#include "Property.h"

#include "RunGraph.h"

#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Reduce/Reduce.h"
#include "fixcon/Transforms/Normalize.h"

#include <algorithm>
#include <set>

namespace fixcon {
namespace {

std::vector<Tensor> argumentsOf(const Graph &graph, const Shape &shape, uint64_t seed) {
  Random random(seed);
  std::vector<Tensor> arguments;
  for (const auto &argument : graph.arguments())
    arguments.push_back(randomTensor(
        argument->name() == "x" ? Type::tensor(argument->type().dtype(), shape) : argument->type(),
        random));
  return arguments;
}

/// The names of all values, those of nested graphs included.
void collectNames(const Graph &graph, std::set<std::string> &names) {
  for (const auto &argument : graph.arguments())
    names.insert(argument->name());
  for (const auto &weight : graph.weights())
    names.insert(weight->name());
  for (const auto &op : graph.ops()) {
    for (unsigned i = 0; i < op->numResults(); ++i)
      names.insert(op->result(i)->name());
    for (unsigned i = 0; i < op->numRegions(); ++i)
      collectNames(op->region(i), names);
  }
}

/// The first op or weight of a normal form that came from nothing, or from what is not there.
std::string withoutOrigin(const Graph &normal, const Graph &faithful) {
  std::set<std::string> names;
  collectNames(faithful, names);
  std::string found;
  normal.walk([&](const Op &op) {
    bool known = !op.origins().empty();
    for (const std::string &name : op.origins())
      known &= names.contains(name);
    if (!known)
      found = print(op);
  });
  for (const auto &weight : normal.weights())
    if (weight->origins().empty())
      found = weight->name();
  return found;
}

PropertyResult differenceOf(const std::vector<Tensor> &a, const std::vector<Tensor> &b,
                            double tolerance) {
  if (a.size() != b.size())
    return {Verdict::Different, "the normal form does not run"};
  double largest = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    std::string output = "output " + std::to_string(i) + " ";
    if (a[i].shape() != b[i].shape() || a[i].dtype() != b[i].dtype())
      return {Verdict::Different, output + "has another type"};
    ErrorMetrics error = compare(a[i], b[i]);
    // What is 0 but for rounding has no relative error to speak of.
    double distance = std::min(error.relMax, error.maxAbs);
    if (error.nonFinite || !(distance <= tolerance))
      return {Verdict::Different, output + "differs by " + std::to_string(distance)};
    largest = std::max(largest, distance);
  }
  return {Verdict::Holds, "", largest};
}

} // namespace

PropertyResult judge(const Module &given, const std::string &name, const Shape &shape,
                     const Trial &trial) {
  Caught diags;
  Module module(diags.engine);
  const Graph &graph = *module.cloneGraph(*given.graph(name), name);
  std::vector<Tensor> arguments = argumentsOf(graph, shape, trial.seed);
  std::vector<Tensor> expected = outputsOf(graph, arguments);
  if (expected.empty())
    return {Verdict::DoesNotRun, diags.text};
  auto normal = normalize(module, graph, {}, trial.fired);
  if (failed(normal))
    return {Verdict::NoNormalForm, diags.text};
  if (failed(verify(module)))
    return {Verdict::Invalid, diags.text + print(**normal)};
  if (std::string what = withoutOrigin(**normal, graph); !what.empty())
    return {Verdict::NoOrigins, what + "\n" + print(**normal)};
  PropertyResult result = differenceOf(expected, outputsOf(**normal, arguments), trial.tolerance);
  if (result.verdict != Verdict::Holds)
    result.details += "\n" + diags.text + print(**normal);
  return result;
}

/// The same verdict, and for what does not run or has no normal form, the same complaint.
static bool isAlike(const PropertyResult &a, const PropertyResult &b) {
  auto complaint = [](const PropertyResult &r) {
    size_t at = r.details.find("error: ");
    return at == std::string::npos ? r.details : r.details.substr(at);
  };
  bool complains = a.verdict == Verdict::DoesNotRun || a.verdict == Verdict::NoNormalForm;
  return a.verdict == b.verdict && (!complains || complaint(a) == complaint(b));
}

PropertyResult judgeRandom(const Trial &trial) {
  Caught diags;
  Module module(diags.engine);
  Random random(trial.seed);
  // What does not fit is tried and dropped while the graph grows; that is no news.
  auto handler = diags.engine.setHandler({});
  RandomExecutable drawn = randomExecutable(module, "g", random, 12, trial.dtype);
  diags.engine.setHandler(handler);
  PropertyResult result = judge(module, "g", drawn.shape, trial);
  if (result.verdict == Verdict::Holds)
    return result;
  auto small = reduceModule(module, "g", [&](const Module &candidate) {
    return isAlike(judge(candidate, "g", drawn.shape, trial), result);
  });
  static const char *const names[] = {"holds",      "does not run",     "has no normal form",
                                      "is invalid", "lost its origins", "differs"};
  const char *what = names[static_cast<size_t>(result.verdict)];
  result = judge(*small, "g", drawn.shape, trial);
  result.details = std::string(what) + ": seed " + std::to_string(trial.seed) + ", reduced to\n" +
                   print(*small) + result.details;
  return result;
}

} // namespace fixcon
