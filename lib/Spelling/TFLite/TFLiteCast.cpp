// Dtypes are told by the tensors; the options repeat them.
#include "Elementwise.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

static const char *wordFor(DType dtype) {
  static constexpr std::pair<DType, const char *> words[] = {
      {DType::F32, "FLOAT32"}, {DType::F16, "FLOAT16"}, {DType::F64, "FLOAT64"},
      {DType::I8, "INT8"},     {DType::I16, "INT16"},   {DType::I32, "INT32"},
      {DType::I64, "INT64"},   {DType::U8, "UINT8"},    {DType::U16, "UINT16"},
      {DType::U32, "UINT32"},  {DType::Bool, "BOOL"}};
  for (auto [known, word] : words)
    if (known == dtype)
      return word;
  return nullptr;
}

void spellTFLiteCast(SpellingBuilder &b) {
  Type from = b.type(0), to = b.resultType(0);
  const char *in = from.isTensor() ? wordFor(from.dtype()) : nullptr,
             *out = to.isTensor() ? wordFor(to.dtype()) : nullptr;
  if (!in || !out)
    return b.refuse("there is no CAST between these element types");
  b.result(0, spellElementwise(b, "CAST", {b.in(0)},
                               attrsOf({{"in_data_type", in}, {"out_data_type", out}}), to));
}

} // namespace fixcon
