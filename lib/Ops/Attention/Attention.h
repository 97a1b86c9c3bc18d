// Scaled dot product attention over several heads: its attributes, the sizes that operands and
// attributes say together, and what each query may attend to.
#pragma once

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/OpDef.h"

#include <array>

namespace fixcon {

struct AttentionAttrs {
  int64_t isCausal = 0, leftWindow = -1, rightWindow = -1, scoresMode = 0;
  std::optional<int64_t> queryHeads, keyHeads; ///< of operands with heads in their last dim
  std::optional<DType> softmaxPrecision;       ///< how a runtime computes; not what is meant
  std::optional<double> scale;                 ///< absent: 1 / sqrt(head size)
  double softcap = 0;

  template <class V> void visit(V &v) {
    v("is_causal", isCausal);
    v("kv_num_heads", keyHeads);
    v("left_window_size", leftWindow);
    v("q_num_heads", queryHeads);
    v("qk_matmul_output_mode", scoresMode);
    v("right_window_size", rightWindow);
    v("scale", scale);
    v("softcap", softcap);
    v("softmax_precision", softmaxPrecision);
  }
};

/// Operands by their place.
enum AttentionOperand : unsigned { Query, Key, Values, Mask, PastKey, PastValue, ValidKeys };

/// Dims of a query, key or value as [batch, heads, length, size]; four unknown ones if its rank is
/// not known.
Dims headDims(const Type &type, std::optional<int64_t> heads);

/// A tensor seen so, whether its heads are a dim or parts of the last one.
class HeadView {
public:
  HeadView(const Tensor &tensor, std::optional<int64_t> heads);
  const double *row(int64_t batch, int64_t head, int64_t at) const {
    return data + batch * batchStride + head * headStride + at * rowStride;
  }
  int64_t batches, heads, length, size;

private:
  const double *data;
  int64_t batchStride, headStride, rowStride;
};

/// What is added to the scores of one query: 0 or a number where it may attend, -inf elsewhere.
class AttentionBias {
public:
  AttentionBias(const EvalContext &context, int64_t queries);
  /// False if the query may attend to nothing.
  bool row(int64_t batch, int64_t head, int64_t query, std::vector<double> &bias) const;

private:
  bool sees(int64_t position, int64_t key) const;
  double masked(int64_t begin, int64_t key) const;

  const Tensor *mask, *valid;
  AttentionAttrs attrs;
  int64_t queries, past = 0;
  std::array<int64_t, 3> strides{}; ///< of the mask by batch, head, query
};

LogicalResult evalAttention(EvalContext &context);

} // namespace fixcon
