// A rename means the core op by the same operands and attributes; only dtypes are words in core ops
// and numbers in ONNX, the dialect of all renames.
#include "Respell.h"

#include "fixcon/Formats/ONNX/ElementNumbers.h"

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

Attribute foreignValue(const OpDef &def, std::string_view attribute, const Attribute &value) {
  const auto *word = value.get<std::string>();
  for (const AttrDef &known : def.attributes())
    if (word && known.isDType && known.name == attribute)
      if (auto dtype = dtypeByName(*word))
        return elementNumberOf(*dtype);
  return value;
}

Op *respell(const OpDef &def, Graph &faithful, const std::vector<Value *> &operands,
            const AttrDict &attrs, Op *before) {
  const ForeignName *spelling = spellingOf(def, faithful);
  if (!spelling)
    return nullptr;
  AttrDict foreign;
  for (const auto &[name, value] : attrs)
    foreign.append(name, foreignValue(def, name, value));
  return faithful.createOp(nameOf(*spelling), operands, std::move(foreign), before);
}

void eraseUnused(const std::vector<Op *> &ops) {
  bool changed = true;
  std::vector<Op *> left = ops;
  while (changed) {
    changed = false;
    for (Op *&op : left) {
      if (!op || op->isUsed())
        continue;
      op->erase();
      op = nullptr;
      changed = true;
    }
  }
}

} // namespace fixcon
