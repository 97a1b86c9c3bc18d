// Triangular filters, equally spaced on the mel scale mel(f) = 2595 log10(1 + f / 700), as a matrix
// [dft_length / 2 + 1, num_mel_bins] that turns a spectrum into mel bands. The corners of the
// triangles are rounded down to bins of the spectrum; a peak is 1.
#include "Definition/ScalarOperand.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Support/CheckedMath.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

namespace {
struct MelWeightMatrixAttrs {
  DType outputDatatype = DType::F32;
  template <class V> void visit(V &v) { v("output_datatype", outputDatatype); }
};
} // namespace

static LogicalResult inferMelWeightMatrix(InferContext &context) {
  constexpr const char *names[] = {"num_mel_bins", "dft_length", "sample_rate"};
  DType dtype = context.attrs<MelWeightMatrixAttrs>().outputDatatype;
  if (failed(checkNumeric(context, dtype, "mel_weight_matrix_c1")))
    return failure();
  std::optional<int64_t> counts[3];
  for (unsigned i = 0; i < 3; ++i) {
    auto count = scalarInt(context, i, "mel_weight_matrix_c2");
    if (failed(count))
      return failure();
    if (*count && **count < 1)
      return context.error("mel_weight_matrix_c3") << names[i] << " is " << **count;
    counts[i] = *count;
  }
  for (unsigned i = 3; i < 5; ++i)
    if (failed(scalarFloat(context, i, "mel_weight_matrix_c4")))
      return failure();
  Dim bands = counts[0] ? Dim(*counts[0]) : Dim();
  Dim bins = counts[1] ? Dim(*counts[1] / 2 + 1) : Dim();
  context.setResult(0, Type::tensor(dtype, Dims{bins, bands}));
  return success();
}

/// The bins of the spectrum at which the triangles begin, peak and end; nullopt if one lies outside
/// of it.
static std::optional<std::vector<int64_t>> corners(const EvalContext &context, int64_t bands,
                                                   int64_t bins) {
  auto mel = [](double hertz) { return 2595 * std::log10(1 + hertz / 700); };
  double low = mel(context.in(3).toDouble(0)), high = mel(context.in(4).toDouble(0));
  double length = context.in(1).toDouble(0), rate = context.in(2).toDouble(0);
  double step = (high - low) / static_cast<double>(bands + 2);
  std::vector<int64_t> result;
  for (int64_t i = 0; i < bands + 2; ++i) {
    double hertz = 700 * (std::pow(10, (low + static_cast<double>(i) * step) / 2595) - 1);
    double bin = std::floor((length + 1) * hertz / rate);
    if (!(bin >= 0 && bin < static_cast<double>(bins)))
      return std::nullopt;
    result.push_back(static_cast<int64_t>(bin));
  }
  return result;
}

/// The filter in column `band`, which rises from `first` to `peak` and falls to before `last`.
static void drawTriangle(std::span<double> weights, int64_t bands, int64_t band, int64_t first,
                         int64_t peak, int64_t last) {
  auto at = [&](int64_t bin) -> double & {
    return weights[static_cast<size_t>(bin * bands + band)];
  };
  if (first == peak)
    at(peak) = 1;
  for (int64_t bin = first; first < peak && bin <= peak; ++bin)
    at(bin) = static_cast<double>(bin - first) / static_cast<double>(peak - first);
  for (int64_t bin = peak; bin < last; ++bin)
    at(bin) = static_cast<double>(last - bin) / static_cast<double>(last - peak);
}

static LogicalResult evalMelWeightMatrix(EvalContext &context) {
  Tensor &out = context.out();
  int64_t bins = out.shape()[0], bands = out.shape()[1];
  auto corner = corners(context, bands, bins);
  if (!corner || !std::is_sorted(corner->begin(), corner->end()))
    return context.error("mel_weight_matrix_c5") << "the edges do not rise within the spectrum";
  Tensor weights(DType::F64, out.shape());
  for (int64_t band = 0; band < bands; ++band) {
    auto at = static_cast<size_t>(band);
    drawTriangle(weights.mutableData<double>(), bands, band, (*corner)[at], (*corner)[at + 1],
                 (*corner)[at + 2]);
  }
  out = weights.converted(out.dtype());
  return success();
}

OpDef defineMelWeightMatrix() {
  return OpDef("mel_weight_matrix")
      .summary("A matrix that weights the bins of a spectrum into mel bands.")
      .operand("num_mel_bins", Role::Shape)
      .operand("dft_length", Role::Shape)
      .operand("sample_rate", Role::Hyperparameter)
      .operand("lower_edge_hertz", Role::Hyperparameter)
      .operand("upper_edge_hertz", Role::Hyperparameter)
      .attrs<MelWeightMatrixAttrs>()
      .infer(inferMelWeightMatrix)
      .reference(evalMelWeightMatrix)
      .onnx("MelWeightMatrix", 17);
}

} // namespace fixcon
