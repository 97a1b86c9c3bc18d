// The table of core ops, built from Ops.def on first use. A line of Ops.def without its file is a
// link error; a file without its line is an op that nobody can find.
#include "fixcon/Ops/ForeignTable.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"

#include <unordered_map>

namespace fixcon {

#define OP(Name) OpDef define##Name();
#include "fixcon/Ops/Ops.def"

namespace {

struct Rename : ForeignName {
  const OpDef *core;
};

struct Table {
  std::vector<OpDef> defs;
  std::vector<const OpDef *> ordered;
  std::unordered_map<std::string_view, const OpDef *> byName;

  Table() {
#define OP(Name) defs.push_back(define##Name());
#include "fixcon/Ops/Ops.def"
    for (const OpDef &def : defs) {
      ordered.push_back(&def);
      byName.emplace(def.name(), &def);
    }
  }
};

const Table &table() {
  static const Table instance;
  return instance;
}

std::vector<Rename> allRenames() {
  std::vector<Rename> renames;
  for (const OpDef &def : table().defs)
    for (const ForeignName &name : def.foreignNames())
      renames.push_back({name, &def});
  return renames;
}

} // namespace

const OpDef *opDef(std::string_view name) {
  auto it = table().byName.find(name);
  return it == table().byName.end() ? nullptr : it->second;
}

const OpDef *opDef(const Op &op) { return isOpaque(op) ? &opaqueOpDef() : opDef(op.name()); }

const std::vector<const OpDef *> &allOpDefs() { return table().ordered; }

const OpDef *opDefForForeign(const Op &op) {
  static const std::vector<Rename> renames = allRenames();
  static const ForeignTable<Rename> byForeign(renames);
  const Rename *rename = byForeign.find(op);
  return rename ? rename->core : nullptr;
}

} // namespace fixcon
