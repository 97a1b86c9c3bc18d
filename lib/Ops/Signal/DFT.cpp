// The discrete Fourier transform along one axis. The last axis holds real and imaginary part, or
// the real part alone; dft_length cuts the signal or continues it with zeros. Spectra of real
// signals are symmetric: with `onesided` they have their first dft_length / 2 + 1 elements only,
// and the inverse of such a half is real.
#include "Definition/Axis.h"
#include "Definition/ScalarOperand.h"
#include "Fourier.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

namespace {

struct DFTAttrs {
  int64_t inverse = 0, onesided = 0;
  template <class V> void visit(V &v) {
    v("inverse", inverse);
    v("onesided", onesided);
  }
  bool toReal() const { return inverse && onesided; }
};

} // namespace

/// The result's dim along the axis.
static FailureOr<Dim> transformedDim(InferContext &context, const DFTAttrs &attrs,
                                     const Dim &signal) {
  auto given = scalarInt(context, 1, "dft_c2");
  if (failed(given))
    return failure();
  if (!*given && (context.has(1) || !signal.isStatic()))
    return attrs.onesided || context.has(1) ? Dim() : signal;
  bool half = attrs.toReal() && !*given;
  int64_t length = *given ? **given : signal.size();
  if (half)
    length = signal.size() > INT64_MAX / 2 ? 0 : 2 * (signal.size() - 1);
  if (length < 1)
    return context.error("dft_c3") << "a transform of length " << length;
  return attrs.onesided && !attrs.inverse ? Dim(length / 2 + 1) : Dim(length);
}

/// The last dim is one or two parts, which must go with the attributes.
static LogicalResult checkParts(InferContext &context, const DFTAttrs &attrs, const Dim &parts) {
  if (!parts.isStatic())
    return success();
  if (parts.size() != 1 && parts.size() != 2)
    return context.error("dft_c4") << "the last dim is " << parts.size() << ", not 1 or 2";
  if (attrs.onesided && (parts.size() == 2) != (attrs.inverse != 0))
    return context.error("dft_c5") << "one side of the spectrum of a signal that is not real";
  return success();
}

/// The axis, which is not the last one; nullopt if it is not known.
static FailureOr<std::optional<size_t>> axisOf(InferContext &context, size_t rank) {
  auto given = scalarInt(context, 2, "dft_c6");
  if (failed(given))
    return failure();
  if (context.has(2) && !*given && rank > 1)
    return std::optional<size_t>();
  auto axis = resolveAxis(*given ? **given : -2, rank);
  if (!axis || *axis + 1 == rank)
    return context.error("dft_c7") << "axis " << (*given ? **given : -2) << " of rank " << rank;
  return axis;
}

static LogicalResult inferDFT(InferContext &context) {
  const Type &x = context.type(0);
  auto attrs = context.attrs<DFTAttrs>();
  context.setResult(0, Type::unranked(x.dtype()));
  if (!x.isRanked())
    return success();
  auto axis = axisOf(context, x.rank());
  if (failed(axis) || failed(checkParts(context, attrs, x.dims().back())))
    return failure();
  Dims dims = x.dims();
  dims.back() = attrs.toReal() ? 1 : 2;
  for (size_t d = 0; d + 1 < dims.size() && !*axis; ++d)
    dims[d] = Dim();
  if (*axis) {
    auto dim = transformedDim(context, attrs, dims[**axis]);
    if (failed(dim))
      return failure();
    dims[**axis] = *dim;
  }
  context.setResult(0, Type::tensor(x.dtype(), std::move(dims)));
  return success();
}

/// The signal's elements as far as there are any, zero behind.
static ComplexLine readLine(const double *x, int64_t available, int64_t stride, int64_t parts,
                            int64_t length) {
  ComplexLine line(static_cast<size_t>(length));
  for (int64_t i = 0; i < std::min(available, length); ++i)
    line[static_cast<size_t>(i)] = {x[i * stride], parts == 2 ? x[i * stride + 1] : 0};
  return line;
}

/// The upper half of a spectrum from the lower one.
static void mirror(ComplexLine &spectrum) {
  for (size_t k = spectrum.size() / 2 + 1; k < spectrum.size(); ++k)
    spectrum[k] = std::conj(spectrum[spectrum.size() - k]);
}

static LogicalResult evalDFT(EvalContext &context) {
  auto attrs = context.attrs<DFTAttrs>();
  const Tensor &x = context.in(0);
  Tensor &y = context.out();
  size_t axis = *resolveAxis(context.has(2) ? context.in(2).toInt(0) : -2, x.rank());
  AxisSplit from(x.shape(), axis), to(y.shape(), axis);
  int64_t parts = x.shape().back(), outParts = y.shape().back();
  int64_t length = attrs.inverse || !attrs.onesided ? to.size : from.size;
  if (context.has(1))
    length = context.in(1).toInt(0);
  const double *read = x.data<double>().data();
  double *write = y.mutableData<double>().data();
  for (int64_t o = 0; o < to.outer; ++o)
    for (int64_t n = 0; n < to.inner / outParts; ++n) {
      const double *first = read + o * from.size * from.inner + n * parts;
      ComplexLine line = readLine(first, from.size, from.inner, parts, length);
      if (attrs.toReal())
        mirror(line);
      line = fourier(std::move(line), attrs.inverse != 0);
      for (int64_t k = 0; k < to.size; ++k) {
        double *at = write + (o * to.size + k) * to.inner + n * outParts;
        at[0] = line[static_cast<size_t>(k)].real();
        if (outParts == 2)
          at[1] = line[static_cast<size_t>(k)].imag();
      }
    }
  return success();
}

OpDef defineDFT() {
  return OpDef("dft")
      .summary("The discrete Fourier transform along an axis, or its inverse.")
      .operand("input")
      .optional("dft_length", Role::Shape)
      .optional("axis", Role::Shape)
      .attrs<DFTAttrs>()
      .infer(inferDFT)
      .reference(evalDFT)
      .onnx("DFT", 20);
}

} // namespace fixcon
