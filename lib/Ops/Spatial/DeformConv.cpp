// Convolution whose filters read where offsets say: position + offset, between pixels by linear
// interpolation, outside of the input as zero. Each group of input channels has its own offsets,
// and factors if there is a mask.
#include "ConvShape.h"
#include "Convolution.h"
#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Support/Stop.h"

#include <cmath>

namespace fixcon {

namespace {

struct DeformConvAttrs : ConvAttrs {
  int64_t offsetGroup = 1;
  template <class V> void visit(V &v) {
    v("dilations", dilations);
    v("group", group);
    v("kernel_shape", kernelShape);
    v("offset_group", offsetGroup);
    v("pads", pads);
    v("strides", strides);
  }
};

enum Operand : unsigned { X, W, Offset, Bias, Mask };

/// The pixels around a place and their weights; at most two on each of three axes.
struct Sample {
  std::array<int64_t, 8> at;
  std::array<double, 8> weight;
  size_t count = 1;

  Sample() { at[0] = 0, weight[0] = 1; }
  /// Takes one more axis of a row-major input into account.
  void refine(double position, int64_t size);
  double of(const double *plane) const;
};

} // namespace

void Sample::refine(double position, int64_t size) {
  // Beyond this no neighbour is inside, and NaN has none.
  if (!(position > -1 && position < static_cast<double>(size))) {
    count = 0;
    return;
  }
  double low = std::floor(position), share = position - low;
  Sample next;
  next.count = 0;
  for (size_t i = 0; i < count; ++i)
    for (int64_t k = 0; k < 2; ++k) {
      int64_t pixel = static_cast<int64_t>(low) + k;
      double factor = k ? share : 1 - share;
      if (factor == 0 || pixel < 0 || pixel >= size)
        continue;
      next.at[next.count] = at[i] * size + pixel;
      next.weight[next.count++] = weight[i] * factor;
    }
  *this = next;
}

double Sample::of(const double *plane) const {
  double sum = 0;
  for (size_t i = 0; i < count; ++i)
    sum += weight[i] * plane[at[i]];
  return sum;
}

/// Offsets and mask have `perPlace` channels for each place of the filter and the result's sizes.
static bool fits(const Type &type, const Dims &y, const Dim &kernel, int64_t groups,
                 int64_t perPlace) {
  if (!type.isRanked())
    return true;
  bool fine = type.rank() == y.size() && !clash(type.dim(0), y[0]) &&
              !clash(type.dim(1), productOf({groups, kernel, perPlace}, 0, 3));
  for (size_t d = 2; fine && d < y.size(); ++d)
    fine = !clash(type.dim(d), y[d]);
  return fine;
}

static LogicalResult inferDeformConv(InferContext &context) {
  auto attrs = context.attrs<DeformConvAttrs>();
  const Type &x = context.type(X), &w = context.type(W);
  auto dims = convDims(context, "deform_conv", attrs, x, w);
  if (failed(dims))
    return failure();
  context.setResult(0, *dims ? Type::tensor(x.dtype(), **dims) : Type::unranked(x.dtype()));
  bool divided = attrs.offsetGroup >= 1 && (!x.isRanked() || !x.dim(1).isStatic() ||
                                            x.dim(1).size() % attrs.offsetGroup == 0);
  if (!divided)
    return context.error("deform_conv_c5")
           << "offset_group " << attrs.offsetGroup << " of " << x.str();
  if (!*dims)
    return success();
  auto kernel = kernelOf(attrs, w);
  auto places = kernel ? elementCount(*kernel) : std::nullopt;
  Dim count = places ? Dim(*places) : Dim();
  auto axes = static_cast<int64_t>((*dims)->size()) - 2;
  if (!fits(context.type(Offset), **dims, count, attrs.offsetGroup, axes))
    return context.error("deform_conv_c6") << "offsets have type " << context.type(Offset).str();
  if (context.has(Mask) && !fits(context.type(Mask), **dims, count, attrs.offsetGroup, 1))
    return context.error("deform_conv_c7") << "the mask has type " << context.type(Mask).str();
  const Type &bias = context.type(Bias);
  if (context.isRanked(Bias) && (bias.rank() != 1 || clash(bias.dim(0), (**dims)[1])))
    return context.error("deform_conv_c8") << "the bias has type " << bias.str();
  return success();
}

namespace {

/// One run on concrete operands.
class DeformedRun {
public:
  explicit DeformedRun(EvalContext &context)
      : context(context), attrs(context.attrs<DeformConvAttrs>()), x(context.in(X)),
        w(context.in(W)), axes(convAxes(attrs, x, w)), y(context.out()) {
    for (size_t a = 0; a < axes.size(); ++a) {
      inSize *= x.shape()[a + 2];
      outSize *= y.shape()[a + 2];
      places *= axes[a].kernel;
    }
  }
  void all();

private:
  Sample sampleAt(int64_t n, int64_t offsetGroup, int64_t place, int64_t output) const;
  void addPlace(int64_t n, int64_t offsetGroup, int64_t place, int64_t output);

  EvalContext &context;
  DeformConvAttrs attrs;
  const Tensor &x, &w;
  std::vector<WindowAxis> axes;
  Tensor &y;
  int64_t inSize = 1, outSize = 1, places = 1;
};

} // namespace

Sample DeformedRun::sampleAt(int64_t n, int64_t offsetGroup, int64_t place, int64_t output) const {
  auto count = static_cast<int64_t>(axes.size());
  std::array<double, 3> position{};
  int64_t inFilter = place, inResult = output;
  for (size_t a = axes.size(); a-- > 0;) {
    int64_t size = y.shape()[a + 2];
    int64_t base = inResult % size * axes[a].stride - axes[a].before +
                   inFilter % axes[a].kernel * axes[a].dilation;
    int64_t channel = (offsetGroup * places + place) * count + static_cast<int64_t>(a);
    int64_t at = (n * attrs.offsetGroup * places * count + channel) * outSize + output;
    position[a] = static_cast<double>(base) + context.in(Offset).toDouble(at);
    inResult /= size;
    inFilter /= axes[a].kernel;
  }
  Sample sample;
  for (size_t a = 0; a < axes.size(); ++a)
    sample.refine(position[a], x.shape()[a + 2]);
  return sample;
}

void DeformedRun::addPlace(int64_t n, int64_t offsetGroup, int64_t place, int64_t output) {
  Sample sample = sampleAt(n, offsetGroup, place, output);
  int64_t groups = attrs.offsetGroup, channels = x.shape()[1], filters = w.shape()[0];
  double factor = 1;
  if (context.has(Mask))
    factor =
        context.in(Mask).toDouble(((n * groups + offsetGroup) * places + place) * outSize + output);
  int64_t perGroup = w.shape()[1], each = channels / groups,
          filtersPerGroup = filters / attrs.group;
  double *to = y.mutableData<double>().data() + n * filters * outSize + output;
  for (int64_t c = offsetGroup * each; c < (offsetGroup + 1) * each; ++c) {
    double value = factor * sample.of(x.data<double>().data() + (n * channels + c) * inSize);
    int64_t first = c / perGroup * filtersPerGroup;
    for (int64_t f = first; f < first + filtersPerGroup; ++f)
      to[f * outSize] += value * w.toDouble((f * perGroup + c % perGroup) * places + place);
  }
}

void DeformedRun::all() {
  StopCheck stop;
  for (int64_t n = 0; n < y.shape()[0]; ++n)
    for (int64_t output = 0; output < outSize; ++output)
      for (int64_t g = 0; g < attrs.offsetGroup; ++g)
        for (int64_t place = 0; place < places; ++place) {
          addPlace(n, g, place, output);
          stop.after(x.shape()[1] / attrs.offsetGroup * w.shape()[0]);
        }
}

static LogicalResult evalDeformConv(EvalContext &context) {
  Tensor &y = context.out();
  int64_t planes = y.shape()[0] * y.shape()[1];
  fillWithBias(y.mutableData<double>().data(), y.shape()[0], y.shape()[1],
               planes ? y.size() / planes : 0,
               context.has(Bias) ? context.in(Bias).data<double>().data() : nullptr);
  if (y.size() && context.in(X).shape()[1])
    DeformedRun(context).all();
  return success();
}

OpDef defineDeformConv() {
  return OpDef("deform_conv")
      .summary("Convolution that reads at positions moved by offsets.")
      .operand("X")
      .operand("W", Role::Weight)
      .operand("offset")
      .optional("B", Role::Bias)
      .optional("mask")
      .linear({.weight = 1, .weightAxis = 0, .resultAxis = 1, .bias = 3})
      .attrs<DeformConvAttrs>()
      .infer(inferDeformConv)
      .reference(evalDeformConv)
      .onnx("DeformConv", 19);
}

} // namespace fixcon
