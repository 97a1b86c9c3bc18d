// The table of core ops, built from Ops.def on first use. A line of Ops.def without its file is a
// link error; a file without its line is an op that nobody can find.
#include "fixcon/IR/Graph.h"
#include "fixcon/Ops/OpDef.h"

#include <unordered_map>

namespace fixcon {

#define OP(Name) OpDef define##Name();
#include "fixcon/Ops/Ops.def"

namespace {

struct Rename {
  ForeignName from;
  const OpDef *to;
};

/// "onnx..Conv": dialect, domain and type are kept apart by dots, which a type does not hold.
std::string foreignKey(std::string_view dialect, std::string_view domain, std::string_view type) {
  return std::string(dialect) + "." + std::string(domain) + "." + std::string(type);
}

struct Table {
  std::vector<OpDef> defs;
  std::vector<const OpDef *> ordered;
  std::unordered_map<std::string_view, const OpDef *> byName;
  std::unordered_map<std::string, std::vector<Rename>> byForeign;

  Table() {
#define OP(Name) defs.push_back(define##Name());
#include "fixcon/Ops/Ops.def"
    for (const OpDef &def : defs) {
      ordered.push_back(&def);
      byName.emplace(def.name(), &def);
      for (const ForeignName &f : def.foreignNames())
        byForeign[foreignKey(f.dialect, f.domain, f.type)].push_back({f, &def});
    }
  }
};

const Table &table() {
  static const Table instance;
  return instance;
}

} // namespace

const OpDef *opDef(std::string_view name) {
  auto it = table().byName.find(name);
  return it == table().byName.end() ? nullptr : it->second;
}

const OpDef *opDef(const Op &op) { return opDef(op.name()); }

const std::vector<const OpDef *> &allOpDefs() { return table().ordered; }

const OpDef *opDefForForeign(const Op &op) {
  auto it = table().byForeign.find(foreignKey(op.dialect(), op.domain(), op.type()));
  if (it == table().byForeign.end())
    return nullptr;
  int64_t opset = op.parent().opset(op.domain());
  for (const Rename &rename : it->second)
    if (rename.from.since <= opset && opset <= rename.from.until)
      return rename.to;
  return nullptr;
}

} // namespace fixcon
