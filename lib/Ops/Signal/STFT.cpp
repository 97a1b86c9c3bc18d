// Fourier transforms of frames that are cut out of a signal, one every frame_step samples, each
// weighted by the window. Frames that the signal does not fill are left out.
#include "Definition/Axis.h"
#include "Definition/ScalarOperand.h"
#include "Fourier.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

namespace {
struct STFTAttrs {
  int64_t onesided = 1;
  template <class V> void visit(V &v) { v("onesided", onesided); }
};
} // namespace

static LogicalResult checkSignal(InferContext &context) {
  const Type &x = context.type(0);
  bool ranked = x.isRanked();
  if (ranked && x.rank() != 3)
    return context.error("stft_c1") << "the signal has type " << x.str();
  if (!ranked || !x.dim(2).isStatic())
    return success();
  if (x.dim(2).size() != 1 && x.dim(2).size() != 2)
    return context.error("stft_c2") << "the signal has " << x.dim(2).size() << " parts";
  if (x.dim(2).size() == 2 && context.attrs<STFTAttrs>().onesided)
    return context.error("stft_c3") << "one side of the spectrum of a signal that is not real";
  return success();
}

/// By the operand, else the window's, else the whole signal.
static FailureOr<Dim> frameLength(InferContext &context) {
  const Type &window = context.type(2);
  bool weighted = context.has(2);
  if (weighted && window.isRanked() && window.rank() != 1)
    return context.error("stft_c4") << "the window has type " << window.str();
  auto given = scalarInt(context, 3, "stft_c5");
  if (failed(given))
    return failure();
  Dim size = weighted && window.isRanked() ? window.dim(0) : Dim();
  if (!*given) {
    if (!context.has(3) && !weighted && context.isRanked(0))
      return context.type(0).dim(1);
    return size;
  }
  if (**given < 1 || clash(size, **given))
    return context.error("stft_c6") << "frames of " << **given << " for a window of " << size.str();
  return Dim(**given);
}

static FailureOr<Dim> frameCount(InferContext &context, const Dim &length) {
  auto step = scalarInt(context, 1, "stft_c7");
  if (failed(step))
    return failure();
  if (*step && **step < 1)
    return context.error("stft_c8") << "a step of " << **step;
  Dim signal = context.isRanked(0) ? context.type(0).dim(1) : Dim();
  if (!*step || !length.isStatic() || !signal.isStatic())
    return Dim();
  if (length.size() < 1 || length.size() > signal.size())
    return context.error("stft_c9")
           << "frames of " << length.size() << " in a signal of " << signal.size();
  return Dim((signal.size() - length.size()) / **step + 1);
}

static LogicalResult inferSTFT(InferContext &context) {
  if (failed(checkSignal(context)))
    return failure();
  auto length = frameLength(context);
  if (failed(length))
    return failure();
  auto frames = frameCount(context, *length);
  if (failed(frames))
    return failure();
  const Type &x = context.type(0);
  Dim bins = *length;
  if (context.attrs<STFTAttrs>().onesided)
    bins = length->isStatic() ? Dim(length->size() / 2 + 1) : Dim();
  Dim batch = x.isRanked() ? x.dim(0) : Dim();
  context.setResult(0, Type::tensor(x.dtype(), Dims{batch, *frames, bins, 2}));
  return success();
}

/// The frame that begins at `first`, weighted.
static ComplexLine frameAt(const EvalContext &context, int64_t first, int64_t length) {
  const Tensor &x = context.in(0);
  int64_t parts = x.shape()[2];
  auto signal = x.data<double>();
  ComplexLine frame(static_cast<size_t>(length));
  for (int64_t i = 0; i < length; ++i) {
    auto at = static_cast<size_t>((first + i) * parts);
    double weight = context.has(2) ? context.in(2).toDouble(i) : 1;
    frame[static_cast<size_t>(i)] = {signal[at] * weight, parts == 2 ? signal[at + 1] * weight : 0};
  }
  return frame;
}

static LogicalResult evalSTFT(EvalContext &context) {
  Tensor &y = context.out();
  int64_t samples = context.in(0).shape()[1], step = context.in(1).toInt(0);
  int64_t frames = y.shape()[1], bins = y.shape()[2];
  int64_t length = context.has(3)   ? context.in(3).toInt(0)
                   : context.has(2) ? context.in(2).size()
                                    : samples;
  double *write = y.mutableData<double>().data();
  for (int64_t n = 0; n < y.shape()[0]; ++n)
    for (int64_t f = 0; f < frames; ++f) {
      ComplexLine line = fourier(frameAt(context, n * samples + f * step, length), false);
      for (int64_t k = 0; k < bins; ++k) {
        *write++ = line[static_cast<size_t>(k)].real();
        *write++ = line[static_cast<size_t>(k)].imag();
      }
    }
  return success();
}

OpDef defineSTFT() {
  return OpDef("stft")
      .summary("The spectra of weighted frames of a signal.")
      .operand("signal")
      .operand("frame_step", Role::Shape)
      .optional("window", Role::Hyperparameter)
      .optional("frame_length", Role::Shape)
      .dtypes(floatTypes, {"signal", "window"})
      .attrs<STFTAttrs>()
      .infer(inferSTFT)
      .reference(evalSTFT)
      .onnx("STFT", 17);
}

} // namespace fixcon
