// Attention by a state for each head, a matrix S of key size by value size, that each step updates:
//
//   S = exp(g) S                      (gated rules)
//   S = S + k (b (v - S^T k))^T       (delta rules; else S + k v^T)
//   o = scale S^T q
//
// Several heads of queries may share a state.
#include "Attention.h"
#include "Definition/Axis.h"

#include "fixcon/Ops/InferContext.h"

#include <cmath>

namespace fixcon {

namespace {

struct LinearAttentionAttrs {
  int64_t chunkSize = 64; ///< how a runtime computes
  std::optional<int64_t> keyHeads, queryHeads;
  double scale = 0; ///< 0: 1 / sqrt(key size)
  std::string rule = "gated_delta";
  template <class V> void visit(V &v) {
    v("chunk_size", chunkSize);
    v("kv_num_heads", keyHeads);
    v("q_num_heads", queryHeads);
    v("scale", scale);
    v("update_rule", rule);
  }
  bool gated() const { return rule == "gated" || rule == "gated_delta"; }
  bool delta() const { return rule == "delta" || rule == "gated_delta"; }
};

enum Operand : unsigned { Q, K, V, PastState, Decay, Beta };

/// The state of one head of one sample, and what updates it.
struct HeadState {
  double *state;
  int64_t keySize, valueSize;

  void decay(const double *gate, bool each);
  /// v - S^T k, times beta.
  void correct(const double *key, std::vector<double> &value, double beta) const;
  void write(const double *key, const std::vector<double> &value);
  void read(const double *query, double scale, double *output) const;
};

} // namespace

void HeadState::decay(const double *gate, bool each) {
  for (int64_t d = 0; d < keySize; ++d)
    for (int64_t m = 0; m < valueSize; ++m)
      state[d * valueSize + m] *= std::exp(gate[each ? d : 0]);
}

void HeadState::correct(const double *key, std::vector<double> &value, double beta) const {
  for (int64_t m = 0; m < valueSize; ++m) {
    double retrieved = 0;
    for (int64_t d = 0; d < keySize; ++d)
      retrieved += state[d * valueSize + m] * key[d];
    double &v = value[static_cast<size_t>(m)];
    v = beta * (v - retrieved);
  }
}

void HeadState::write(const double *key, const std::vector<double> &value) {
  for (int64_t d = 0; d < keySize; ++d)
    for (int64_t m = 0; m < valueSize; ++m)
      state[d * valueSize + m] += key[d] * value[static_cast<size_t>(m)];
}

void HeadState::read(const double *query, double scale, double *output) const {
  for (int64_t m = 0; m < valueSize; ++m) {
    double sum = 0;
    for (int64_t d = 0; d < keySize; ++d)
      sum += query[d] * state[d * valueSize + m];
    output[m] = scale * sum;
  }
}

static LogicalResult checkAttributes(InferContext &context, const LinearAttentionAttrs &attrs) {
  bool known = attrs.rule == "linear" || attrs.gated() || attrs.delta();
  bool heads = attrs.keyHeads && attrs.queryHeads && *attrs.keyHeads >= 1 &&
               *attrs.queryHeads >= 1 && *attrs.queryHeads % *attrs.keyHeads == 0;
  if (!known || !heads)
    return context.error("linear_attention_c1") << "the rule or the numbers of heads";
  if (context.has(Decay) != attrs.gated() || context.has(Beta) != attrs.delta())
    return context.error("linear_attention_c2")
           << "decay and beta do not go with the rule '" << attrs.rule << "'";
  for (unsigned i = Q; i <= Beta; ++i) {
    const Type &type = context.type(context.has(i) ? i : Q);
    size_t rank = i == PastState ? 4 : 3;
    if (context.isRanked(i) && type.rank() != rank)
      return context.error("linear_attention_c3") << "operand " << i << " has type " << type.str();
  }
  return success();
}

/// A packed operand has whole heads, for the same steps of the same samples as the queries.
static bool fits(InferContext &context, unsigned i, int64_t heads) {
  if (!context.isRanked(i))
    return true;
  const Type &type = context.type(i);
  bool whole = !type.dim(2).isStatic() || type.dim(2).size() % heads == 0;
  return whole && (!context.isRanked(Q) || (!clash(type.dim(0), context.type(Q).dim(0)) &&
                                            !clash(type.dim(1), context.type(Q).dim(1))));
}

static LogicalResult checkSizes(InferContext &context, const LinearAttentionAttrs &attrs,
                                const Dims &q, const Dims &k, const Dims &v) {
  int64_t heads = *attrs.keyHeads;
  bool fine = fits(context, Q, *attrs.queryHeads) && fits(context, K, heads) &&
              fits(context, V, heads) && !clash(q[3], k[3]);
  if (fine && context.isRanked(PastState)) {
    const Dims &past = context.type(PastState).dims();
    fine = !clash(past[0], q[0]) && !clash(past[1], heads) && !clash(past[2], k[3]) &&
           !clash(past[3], v[3]);
  }
  if (fine && context.isRanked(Decay)) {
    const Dim &last = context.type(Decay).dim(2);
    fine = fits(context, Decay, heads) &&
           (!clash(last, heads) || !clash(last, productOf({heads, k[3]}, 0, 2)));
  }
  if (fine && context.isRanked(Beta)) {
    const Dim &last = context.type(Beta).dim(2);
    fine = fits(context, Beta, 1) && (!clash(last, heads) || !clash(last, 1));
  }
  if (!fine)
    return context.error("linear_attention_c4") << "sizes of operands do not go together";
  return success();
}

static LogicalResult inferLinearAttention(InferContext &context) {
  auto attrs = context.attrs<LinearAttentionAttrs>();
  if (failed(checkAttributes(context, attrs)))
    return failure();
  Dims q = headDims(context.type(Q), attrs.queryHeads);
  Dims k = headDims(context.type(K), attrs.keyHeads);
  Dims v = headDims(context.type(V), attrs.keyHeads);
  if (failed(checkSizes(context, attrs, q, k, v)))
    return failure();
  DType dtype = context.type(Q).dtype();
  DType stateDType = context.has(PastState) ? context.type(PastState).dtype() : dtype;
  Dim width = productOf({*attrs.queryHeads, v[3]}, 0, 2);
  context.setResult(0, Type::tensor(dtype, Dims{q[0], q[2], width}));
  context.setResult(1, Type::tensor(stateDType, Dims{q[0], *attrs.keyHeads, k[3], v[3]}));
  return success();
}

/// All steps of one head of keys of one sample.
static void runHead(EvalContext &context, const LinearAttentionAttrs &attrs, HeadState state,
                    int64_t b, int64_t h) {
  HeadView q(context.in(Q), attrs.queryHeads), k(context.in(K), attrs.keyHeads);
  HeadView v(context.in(V), attrs.keyHeads);
  int64_t shared = q.heads / k.heads;
  double scale = attrs.scale != 0 ? attrs.scale : 1 / std::sqrt(static_cast<double>(q.size));
  double *output = context.out().mutableData<double>().data();
  for (int64_t t = 0; t < q.length; ++t) {
    std::vector<double> value(v.row(b, h, t), v.row(b, h, t) + v.size);
    if (attrs.gated()) {
      const Tensor &gates = context.in(Decay);
      bool each = gates.shape()[2] != k.heads;
      int64_t width = each ? k.size : 1;
      const double *at = gates.data<double>().data();
      state.decay(at + ((b * q.length + t) * k.heads + h) * width, each);
    }
    if (attrs.delta()) {
      const Tensor &beta = context.in(Beta);
      int64_t width = beta.shape()[2];
      state.correct(k.row(b, h, t), value,
                    beta.toDouble((b * q.length + t) * width + (width == 1 ? 0 : h)));
    }
    state.write(k.row(b, h, t), value);
    for (int64_t s = h * shared; s < (h + 1) * shared; ++s)
      state.read(q.row(b, s, t), scale, output + ((b * q.length + t) * q.heads + s) * v.size);
  }
}

static LogicalResult evalLinearAttention(EvalContext &context) {
  auto attrs = context.attrs<LinearAttentionAttrs>();
  HeadView k(context.in(K), attrs.keyHeads), v(context.in(V), attrs.keyHeads);
  Tensor states(DType::F64, {k.batches, k.heads, k.size, v.size});
  if (context.has(PastState))
    states = context.in(PastState);
  double *all = states.mutableData<double>().data();
  for (int64_t b = 0; b < k.batches; ++b)
    for (int64_t h = 0; h < k.heads; ++h)
      runHead(context, attrs, {all + (b * k.heads + h) * k.size * v.size, k.size, v.size}, b, h);
  if (context.hasResult(1))
    context.out(1) = std::move(states);
  return success();
}

OpDef defineLinearAttention() {
  return OpDef("linear_attention")
      .summary("Attention by a state that each step updates.")
      .operand("query")
      .operand("key")
      .operand("value")
      .optional("past_state")
      .optional("decay")
      .optional("beta")
      .dtypes(floatTypes, {"query", "key", "value"})
      .dtypes(floatTypes, {"past_state"})
      .dtypes(floatTypes, {"decay", "beta"})
      .results(1, 2)
      .attrs<LinearAttentionAttrs>()
      .infer(inferLinearAttention)
      .reference(evalLinearAttention)
      .onnx("LinearAttention", 27);
}

} // namespace fixcon
