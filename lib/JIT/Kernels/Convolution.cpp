// Convolutions over one or two spatial axes. The result has its channels in blocks of a vector; so has the input,
// but for one of few channels, which is read as it lies. Where a group of the convolution has fewer channels than a
// vector, groups are taken together, with zeros for what they have not in common; one channel for each has a kernel
// of its own.
#include "Kernels.h"
#include "Shapes.h"
#include "Tile.h"
#include "WindowCalls.h"

#include "fixcon/Ops/WindowAxis.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace fixcon {

namespace {

/// Sizes of one convolution.
struct Sizes {
  int64_t batch, inputs, outputs, groups;
  TapAxis y, x;

  int64_t inPixels() const { return y.size * x.size; }
  int64_t outPixels() const { return y.windows * x.windows; }
  bool isDepthwise() const { return groups == inputs && outputs == inputs && groups > 1; }
  bool isPointwise() const {
    auto isIdle = [](const TapAxis &a) {
      return a.kernel == 1 && a.stride == 1 && a.before == 0 && a.size == a.windows;
    };
    return isIdle(y) && isIdle(x);
  }
};

TapAxis tapAxis(const WindowAxis &axis, int64_t size) {
  return {size, axis.kernel, axis.stride, axis.dilation, axis.before, axis.count(size, false)};
}

std::optional<Sizes> sizesOf(const Op &op, const Shape &x, const Shape &w) {
  if (x.size() != w.size() || x.size() < 3 || x.size() > 4)
    return std::nullopt;
  const int64_t *group = op.attr<int64_t>("group");
  Sizes s{x[0], x[1], w[0], group ? *group : 1, {}, {}};
  if (s.groups < 1 || s.inputs != s.groups * w[1] || s.outputs % s.groups || s.inputs < 1 ||
      s.outputs < 1)
    return std::nullopt;
  auto axes = windowsOf(op, x, w);
  s.x = tapAxis(axes.back(), x.back());
  if (axes.size() == 2)
    s.y = tapAxis(axes.front(), x[2]);
  bool isRegular = s.x.windows > 0 && s.y.windows > 0 && s.x.kernel > 0 && s.y.kernel > 0 &&
                   s.x.size > 0 && s.y.size > 0;
  return isRegular ? std::optional(s) : std::nullopt;
}

/// Groups as the kernel takes them: `together` of them have whole vectors of channels in and out.
std::optional<int64_t> groupsTogether(const Sizes &s, int64_t lanes) {
  if (s.groups == 1)
    return 1;
  int64_t in = s.inputs / s.groups, out = s.outputs / s.groups;
  for (int64_t together = 1; together <= std::min(s.groups, lanes); ++together)
    if (s.groups % together == 0 && in * together % lanes == 0 && out * together % lanes == 0)
      return together;
  return std::nullopt;
}

class ConvolutionKernel final : public Kernel {
public:
  explicit ConvolutionKernel(KernelRequest request) : request(std::move(request)) {}

  std::optional<std::vector<RunValue>>
  run(std::span<const RunValue *const> operands) const override {
    if (!operands[0]->isTensor() || !operands[1]->isTensor())
      return std::nullopt;
    auto calls = shapes.get(operands, [&] { return specialize(operands); });
    if (!calls)
      return std::nullopt;
    return std::vector{calls->run(
        operands, [&](const WindowPart &part) { return pack(*operands[1], part, *calls); })};
  }

private:
  std::shared_ptr<const WindowCalls> specialize(std::span<const RunValue *const> operands) const;
  bool addParts(WindowCalls &calls, const Sizes &s, int64_t together) const;
  Tensor pack(const RunValue &weight, const WindowPart &part, const WindowCalls &calls) const;

  KernelRequest request;
  ByShapes<WindowCalls> shapes;
};

} // namespace

/// Strides of a result in blocks, and of an input in blocks or, with few channels, as it lies.
static WindowShape layOut(const Sizes &s, int64_t lanes, bool isPlanar, int64_t inChannels) {
  WindowShape shape;
  shape.lanes = lanes;
  shape.y = s.y;
  shape.x = s.x;
  if (isPlanar) {
    shape.inChannels = inChannels;
    shape.inPixel = 1;
    shape.inRow = s.x.size;
    shape.inChannel = s.inPixels();
  } else {
    shape.inBlocks = inChannels / lanes;
    shape.inChannels = lanes;
    shape.restChannels = inChannels % lanes;
    shape.inPixel = lanes;
    shape.inRow = s.x.size * lanes;
    shape.inBlock = s.inPixels() * lanes;
    shape.inChannel = 1;
  }
  shape.outPixel = lanes;
  shape.outRow = s.x.windows * lanes;
  shape.outBlock = s.outPixels() * lanes;
  return shape;
}

std::shared_ptr<const WindowCalls>
ConvolutionKernel::specialize(std::span<const RunValue *const> operands) const {
  const Shape &x = operands[0]->shape();
  auto s = sizesOf(request.op, x, operands[1]->shape());
  if (!s)
    return nullptr;
  int64_t lanes = request.lanes();
  auto together = s->isDepthwise() ? std::optional<int64_t>(1) : groupsTogether(*s, lanes);
  if (!together)
    return nullptr;
  Shape result = x;
  result[1] = s->outputs;
  result.back() = s->x.windows;
  if (x.size() == 4)
    result[2] = s->y.windows;
  auto calls = WindowCalls::prepare(request, operands, 2, result, 1);
  if (!calls)
    return nullptr;
  calls->inputBlocked = s->groups > 1 || s->inputs >= lanes;
  return addParts(*calls, *s, *together) ? calls : nullptr;
}

bool ConvolutionKernel::addParts(WindowCalls &calls, const Sizes &s, int64_t together) const {
  const Machine &machine = request.compiler->machine();
  int64_t lanes = request.lanes(), groups = s.groups / together;
  int64_t inputs = s.isDepthwise() ? 1 : s.inputs / groups,
          outputs = s.isDepthwise() ? s.outputs : s.outputs / groups;
  if (s.isDepthwise())
    groups = 1;
  WindowShape shape = layOut(s, lanes, !calls.inputBlocked, inputs);
  shape.dtype = request.dtype;
  shape.epilogue = calls.epilogue;
  if (s.isPointwise() && !s.isDepthwise()) {
    shape.isFlat = true;
    shape.y = {};
    shape.x = {};
    shape.x.windows = s.outPixels();
  }
  auto padded = [&](int64_t channels) { return (channels + lanes - 1) / lanes * lanes; };
  int64_t inImage = (calls.inputBlocked ? padded(s.inputs) : s.inputs) * s.inPixels();
  calls.count = s.batch;
  calls.image = [inImage, outImage = padded(s.outputs) * s.outPixels()](int64_t n) {
    return WindowImage{n * inImage, 0, n * outImage};
  };
  int64_t blocks = (outputs + lanes - 1) / lanes, windows = shape.x.windows;
  int64_t vectors = s.isDepthwise() ? 1 : productTile(machine, blocks, windows).vectors;
  if (s.isDepthwise()) {
    shape.taps = Taps::Depthwise;
    shape.inGroup = shape.inBlock;
  }
  auto pixelsFor = [&](int64_t count) {
    return s.isDepthwise() ? vectorTile(machine, windows)
                           : productTile(machine, count, windows, count).pixels;
  };
  for (int64_t g = 0; g < groups; ++g) {
    WindowPart part;
    part.windows = windows;
    part.inOffset = g * (inputs / lanes) * shape.inBlock;
    part.firstOutput = g * outputs;
    part.inputs = inputs;
    part.outputsOfGroup = s.outputs / s.groups;
    part.together = together;
    part.packing = "filters";
    if (!calls.addGroups(*request.compiler, shape, vectors, part, blocks, 0, pixelsFor))
      return false;
  }
  return true;
}

/// Weights of a part as [group of vectors, block of channels, row, column, channel, lane of the result]. A channel of
/// another group of the convolution than the result's has zeros.
template <class From, class T>
static void packInto(const Shape &w, const From *from, const WindowPart &part, int64_t outputs,
                     T *to) {
  const WindowShape &s = part.shape;
  bool isDepthwise = s.taps == Taps::Depthwise;
  int64_t rows = s.y.kernel, columns = s.x.kernel, inGroup = w[1], width = s.vectors * s.lanes;
  int64_t taps = std::accumulate(w.begin() + 2, w.end(), int64_t(1), std::multiplies<>());
  int64_t outGroup = isDepthwise ? 1 : part.outputsOfGroup;
  int64_t channels = isDepthwise ? 1 : part.inputs;
  for (int64_t group = 0; group < part.groups; ++group)
    for (int64_t first = 0; first < channels; first += s.inChannels) {
      int64_t count = std::min(s.inChannels, channels - first);
      for (int64_t tap = 0; tap < rows * columns; ++tap)
        for (int64_t c = first; c < first + count; ++c)
          for (int64_t lane = 0; lane < width; ++lane, ++to) {
            int64_t out = part.firstOutput + group * width + lane;
            bool isThere = out < outputs;
            // Where several groups are taken together, channel c counts from the first of them.
            int64_t ownFirst =
                isDepthwise || part.together == 1 ? 0 : out / outGroup % part.together * inGroup;
            int64_t own = c - ownFirst;
            bool isOwn = isThere && own >= 0 && own < inGroup;
            *to = isOwn ? static_cast<T>(from[(out * inGroup + own) * taps + tap]) : T(0);
          }
    }
}

Tensor ConvolutionKernel::pack(const RunValue &weight, const WindowPart &part,
                               const WindowCalls &calls) const {
  return weight.derived(part.packing, [&] {
    Tensor from = weight.floats(request.dtype);
    Tensor out(request.dtype, {part.groups * part.shape.groupWeights()});
    withFloats(from.dtype(), request.dtype, [&](auto *read, auto *write) {
      packInto(from.shape(), from.data<std::remove_pointer_t<decltype(read)>>().data(), part,
               calls.result[1], out.mutableData<std::remove_pointer_t<decltype(write)>>().data());
    });
    return out;
  });
}

std::unique_ptr<Kernel> makeConvolutionKernel(KernelRequest request) {
  return std::make_unique<ConvolutionKernel>(std::move(request));
}

} // namespace fixcon
