// The table is made from the definitions, so that an activation has one meaning wherever it stands.
#include "fixcon/Ops/Activation.h"

#include "fixcon/IR/Module.h"

#include <algorithm>
#include <unordered_map>

namespace fixcon {
namespace {

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  for (char &c : lower)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

bool isParameter(const AttrDef &attr) { return attr.defaultValue.get<double>() != nullptr; }

/// A word chooses between formulas and has a default; anything else is no activation's.
bool isFunctionOfOneFloat(const OpDef &def) {
  return def.family() == Family::Elementwise && def.operands().size() == 1 &&
         !def.operands()[0].variadic && def.dtypes(0).has(DType::F64) && !def.resultDType() &&
         std::ranges::all_of(def.attributes(), [](const AttrDef &attr) {
           bool isWord = attr.defaultValue.get<std::string>() && !attr.isDType;
           return isParameter(attr) || isWord;
         });
}

using Table = std::unordered_map<std::string, const OpDef *>;

const Table &table() {
  static const Table instance = [] {
    Table made;
    for (const OpDef *def : allOpDefs())
      for (const ForeignName &foreign : def->foreignNames())
        if (foreign.dialect == "onnx" && foreign.domain.empty() && isFunctionOfOneFloat(*def))
          made.emplace(lowerCase(foreign.type), def);
    return made;
  }();
  return instance;
}

} // namespace

const OpDef *activationNamed(std::string_view name) {
  auto it = table().find(lowerCase(name));
  return it == table().end() ? nullptr : it->second;
}

std::vector<std::string> activationParameters(const OpDef &activation) {
  std::vector<std::string> names;
  for (const AttrDef &attr : activation.attributes())
    if (isParameter(attr))
      names.push_back(attr.name);
  return names;
}

Scalar activationFormula(const OpDef &activation, const AttrDict &attrs) {
  Diagnostics silent;
  Module module(silent);
  const Op *op = module.addGraph("activation")->createOp(activation.name(), {}, attrs);
  Scalar x = Scalar::argument(0);
  return activation.formula()(std::span(&x, 1), *op);
}

} // namespace fixcon
