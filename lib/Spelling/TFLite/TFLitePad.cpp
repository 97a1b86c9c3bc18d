// Amounts stand in pairs, and those of all axes are said. A number other than 0 is a third operand; borders are mirrored by
// another operator. What is cut off is a slice.
#include "ChannelsLast.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>

namespace fixcon {

namespace {

struct Amounts {
  std::vector<int64_t> before, behind; ///< by axis
  bool cuts() const {
    auto isCut = [](int64_t amount) { return amount < 0; };
    return std::ranges::any_of(before, isCut) || std::ranges::any_of(behind, isCut);
  }
};

} // namespace

static std::optional<Amounts> amountsOf(SpellingBuilder &b, size_t rank) {
  auto given = b.ints(1), axes = b.ints(3);
  if (b.refused() || !given)
    return std::nullopt;
  size_t count = given->size() / 2;
  if (given->size() % 2 || (axes ? axes->size() : rank) != count) {
    b.refuse("pads do not fit the axes");
    return std::nullopt;
  }
  Amounts out{std::vector<int64_t>(rank), std::vector<int64_t>(rank)};
  for (size_t i = 0; i < count; ++i) {
    int64_t axis = axes ? (*axes)[i] : static_cast<int64_t>(i);
    auto at = static_cast<size_t>(axis < 0 ? axis + static_cast<int64_t>(rank) : axis);
    if (at >= rank) {
      b.refuse("pads do not fit the axes");
      return std::nullopt;
    }
    out.before[at] = (*given)[i];
    out.behind[at] = (*given)[count + i];
  }
  return out;
}

/// Grows first, then cuts.
static void inTwoSteps(SpellingBuilder &b, const Amounts &amounts) {
  std::vector<int64_t> grown, from, to;
  for (const auto *side : {&amounts.before, &amounts.behind})
    for (int64_t amount : *side)
      grown.push_back(std::max<int64_t>(amount, 0));
  for (size_t i = 0; i < amounts.before.size(); ++i) {
    from.push_back(std::max<int64_t>(-amounts.before[i], 0));
    to.push_back(amounts.behind[i] < 0 ? amounts.behind[i] : INT32_MAX);
  }
  auto list = [](const std::vector<int64_t> &values) {
    return Tensor::of<int64_t>({std::ssize(values)}, values);
  };
  bool grows = std::ranges::any_of(grown, [](int64_t amount) { return amount > 0; });
  SpellingOperand x = b.in(0);
  if (grows)
    x = b.core("pad", {x, list(grown), b.in(2)}, b.attrs());
  b.result(0, b.core("slice", {x, list(from), list(to)}));
}

void spellTFLitePad(SpellingBuilder &b) {
  auto rank = static_cast<size_t>(b.rank(0));
  auto amounts = b.refused() ? std::nullopt : amountsOf(b, rank);
  if (!amounts)
    return;
  if (amounts->cuts())
    return inTwoSteps(b, *amounts);
  auto mode = b.attr<std::string>("mode");
  if (mode != "constant" && mode != "reflect")
    return b.refuse("there is no padding of mode '" + mode + "'");
  auto inner = transposedBy(b.in(0));
  bool sinks = inner && inner->perm.size() == rank;
  std::vector<int64_t> pairs(2 * rank);
  for (size_t i = 0; i < rank; ++i) {
    auto at = sinks ? static_cast<size_t>(inner->perm[i]) : i;
    pairs[2 * at] = amounts->before[i];
    pairs[2 * at + 1] = amounts->behind[i];
  }
  std::vector<SpellingOperand> operands = {
      sinks ? SpellingOperand(inner->inner) : b.in(0),
      Tensor::of<int64_t>({static_cast<int64_t>(rank), 2}, pairs).converted(DType::I32)};
  std::string type = mode == "reflect" ? "MIRROR_PAD" : "PAD";
  auto number = b.constant(2);
  if (type == "PAD" && !b.in(2).isAbsent() &&
      !(number && number->size() == 1 && number->toDouble(0) == 0)) {
    type = "PADV2";
    operands.push_back(number ? SpellingOperand(number->reshaped({1})) : b.in(2));
  }
  AttrDict attrs;
  if (type == "MIRROR_PAD")
    attrs.set("mode", "REFLECT");
  Permutation order = sinks ? inner->perm : Permutation();
  Value *y = b.foreign(type, operands, std::move(attrs),
                       sinks ? transposed(b.resultType(0), inverse(order)) : b.resultType(0));
  b.result(0, sinks ? transposed(b, y, order).value : y);
}

} // namespace fixcon
