// A transposed convolution is given the shape of its result. SAME cuts as much as the convolution that it is the transpose
// of would add there; what it cuts otherwise is sliced off, and what it adds behind is padded.
#include "ChannelsLast.h"
#include "Window.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>

namespace fixcon {

void spellTFLiteConvTranspose(SpellingBuilder &b) {
  int64_t rank = b.rank(0);
  const Type x = b.type(0), w = b.type(1), y = b.resultType(0);
  bool known = rank == 4 && x.isStatic() && w.isStatic() && y.isStatic();
  if (b.refused())
    return;
  if (!known || b.attr<int64_t>("group", 1) != 1)
    return b.refuse("TRANSPOSE_CONV has one group, two axes and sizes that are known");
  auto listed = [&](const char *name, size_t count, int64_t fallback) {
    auto list = b.attr<Attribute::Ints>(name);
    return list.empty() ? Attribute::Ints(count, fallback) : list;
  };
  Attribute::Ints strides = listed("strides", 2, 1), dilations = listed("dilations", 2, 1),
                  pads = listed("pads", 4, 0);
  if (dilations != Attribute::Ints{1, 1} || b.attr<std::string>("auto_pad", "NOTSET") != "NOTSET" ||
      !b.attr<Attribute::Ints>("output_shape").empty())
    return b.refuse("TRANSPOSE_CONV has no dilations, and amounts must be given");
  // Written in full, and cut to what is asked for.
  Shape full = {y.dim(0).size(), 0, 0, y.dim(1).size()};
  std::vector<int64_t> from, to;
  for (size_t i = 0; i < 2; ++i) {
    int64_t length = (x.dim(i + 2).size() - 1) * strides[i] + w.dim(i + 2).size();
    from.push_back(pads[i]);
    to.push_back(pads[i] + y.dim(i + 2).size());
    full[i + 1] = std::max(length, to.back());
  }
  SpellingOperand weights = b.in(1);
  if (auto constant = b.constant(1))
    weights = *constant;
  std::vector<SpellingOperand> operands = {ints32(std::vector<int64_t>(full.begin(), full.end())),
                                           transposed(b, weights, Permutation{1, 2, 3, 0}),
                                           transposed(b, b.in(0), toChannelsLast(4))};
  if (!b.in(2).isAbsent())
    operands.push_back(b.in(2));
  AttrDict attrs = attrsOf({{"padding", "VALID"},
                            {"stride_w", strides[1]},
                            {"stride_h", strides[0]},
                            {"fused_activation_function", "NONE"}});
  Value *whole =
      b.foreign("TRANSPOSE_CONV", operands, std::move(attrs), Type::tensor(y.dtype(), full));
  bool isCut = full[1] != y.dim(2).size() || full[2] != y.dim(3).size();
  auto list = [](const std::vector<int64_t> &values) {
    return Tensor::of<int64_t>({std::ssize(values)}, values);
  };
  if (isCut)
    whole = b.core("slice", {whole, list(from), list(to), list({1, 2})});
  b.result(0, transposed(b, whole, toChannelsFirst(4)).value);
}

} // namespace fixcon
