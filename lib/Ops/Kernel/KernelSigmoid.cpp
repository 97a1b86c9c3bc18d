// LOGISTIC and TANH of 16 bits. A table holds the logistic function at every 24th of a unit up to where it is 1, and straight
// lines lie between; the other half mirrors it, and the hyperbolic tangent is the same curve at twice the place.
#include "Kernel.h"

#include <array>
#include <cmath>

namespace fixcon {

namespace {

struct SigmoidAttrs : KernelAttrs {
  bool tanh = false;
  template <class V> void visit(V &v) {
    KernelAttrs::visit(v);
    v("tanh", tanh);
  }
};

constexpr int64_t entries = 256;

/// Each entry is moved by half of what the line to the next one is off by in its middle.
std::array<int64_t, entries> makeTable() {
  auto exact = [](double i) { return 65536 / (1 + std::exp(-i / 24)); };
  std::array<int64_t, entries> table{};
  for (int64_t i = 0; i < entries; ++i) {
    auto at = static_cast<double>(i);
    double off = exact(at + 0.5) - (exact(at) + exact(at + 1)) / 2;
    table[static_cast<size_t>(i)] =
        std::min<int64_t>(std::llround(exact(at) + off / 2), UINT16_MAX);
  }
  table.back() = UINT16_MAX;
  return table;
}

/// The number of the table's steps that one of the operand is, as mantissa / 2^digits.
struct Steps {
  int64_t mantissa = 0;
  int digits = 0;

  explicit Steps(float scale) {
    double steps = static_cast<double>(scale) * 4096 * 3;
    for (; steps <= INT16_MAX / 2.0 && digits <= 30; steps *= 2)
      ++digits;
    mantissa = static_cast<int64_t>(steps);
  }
  int64_t of(int64_t q) const {
    int64_t half = digits > 0 ? int64_t(1) << (digits - 1) : 0;
    return (q * mantissa + half) >> digits;
  }
};

/// Twice the logistic function less 1 has one binary digit of place less.
int64_t curve(int64_t at, bool tanh) {
  static const std::array<int64_t, entries> table = makeTable();
  int digits = tanh ? 8 : 9, rest = tanh ? 8 : 10;
  int64_t place = std::abs(at) >> digits, between = std::abs(at) & ((int64_t(1) << digits) - 1);
  int64_t most = tanh ? int64_t(UINT16_MAX) << 8 : int64_t(INT16_MAX) << 10;
  int64_t value = most;
  if (place < entries - 1) {
    int64_t low = table[static_cast<size_t>(place)], high = table[static_cast<size_t>(place) + 1];
    value = (low << digits) + between * (high - low);
  }
  int64_t half = int64_t(1) << (rest - 1), middle = int64_t(1) << 23, whole = int64_t(1) << 25;
  if (tanh)
    return at >= 0 ? (value - middle + half) >> rest : (middle - value + half - 1) >> rest;
  return at >= 0 ? (value + half) >> rest : (whole - value + half - 1) >> rest;
}

LogicalResult evalSigmoid(EvalContext &context) {
  auto attrs = context.attrs<SigmoidAttrs>();
  KernelRun run(context, attrs);
  Steps steps(run.scale(1));
  run.giveEach([&](int64_t x, int64_t) { return curve(steps.of(x), attrs.tanh); });
  return success();
}

} // namespace

OpDef defineKernelSigmoid() {
  return kernelOp("kernel_sigmoid", "The integers of LOGISTIC and TANH of 16 bits.", {"x"})
      .attrs<SigmoidAttrs>()
      .reference(evalSigmoid);
}

} // namespace fixcon
