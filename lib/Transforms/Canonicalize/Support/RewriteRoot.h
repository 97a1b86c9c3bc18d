// The op at which the pattern of a rewrite ends: one op by name, or all ops of which a definition
// says something.
#pragma once

#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

class RewriteRoot {
public:
  constexpr RewriteRoot(const char *name) : name(name) {}
  constexpr RewriteRoot(bool (*predicate)(const OpDef &)) : predicate(predicate) {}

  bool matches(const OpDef &def) const { return predicate ? predicate(def) : name == def.name(); }

private:
  std::string_view name;
  bool (*predicate)(const OpDef &) = nullptr;
};

inline bool isElementwise(const OpDef &def) { return def.family() == Family::Elementwise; }
inline bool isCommutative(const OpDef &def) { return def.isCommutative(); }
inline bool hasAttributes(const OpDef &def) { return !def.attributes().empty(); }
inline bool hasAxis(const OpDef &def) { return !def.traits().axis.empty(); }
inline bool isAlongAxis(const OpDef &def) { return def.traits().alongAxis; }
inline bool hasWindow(const OpDef &def) { return def.traits().window.has_value(); }
inline bool isView(const OpDef &def) { return def.traits().view; }
inline bool isWhole(const OpDef &def) { return def.traits().whole; }
inline bool clamps(const OpDef &def) { return def.traits().clamp.has_value(); }
inline bool isProduct(const OpDef &def) { return def.traits().product != 0; }
inline bool isAffine(const OpDef &def) { return isProduct(def) || def.traits().sum != 0; }
inline bool reduces(const OpDef &def) { return def.traits().reduces; }
inline bool reducesSpace(const OpDef &def) { return !def.traits().spatialReduction.empty(); }
inline bool reducesWindows(const OpDef &def) {
  return hasWindow(def) && !def.traits().window->reduction.empty();
}
/// By a scale for all elements, or one for each index of an axis.
inline bool quantizes(const OpDef &def) {
  auto isScale = [](const OperandDef &operand) { return operand.role == Role::Scale; };
  return hasAxis(def) && std::ranges::any_of(def.operands(), isScale);
}

} // namespace fixcon
