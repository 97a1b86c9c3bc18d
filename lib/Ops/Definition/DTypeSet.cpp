// The words for a set of dtypes, as diagnostics and docs/Ops.md have them.
#include "fixcon/Ops/DTypeSet.h"

#include <utility>

namespace fixcon {

static constexpr DType allDTypes[] = {
#define DTYPE(Id, Name, Bytes, Class) DType::Id,
#include "fixcon/Tensor/DType.def"
};

static constexpr std::pair<DTypeClass, std::string_view> classNames[] = {
    {DTypeClass::Float, "float"},       {DTypeClass::Signed, "signed"},
    {DTypeClass::Unsigned, "unsigned"}, {DTypeClass::Bool, "bool"},
    {DTypeClass::Complex, "complex"},   {DTypeClass::String, "string"}};

static void addWord(std::string &text, std::string_view word) {
  if (!text.empty())
    text += ", ";
  text += word;
}

std::string DTypeSet::str() const {
  if (*this == allTypes)
    return "any";
  std::string text;
  for (auto [which, className] : classNames) {
    bool whole = (*this | which) == *this;
    if (whole)
      addWord(text, className);
    for (DType dtype : allDTypes)
      if (!whole && classOf(dtype) == which && has(dtype))
        addWord(text, name(dtype));
  }
  return text;
}

} // namespace fixcon
