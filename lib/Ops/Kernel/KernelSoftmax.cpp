// SOFTMAX of 16 bits along the last axis: the exponential of the distance to the greatest number by a table, times the inverse of
// their sum by another one.
#include "Kernel.h"

#include "InterpolatedTable.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace fixcon {

namespace {

struct SoftmaxAttrs : KernelAttrs {
  double beta = 1;
  template <class V> void visit(V &v) {
    KernelAttrs::visit(v);
    v("beta", beta);
  }
};

constexpr float steps = 32768;
constexpr double farthest = 10; ///< whose exponential counts

int64_t cut(int64_t q) { return std::clamp<int64_t>(q, INT16_MIN, INT16_MAX); }

void softmax(std::span<const int64_t> x, std::span<int64_t> y, const FixedPoint &scale) {
  static const InterpolatedTable exponential([](float v) { return std::exp(v); }, -farthest, 0,
                                             steps),
      inverse([](float v) { return 1 / (1 + v); }, 0, 1, steps);
  int64_t most = *std::ranges::max_element(x), sum = 0;
  std::vector<int64_t> powers;
  for (int64_t q : x) {
    powers.push_back(exponential.at(cut(scaledTwice(q - most, scale) + INT16_MAX)));
    sum += powers.back();
  }
  int zeros = std::countl_zero(static_cast<uint32_t>(sum));
  int64_t fraction = ((sum << (zeros - 1)) + (1 << 13)) >> 14;
  int64_t factor = inverse.at(cut(fraction - (1 << 15) - (1 << 16)));
  int right = 31 - zeros;
  for (size_t i = 0; i < x.size(); ++i)
    y[i] = std::clamp<int64_t>((powers[i] * factor + (int64_t(1) << (right - 1))) >> right, 0,
                               INT16_MAX);
}

LogicalResult evalSoftmax(EvalContext &context) {
  auto attrs = context.attrs<SoftmaxAttrs>();
  KernelRun run(context, attrs);
  FixedPoint scale =
      FixedPoint::of(static_cast<double>(run.scale(1)) * attrs.beta / (farthest / 65535));
  std::vector<int64_t> x = run.centred(1), y(x.size());
  auto row = static_cast<size_t>(run.shape(1).empty() ? 1 : run.shape(1).back());
  for (size_t i = 0; row > 0 && i < x.size(); i += row)
    softmax(std::span(x).subspan(i, row), std::span(y).subspan(i, row), scale);
  run.give(y);
  return success();
}

} // namespace

OpDef defineKernelSoftmax() {
  return kernelOp("kernel_softmax", "The integers of SOFTMAX of 16 bits.", {"x"})
      .attrs<SoftmaxAttrs>()
      .reference(evalSoftmax);
}

} // namespace fixcon
