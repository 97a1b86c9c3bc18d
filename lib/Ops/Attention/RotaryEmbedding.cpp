// Rotates pairs of elements of each head by angles that depend on the position, given by their
// cosines and sines. A pair is an element and the one half the rotated width behind it, or two
// neighbours if interleaved; elements behind the rotated width stay.
#include "Attention.h"
#include "Definition/Axis.h"

#include "fixcon/Ops/InferContext.h"

namespace fixcon {

namespace {
struct RotaryAttrs {
  int64_t interleaved = 0, width = 0; ///< 0: the whole head
  std::optional<int64_t> heads;
  template <class V> void visit(V &v) {
    v("interleaved", interleaved);
    v("num_heads", heads);
    v("rotary_embedding_dim", width);
  }
};

enum RotaryOperand : unsigned { X, Cosines, Sines, Positions };
} // namespace

static LogicalResult checkOperand(InferContext &context, const RotaryAttrs &attrs) {
  const Type &x = context.type(X);
  bool ranked = x.isRanked();
  if (ranked && x.rank() != 3 && x.rank() != 4)
    return context.error("rotary_embedding_c1") << "X has type " << x.str();
  bool packed = ranked && x.rank() == 3;
  if (packed &&
      (!attrs.heads || *attrs.heads < 1 || (x.dim(2).isStatic() && x.dim(2).size() % *attrs.heads)))
    return context.error("rotary_embedding_c2") << x.str() << " does not have num_heads heads";
  Dim size = headDims(x, attrs.heads)[3];
  int64_t width = attrs.width ? attrs.width : size.isStatic() ? size.size() : 0;
  if (width < 0 || width % 2 || (size.isStatic() && width > size.size()))
    return context.error("rotary_embedding_c3")
           << "pairs of " << width << " elements in " << x.str();
  return success();
}

/// A cache has a row of half the width for each position, or for each step of each sample.
static LogicalResult checkCaches(InferContext &context, const RotaryAttrs &attrs) {
  Dims heads = headDims(context.type(X), attrs.heads);
  Dim half = heads[3].isStatic() ? Dim(heads[3].size() / 2) : Dim();
  if (attrs.width)
    half = Dim(attrs.width / 2);
  bool indexed = context.has(Positions);
  for (unsigned i : {Cosines, Sines}) {
    const Type &cache = context.type(i);
    if (!cache.isRanked())
      continue;
    bool fits = cache.rank() == (indexed ? 2u : 3u) && !clash(cache.dims().back(), half);
    if (fits && !indexed)
      fits = !clash(cache.dim(0), heads[0]) && !clash(cache.dim(1), heads[2]);
    if (fits && context.isRanked(Cosines))
      fits = !clash(cache.dim(0), context.type(Cosines).dim(0));
    if (!fits)
      return context.error("rotary_embedding_c4")
             << "a cache " << cache.str() << " for " << context.type(X).str();
  }
  const Type &at = context.type(Positions);
  if (context.isRanked(Positions) &&
      (at.rank() != 2 || clash(at.dim(0), heads[0]) || clash(at.dim(1), heads[2])))
    return context.error("rotary_embedding_c5") << "positions have type " << at.str();
  return success();
}

static LogicalResult inferRotary(InferContext &context) {
  auto attrs = context.attrs<RotaryAttrs>();
  if (failed(checkOperand(context, attrs)) || failed(checkCaches(context, attrs)))
    return failure();
  context.setResult(0, context.type(X));
  return success();
}

/// The row of the caches for a step of a sample; nullopt if it is beyond them.
static std::optional<int64_t> cacheRow(const EvalContext &context, int64_t step) {
  if (!context.has(Positions))
    return step;
  int64_t row = context.in(Positions).toInt(step);
  return row >= 0 && row < context.in(Cosines).shape()[0] ? std::optional(row) : std::nullopt;
}

static void rotate(const double *x, double *y, const double *cosines, const double *sines,
                   int64_t half, bool interleaved) {
  for (int64_t i = 0; i < half; ++i) {
    int64_t first = interleaved ? 2 * i : i, second = interleaved ? first + 1 : i + half;
    y[first] = cosines[i] * x[first] - sines[i] * x[second];
    y[second] = sines[i] * x[first] + cosines[i] * x[second];
  }
}

static LogicalResult evalRotary(EvalContext &context) {
  auto attrs = context.attrs<RotaryAttrs>();
  const Tensor &x = context.in(X);
  HeadView view(x, attrs.heads);
  context.out() = x;
  double *out = context.out().mutableData<double>().data();
  const double *in = x.data<double>().data();
  int64_t half = (attrs.width ? attrs.width : view.size) / 2;
  for (int64_t b = 0; b < view.batches; ++b)
    for (int64_t s = 0; s < view.length; ++s) {
      auto row = cacheRow(context, b * view.length + s);
      if (!row)
        return context.error("rotary_embedding_c6") << "a position beyond the caches";
      const double *cosines = context.in(Cosines).data<double>().data() + *row * half;
      const double *sines = context.in(Sines).data<double>().data() + *row * half;
      for (int64_t h = 0; h < view.heads; ++h) {
        const double *from = view.row(b, h, s);
        rotate(from, out + (from - in), cosines, sines, half, attrs.interleaved != 0);
      }
    }
  return success();
}

OpDef defineRotaryEmbedding() {
  return OpDef("rotary_embedding")
      .summary("Pairs of elements rotated by angles that depend on the position.")
      .operand("X")
      .operand("cos_cache", Role::Hyperparameter)
      .operand("sin_cache", Role::Hyperparameter)
      .optional("position_ids", Role::Index)
      .dtypes(floatTypes, {"X", "cos_cache", "sin_cache"})
      .attrs<RotaryAttrs>()
      .infer(inferRotary)
      .reference(evalRotary)
      .onnx("RotaryEmbedding", 23);
}

} // namespace fixcon
