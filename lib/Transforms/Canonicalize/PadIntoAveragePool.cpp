// average_pool(pad %x by 0 {amounts}) {pads = 0}
//   -> average_pool(%x) {pads = amounts, count_include_pad = 1}
//
// The pool saw the padding as input and counted it. Sound if the pool had no padding of its own, or
// counted that too; not with ceil_mode, where the last window's place depends on what is padding.
#include "Canonicalize/Support/Padding.h"
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

bool canonicalizePadIntoAveragePool(Op &op) {
  Op *pad = producer(op.operand(0), "pad");
  auto sum = pad ? joinedPads(op, *pad) : std::nullopt;
  if (!sum || paddingValue(*pad) != 0.0 || effectiveInt(op, "ceil_mode") ||
      !shorterThanWindow(op, *sum))
    return false;
  const auto *own = op.attr<Attribute::Ints>("pads");
  bool counted = effectiveInt(op, "count_include_pad") != 0;
  if (!counted && !std::all_of(own->begin(), own->end(), [](int64_t p) { return p == 0; }))
    return false;
  Rewriter b(op, {pad});
  AttrDict attrs = op.attrs();
  attrs.set("pads", *sum);
  attrs.set("count_include_pad", int64_t(1));
  return b.replaceRoot(b.value("average_pool", {pad->operand(0)}, attrs));
}

} // namespace fixcon
