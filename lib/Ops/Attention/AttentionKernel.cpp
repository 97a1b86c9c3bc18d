// Row by row: the scores of all queries together could be far larger than operands and results.
#include "Attention.h"
#include "Product/Product.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

/// Cached rows, then the new ones, as [batch, heads, length, size].
static Tensor present(const HeadView &now, const Tensor *past) {
  int64_t before = past ? past->shape()[2] : 0;
  Tensor all(DType::F64, {now.batches, now.heads, before + now.length, now.size});
  double *to = all.mutableData<double>().data();
  const double *cached = past ? past->data<double>().data() : nullptr;
  for (int64_t b = 0; b < now.batches; ++b)
    for (int64_t h = 0; h < now.heads; ++h) {
      if (past)
        to = std::copy_n(cached + (b * now.heads + h) * before * now.size, before * now.size, to);
      for (int64_t i = 0; i < now.length; ++i)
        to = std::copy_n(now.row(b, h, i), now.size, to);
    }
  return all;
}

/// Of scores with their bias; zeros if nothing is attended to.
static void softmaxRow(std::vector<double> &row, bool any) {
  double highest = -INFINITY, sum = 0;
  for (double score : row)
    highest = std::max(highest, score);
  for (double &score : row)
    sum += score = any && highest != -INFINITY ? std::exp(score - highest) : 0;
  for (double &score : row)
    score = sum == 0 ? 0 : score / sum;
}

namespace {

/// One run: computes row by row, and keeps the scores at the stage that the op asks for.
struct AttentionRun {
  EvalContext &context;
  AttentionAttrs attrs;
  HeadView query;
  Tensor keys, values;
  AttentionBias bias;
  std::vector<double> scores, added;

  void row(int64_t b, int64_t h, int64_t i);
  void keep(int64_t stage, int64_t b, int64_t h, int64_t i);
};

} // namespace

void AttentionRun::keep(int64_t stage, int64_t b, int64_t h, int64_t i) {
  if (stage != attrs.scoresMode || !context.hasResult(3))
    return;
  int64_t at = ((b * query.heads + h) * query.length + i) * keys.shape()[2];
  std::copy(scores.begin(), scores.end(), context.out(3).mutableData<double>().begin() + at);
}

void AttentionRun::row(int64_t b, int64_t h, int64_t i) {
  int64_t shared = h / (query.heads / keys.shape()[1]), count = keys.shape()[2];
  int64_t size = query.size, width = values.shape()[3];
  double scale = attrs.scale.value_or(1 / std::sqrt(static_cast<double>(size)));
  int64_t place = b * keys.shape()[1] + shared;
  std::fill(scores.begin(), scores.end(), 0);
  addProduct(1, size, count, {query.row(b, h, i), size},
             {keys.data<double>().data() + place * count * size, size, true}, scores.data(), count);
  for (double &score : scores)
    score *= scale;
  keep(0, b, h, i);
  for (double &score : scores)
    score = attrs.softcap > 0 ? attrs.softcap * std::tanh(score / attrs.softcap) : score;
  keep(1, b, h, i);
  bool any = bias.row(b, h, i, added);
  for (size_t j = 0; j < scores.size(); ++j)
    scores[j] += added[j];
  keep(2, b, h, i);
  softmaxRow(scores, any);
  keep(3, b, h, i);
  bool packed = context.out().rank() == 3;
  int64_t at = packed ? ((b * query.length + i) * query.heads + h) * width
                      : ((b * query.heads + h) * query.length + i) * width;
  addProduct(1, count, width, {scores.data(), count},
             {values.data<double>().data() + place * count * width, width},
             context.out().mutableData<double>().data() + at, width);
}

LogicalResult evalAttention(EvalContext &context) {
  auto attrs = context.attrs<AttentionAttrs>();
  auto past = [&](unsigned i) { return context.has(i) ? &context.in(i) : nullptr; };
  HeadView query(context.in(Query), attrs.queryHeads);
  Tensor keys = present(HeadView(context.in(Key), attrs.keyHeads), past(PastKey));
  Tensor values = present(HeadView(context.in(Values), attrs.keyHeads), past(PastValue));
  auto count = static_cast<size_t>(keys.shape()[2]);
  AttentionRun run{context,
                   attrs,
                   query,
                   keys,
                   values,
                   AttentionBias(context, query.length),
                   std::vector<double>(count),
                   std::vector<double>(count)};
  for (int64_t b = 0; b < query.batches; ++b)
    for (int64_t h = 0; h < query.heads; ++h)
      for (int64_t i = 0; i < query.length; ++i)
        run.row(b, h, i);
  if (context.hasResult(1))
    context.out(1) = std::move(keys);
  if (context.hasResult(2))
    context.out(2) = std::move(values);
  return success();
}

} // namespace fixcon
