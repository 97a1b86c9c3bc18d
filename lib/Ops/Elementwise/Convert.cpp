// The text of Cast in ONNX decides. Where 8-bit floats overflow is found by bisection on the
// rounding itself, 64 halvings and thus down to neighbouring doubles, so that limit and rounding
// agree; the numbers of f8e8m0 are powers of two, which logb and exp2 give exactly. Strings parse
// as strtod does, integers among them exactly.
#include "Convert.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace fixcon {
namespace {

/// The largest double that `type` rounds to a finite number.
double maxRounded(DType type) {
  double finite = roundTo(type, 1e30), beyond = 2 * finite;
  for (int i = 0; i < 64; ++i) {
    double middle = finite + (beyond - finite) / 2;
    bool fits = std::isfinite(fromSmallFloat(type, toSmallFloat(type, middle, false)));
    (fits ? finite : beyond) = middle;
  }
  return finite;
}

template <class T> std::string text(T value) {
  char buffer[64];
  return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

std::string floatText(double value, DType type) {
  if (std::isnan(value))
    return "NaN";
  if (std::isinf(value))
    return value < 0 ? "-INF" : "INF";
  return type == DType::F64 ? text(value) : text(static_cast<float>(value));
}

std::string elementText(const Tensor &in, int64_t i, DType from) {
  if (isFloat(from))
    return floatText(in.toDouble(i), from);
  if (from == DType::U64)
    return text(in.data<uint64_t>()[static_cast<size_t>(i)]);
  return from == DType::Bool ? (in.toInt(i) ? "True" : "False") : text(in.toInt(i));
}

/// A number as people write it, with "inf" and "nan" in any case and a leading plus.
std::optional<double> parse(const std::string &text) {
  const char *begin = text.c_str();
  char *end = nullptr;
  double value = std::strtod(begin, &end);
  if (end == begin || *end != '\0')
    return std::nullopt;
  return value;
}

LogicalResult fromStrings(EvalContext &context) {
  auto in = context.in(0).strings();
  std::vector<double> values;
  std::vector<int64_t> integers;
  for (const std::string &s : in) {
    auto value = parse(s);
    if (!value)
      return context.error() << "'" << s.substr(0, 40) << "' is not a number";
    values.push_back(*value);
    // Integers of more than 53 bits do not survive a double.
    int64_t integer = 0;
    auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), integer);
    bool whole = error == std::errc() && end == s.data() + s.size();
    integers.push_back(whole ? integer : Tensor::scalar(*value).toInt(0));
  }
  const Shape &shape = context.in(0).shape();
  DType to = context.out().dtype();
  context.out() = isInteger(to) ? Tensor::of(shape, integers).converted(to)
                                : Tensor::of(shape, values).converted(to);
  return success();
}

/// x as a power of two from 2^-127 to 2^127; what lies outside of them is NaN unless `saturate`.
Scalar powerOfTwo(Scalar x, bool saturate, const std::string &roundMode) {
  constexpr double least = 0x1p-127, most = 0x1p127, nan = std::numeric_limits<double>::quiet_NaN();
  Scalar below = Scalar::make(Scalar::Kind::Exp2, {Scalar::make(Scalar::Kind::Logb, {x})});
  Scalar y = x;
  if (roundMode == "down")
    y = below;
  else if (roundMode == "up")
    y = select(below < x, below * 2, below);
  Scalar tooSmall = saturate ? Scalar(least) : Scalar(nan);
  Scalar tooLarge = saturate ? Scalar(most) : Scalar(nan);
  return select(x < least, tooSmall, select(x > most, tooLarge, y));
}

} // namespace

bool isRoundMode(const std::string &roundMode) {
  return roundMode == "up" || roundMode == "down" || roundMode == "nearest";
}

Scalar convertFormula(Scalar x, DType to, bool saturate, const std::string &roundMode) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (to == DType::F8E8M0)
    return powerOfTwo(x, saturate, roundMode);
  bool small = isFloat(to) && byteSize(to) == 1;
  if (small && saturate && std::isinf(roundTo(to, infinity))) {
    double most = fromSmallFloat(to, toSmallFloat(to, infinity, true));
    return select(x > most, most, select(x < -most, -most, x));
  }
  if (!small || saturate)
    return x;
  double limit = maxRounded(to);
  double above = fromSmallFloat(to, toSmallFloat(to, infinity, false));
  double below = fromSmallFloat(to, toSmallFloat(to, -infinity, false));
  return select(x > limit, above, select(x < -limit, below, x));
}

LogicalResult convertStrings(EvalContext &context, DType from) {
  const Tensor &in = context.in(0);
  if (classOf(from) == DTypeClass::Complex || classOf(context.out().dtype()) == DTypeClass::Complex)
    return context.error() << "no meaning on complex numbers";
  if (in.isString() && context.out().isString())
    context.out() = in;
  else if (in.isString())
    return fromStrings(context);
  else
    for (int64_t i = 0; i < in.size(); ++i)
      context.out().mutableStrings()[static_cast<size_t>(i)] = elementText(in, i, from);
  return success();
}

} // namespace fixcon
