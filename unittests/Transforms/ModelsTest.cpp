// Models of real exporters, where there are some: every one has a normal form, which computes what
// the legalized graph computes. FIXCON_MODELS names folders (separated by colons) that are searched
// for .onnx files, FIXCON_MODELS_RUN asks to run them too (by the reference executor, which is
// slow).
#include "RunGraph.h"

#include "fixcon/Formats/ONNX/Import.h"
#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Transforms/Normalize.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

namespace fixcon {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> modelsBelow(const fs::path &folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; it != end && !error;
       it.increment(error))
    if (it->path().extension() == ".onnx" && it->is_regular_file(error))
      found.push_back(it->path());
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<fs::path> folders() {
  const char *asked = std::getenv("FIXCON_MODELS");
  std::vector<fs::path> list;
  std::istringstream text(asked ? asked : "");
  for (std::string folder; std::getline(text, folder, ':');)
    list.push_back(folder);
  return list;
}

/// Open dims become 1.
std::map<std::string, Type> closedTypes(const Graph &graph) {
  std::map<std::string, Type> types;
  for (const auto &argument : graph.arguments()) {
    const Type &type = argument->type();
    if (!type.isTensor() || !type.isRanked())
      continue;
    Shape shape;
    for (const Dim &dim : type.dims())
      shape.push_back(dim.isStatic() ? dim.size() : 1);
    types[argument->name()] = Type::tensor(type.dtype(), shape);
  }
  return types;
}

struct Tally {
  unsigned models = 0, refused = 0;
  double worst = 0;
  std::map<std::string, unsigned> complaints;
};

/// The legalized graph as a graph of its own, for the normal form takes its name.
Graph *legalCopy(Module &module, const Graph &graph, const std::map<std::string, Type> &types) {
  auto legal = legalize(module, graph);
  if (failed(legal))
    return nullptr;
  Graph *copy = module.cloneGraph(**legal, graph.name() + ".legal");
  for (const auto &argument : copy->arguments())
    if (auto found = types.find(argument->name()); found != types.end())
      argument->setType(found->second);
  copy->walk([](Op &op) {
    for (unsigned i = 0; i < op.numResults(); ++i)
      op.result(i)->setType(Type());
  });
  return succeeded(inferTypes(*copy)) ? copy : nullptr;
}

void judge(const fs::path &path, bool run, Tally &tally) {
  Caught diags;
  Module module(diags.engine);
  auto graph = importONNX(path.string(), module, "m");
  if (failed(graph))
    return;
  ++tally.models;
  auto types = closedTypes(**graph);
  Graph *legal = legalCopy(module, **graph, types);
  auto normal = legal ? normalize(module, **graph, types) : FailureOr<Graph *>(failure());
  if (failed(normal)) {
    ++tally.refused;
    ++tally.complaints[path.string() + "\n" + diags.text];
    return;
  }
  (*normal)->walk([&](const Op &op) { EXPECT_FALSE(op.origins().empty()) << path << print(op); });
  if (!run)
    return;
  double error = distance(*legal, **normal, 5);
  std::printf("%-70s %4zu -> %4zu ops, distance %.2g\n", path.c_str(), legal->ops().size(),
              (*normal)->ops().size(), error);
  EXPECT_LE(error, 1e-4) << path << diags.text;
  tally.worst = std::max(tally.worst, error);
}

void report(const Tally &tally) {
  std::printf("%u models, %u refused, worst distance %.2g\n", tally.models, tally.refused,
              tally.worst);
  for (const auto &[text, count] : tally.complaints)
    std::printf("%s\n", text.c_str());
}

TEST(Models, OfTheFoldersAskedFor) {
  if (folders().empty())
    GTEST_SKIP() << "FIXCON_MODELS names no folder";
  Tally tally;
  for (const fs::path &folder : folders())
    for (const fs::path &path : modelsBelow(folder))
      judge(path, std::getenv("FIXCON_MODELS_RUN"), tally);
  report(tally);
}

} // namespace
} // namespace fixcon
