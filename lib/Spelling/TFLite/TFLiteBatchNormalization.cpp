// A line for each channel: x * s / sqrt(v + epsilon) + (b - m * s / sqrt(v + epsilon)).
#include "fixcon/Spelling/SpellingBuilder.h"

#include <cmath>

namespace fixcon {

void spellTFLiteBatchNormalization(SpellingBuilder &b) {
  enum Operand : unsigned { X, Scale, Shift, Mean, Variance };
  std::vector<double> parts[5];
  for (unsigned i = Scale; i <= Variance; ++i) {
    auto constant = b.constant(i);
    if (!constant || constant->rank() != 1)
      return b.refuse("a normalisation whose statistics are no constants is not written");
    parts[i] = constant->toDoubles();
  }
  if (b.attr<int64_t>("training_mode") != 0)
    return b.refuse("there is no normalisation in training");
  auto channels = static_cast<int64_t>(parts[Scale].size());
  std::vector<double> slope, offset;
  for (size_t c = 0; c < parts[Scale].size(); ++c) {
    slope.push_back(parts[Scale][c] / std::sqrt(parts[Variance][c] + b.attr<double>("epsilon")));
    offset.push_back(parts[Shift][c] - parts[Mean][c] * slope[c]);
  }
  Shape shape(static_cast<size_t>(std::max<int64_t>(b.rank(0) - 1, 1)), 1);
  shape.front() = channels;
  DType dtype = b.type(X).dtype();
  auto line = [&](const std::vector<double> &values) {
    return SpellingOperand(Tensor::of<double>(shape, values).converted(dtype));
  };
  Value *y = b.core("mul", {b.in(X), line(slope)});
  b.result(0, b.core("add", {y, line(offset)}));
}

} // namespace fixcon
