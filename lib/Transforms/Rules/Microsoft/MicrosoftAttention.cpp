// Attention: projections to queries, keys and values by one matrix, then the attention of heads.
//
//   com.microsoft.Attention %x, %w, %b, %mask, %past, %addend {num_heads = N}
//   ->  q, k, v = heads of %x * columns of %w + part of %b;  k and v behind those of %past
//       merge(softmax(q * k^T / sqrt(h) + mask + %addend) * v)
//
// The matrix is cut before the products, so that each projection is one op, as in the model that it
// was fused from.
#include "Rules/Support/AttentionParts.h"

#include <numeric>

namespace fixcon {

namespace {
enum Operand : unsigned { X, Weights, Bias, Mask, Past, Addend, PastLength };
}

/// The widths of queries, keys and values; empty, with a report, if they are not known.
static Attribute::Ints takeWidths(RuleBuilder &b, int64_t heads) {
  auto widths = b.take<Attribute::Ints>("qkv_hidden_sizes", {});
  const Type &weights = b.in(Weights)->type();
  bool known =
      weights.isTensor() && weights.isRanked() && weights.rank() == 2 && weights.dim(1).isStatic();
  int64_t all = known ? weights.dim(1).size() : 0;
  if (widths.empty() && all % 3 == 0)
    widths.assign(3, all / 3);
  bool fit = known && widths.size() == 3 && widths[0] == widths[1];
  for (int64_t width : widths)
    fit = fit && width > 0 && width <= all && width % heads == 0;
  if (fit && std::accumulate(widths.begin(), widths.end(), int64_t(0)) == all)
    return widths;
  b.error() << "weights " << weights.str() << " do not fit qkv_hidden_sizes and num_heads";
  return {};
}

LogicalResult ruleMicrosoftAttention(Op &, RuleBuilder &b) {
  if (failed(b.needs({X, Weights})))
    return failure();
  int64_t heads = b.take<int64_t>("num_heads", 0);
  if (heads < 1)
    return b.error() << "num_heads is missing or not positive";
  if (b.take<int64_t>("do_rotary", 0) || b.take<int64_t>("past_present_share_buffer", 0) ||
      b.in(PastLength))
    return b.error() << "rotation and buffers that past and present share are not understood";
  b.ignore({"rotary_embedding_dim"});
  AttentionTerms terms = takeTerms(b);
  terms.mask = b.in(Mask);
  terms.bias = b.in(Addend);
  Attribute::Ints widths = takeWidths(b, heads);
  if (widths.empty())
    return failure();
  Value *qkv[3];
  for (int64_t i = 0, from = 0; i < 3; from += widths[static_cast<size_t>(i++)]) {
    int64_t to = from + widths[static_cast<size_t>(i)];
    Value *part = b.value("mat_mul", {b.in(X), sliceOf(b, b.in(Weights), 1, from, to)});
    if (b.in(Bias))
      part = b.value("add", {part, sliceOf(b, b.in(Bias), 0, from, to)});
    qkv[i] = part;
  }
  return finishAttention(b, terms, qkv, b.in(Past), heads);
}

} // namespace fixcon
