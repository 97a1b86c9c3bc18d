#include "fixcon/Fault/Unshown.h"

#include "fixcon/IR/RecordFields.h"

#include <algorithm>

namespace fixcon {
namespace {

struct Unshown {
  std::string node;
  template <class V> void visit(V &v) { v("node", node); }
};

} // namespace

std::vector<std::string> unshownOf(const Module &module) {
  std::vector<std::string> nodes;
  for (const Record &record : module.records())
    if (record.kind == "unshown")
      if (auto fields = readFields<Unshown>(record, module.diagnostics()); succeeded(fields))
        nodes.push_back(std::move(fields->node));
  return nodes;
}

void noteUnshown(Module &module, const std::string &node) {
  std::vector<std::string> known = unshownOf(module);
  if (std::ranges::find(known, node) != known.end())
    return;
  Record record;
  record.kind = "unshown";
  record.subject = {"target", ""};
  writeFields(Unshown{node}, record);
  module.records().push_back(std::move(record));
}

} // namespace fixcon
