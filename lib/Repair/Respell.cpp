#include "Respell.h"

namespace fixcon {

const ForeignName *spellingOf(const OpDef &def, const Graph &faithful) {
  for (const ForeignName &f : def.foreignNames()) {
    int64_t opset = faithful.opset(f.domain);
    if (f.dialect == faithful.dialect() && f.since <= opset && opset <= f.until)
      return &f;
  }
  return nullptr;
}

static std::string nameOf(const ForeignName &spelling) {
  std::string domain = spelling.domain.empty() ? "" : spelling.domain + ".";
  return spelling.dialect + "." + domain + spelling.type;
}

bool isSpelling(const OpDef &def, const Op &faithful) {
  const ForeignName *spelling = spellingOf(def, faithful.parent());
  return spelling && nameOf(*spelling) == faithful.name();
}

Op *respell(const OpDef &def, Graph &faithful, const std::vector<Value *> &operands,
            const AttrDict &attrs, Op *before) {
  const ForeignName *spelling = spellingOf(def, faithful);
  return spelling ? faithful.createOp(nameOf(*spelling), operands, attrs, before) : nullptr;
}

void eraseUnused(const std::vector<Op *> &ops) {
  bool changed = true;
  std::vector<Op *> left = ops;
  while (changed) {
    changed = false;
    for (Op *&op : left) {
      bool used = !op;
      for (unsigned i = 0; op && i < op->numResults(); ++i)
        used |= op->result(i)->hasUses();
      if (used)
        continue;
      op->erase();
      op = nullptr;
      changed = true;
    }
  }
}

} // namespace fixcon
