// Slices of the first axes gathered into segments by number. A segment that no slice goes to holds the number that changes
// nothing: 0, 1, or the limits of the dtype; a number below 0 stands for none. The last number says how many segments a sorted list has.
#include "Rules/Support/ConstantOperand.h"

#include "fixcon/Tensor/Quantize.h"

#include <limits>

namespace fixcon {

static double neutral(std::string_view type, DType dtype) {
  if (type.ends_with("SUM"))
    return 0;
  if (type.ends_with("PROD"))
    return 1;
  double low = std::numeric_limits<float>::lowest(), high = std::numeric_limits<float>::max();
  if (isInteger(dtype) && byteSize(dtype) <= 4)
    std::tie(low, high) = rangeOf(dtype);
  return type.ends_with("MAX") ? low : high;
}

LogicalResult ruleTFLiteSegment(Op &op, RuleBuilder &b) {
  std::string_view type = op.type();
  Value *data = b.in(0), *ids = b.cast(b.in(1), DType::I64);
  if (failed(b.needs({0, 1})))
    return failure();
  auto rank = knownRank(b, 0), places = knownRank(b, 1);
  if (!rank || !places || !data->type().isTensor())
    return failure();
  Value *count =
      type == "SEGMENT_SUM"
          ? b.value("add", {b.value("reduce_max", {ids}, attrsOf({{"keepdims", 0}})), b.scalar(1)})
          : b.cast(b.in(2), DType::I64);
  // Slices without a segment go to one behind the last, which is cut off.
  ids = b.value("where", {b.value("less", {ids, b.scalar(0)}), count, ids});
  Value *more = b.value("add", {b.value("reshape", {count, b.ints({1})}), b.ints({1})});
  std::vector<Value *> sizes = {more};
  if (*places < *rank)
    sizes.push_back(b.value("shape", {data}, attrsOf({{"start", *places}})));
  Value *shape = sizes.size() == 1 ? sizes[0] : b.value("concat", sizes, attrsOf({{"axis", 0}}));
  const char *how = type.ends_with("SUM")    ? "add"
                    : type.ends_with("PROD") ? "mul"
                    : type.ends_with("MAX")  ? "max"
                                             : "min";
  Value *into = b.value("expand", {b.scalarLike(data, neutral(type, data->type().dtype())), shape});
  Value *tuples = b.value("unsqueeze", {ids, b.ints({*places})});
  Value *y = b.value("scatter_nd", {into, tuples, data}, attrsOf({{"reduction", how}}));
  b.result(0, b.value("slice", {y, b.ints({0}), b.ints({-1}), b.ints({0})}));
  return success();
}

} // namespace fixcon
