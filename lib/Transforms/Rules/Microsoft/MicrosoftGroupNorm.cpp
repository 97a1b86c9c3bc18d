// GroupNorm and SkipGroupNorm: group_normalization of x, or of x + skip + bias, then SiLU if
// `activation` is 1. Channels are last unless channels_last is 0. A skip of rank 2 holds one number
// for each channel of each sample.
#include "Rules/Support/Layout.h"
#include "Rules/Support/SimplifiedNorm.h"

namespace fixcon {

namespace {
enum Operand : unsigned { X, Gamma, Beta, Skip, Bias };
}

/// x + skip + bias, each brought to the layout of x, whose rank is 4.
static Value *sumWithSkip(RuleBuilder &b, bool last) {
  Value *skip = b.in(Skip), *bias = b.in(Bias);
  if (b.rank(Skip) == 2)
    skip = b.value("unsqueeze", {skip, last ? b.ints({1, 2}) : b.ints({2, 3})});
  Value *sum = b.value("add", {b.in(X), skip});
  if (!bias)
    return sum;
  return b.value("add", {sum, last ? bias : b.value("unsqueeze", {bias, b.ints({1, 2})})});
}

LogicalResult ruleMicrosoftGroupNorm(Op &op, RuleBuilder &b) {
  bool skips = op.type() == "SkipGroupNorm";
  if (failed(b.needs({X, Gamma, Beta})) || (skips && failed(b.needs({Skip}))))
    return failure();
  if (b.rank(X) != 4 || (skips && !b.rank(Skip)))
    return b.error() << "x is not known to have rank 4, or the rank of skip is not known";
  auto groups = b.take<int64_t>("groups"), activation = b.take<int64_t>("activation");
  if (!groups || !activation || *activation < 0 || *activation > 1)
    return b.error() << "'groups' is missing, or 'activation' is not 0 or 1";
  bool last = b.take<int64_t>("channels_last", 1) != 0;
  AttrDict attrs =
      attrsOf({{"num_groups", *groups}, {"epsilon", b.take<double>("epsilon", double(1e-5f))}});
  Value *sum = skips ? sumWithSkip(b, last) : b.in(X);
  DType dtype = b.in(X)->type().dtype();
  Value *y = withChannelsFirst(b, sum, last, [&](Value *x) {
    Value *normal = b.value("group_normalization",
                            {x, inDType(b, b.in(Gamma), dtype), inDType(b, b.in(Beta), dtype)},
                            std::move(attrs));
    return *activation ? b.value("mul", {normal, b.value("sigmoid", {normal})}) : normal;
  });
  if (!y)
    return failure();
  b.result(0, y);
  if (skips)
    b.result(1, sum);
  return success();
}

} // namespace fixcon
