// Prints which node tests of the ONNX suite have a core op in their lowered model, for docs/Ops.md:
// a line "op number name name ..." for each op of Ops.def; nothing where the suite is not
// installed.
#include "NodeTest.h"

#include "fixcon/Formats/ONNX/Import.h"
#include "fixcon/IR/Module.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Normalize.h"

#include <iostream>
#include <map>
#include <set>

using namespace fixcon;
namespace fs = std::filesystem;

/// The core ops that the model becomes; none if it cannot be lowered.
static std::set<std::string> opsOf(const fs::path &model) {
  Diagnostics silent;
  Module module(silent);
  std::set<std::string> ops;
  auto faithful = importONNX(model.string(), module, "model");
  if (failed(faithful))
    return ops;
  auto core = legalize(module, **faithful);
  if (succeeded(core))
    (*core)->walk([&](const Op &op) { ops.insert(op.name()); });
  return ops;
}

int main() {
  const fs::path folder = fs::path(nodeTestSuite) / "node";
  if (!fs::exists(folder))
    return 0;
  std::map<std::string, std::set<std::string>> testsOf;
  for (const auto &entry : fs::directory_iterator(folder))
    for (const std::string &op : opsOf(entry.path() / "model.onnx"))
      testsOf[op].insert(entry.path().filename().string());
  for (const OpDef *def : allOpDefs()) {
    std::cout << def->name() << " " << testsOf[def->name()].size();
    for (const std::string &test : testsOf[def->name()])
      std::cout << " " << test;
    std::cout << "\n";
  }
}
