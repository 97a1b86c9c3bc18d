#include "Pool.h"

#include "Shapes.h"
#include "WindowCalls.h"

#include "fixcon/Ops/WindowAxis.h"

#include <algorithm>

namespace fixcon {

namespace {

class PoolKernel final : public Kernel {
public:
  PoolKernel(KernelRequest request, Taps taps, PoolRule rule)
      : request(std::move(request)), taps(taps), rule(rule) {}

  std::optional<std::vector<RunValue>>
  run(std::span<const RunValue *const> operands) const override {
    if (!operands[0]->isTensor())
      return std::nullopt;
    auto calls = shapes.get(operands, [&] { return specialize(operands); });
    if (!calls)
      return std::nullopt;
    return std::vector{
        calls->run(operands, [](const WindowPart &) { return std::optional<Tensor>(); })};
  }

private:
  std::shared_ptr<const WindowCalls> specialize(std::span<const RunValue *const> operands) const;

  KernelRequest request;
  Taps taps;
  PoolRule rule;
  ByShapes<WindowCalls> shapes;
};

} // namespace

std::shared_ptr<const WindowCalls>
PoolKernel::specialize(std::span<const RunValue *const> operands) const {
  const Shape &x = operands[0]->shape();
  if (x.size() < 3 || x.size() > 4 || elementCount(x).value_or(0) == 0)
    return nullptr;
  auto windows = rule(request.op, x);
  if (!windows ||
      std::ranges::any_of(windows->axes, [](const TapAxis &a) { return a.windows < 1; }))
    return nullptr;
  WindowShape shape;
  shape.taps = taps;
  shape.dtype = request.dtype;
  shape.lanes = request.lanes();
  shape.x = windows->axes.back();
  if (windows->axes.size() == 2)
    shape.y = windows->axes.front();
  shape.countsPadding = windows->countsPadding;
  Shape result = x;
  result.back() = shape.x.windows;
  if (x.size() == 4)
    result[2] = shape.y.windows;
  auto calls = WindowCalls::prepare(request, operands, 1, result, 1);
  if (!calls)
    return nullptr;
  int64_t lanes = shape.lanes, blocks = (x[1] + lanes - 1) / lanes;
  shape.epilogue = calls->epilogue;
  shape.inPixel = shape.outPixel = lanes;
  shape.inRow = shape.x.size * lanes;
  shape.inGroup = shape.inRow * shape.y.size;
  shape.outRow = shape.x.windows * lanes;
  shape.outBlock = shape.outRow * shape.y.windows;
  calls->inputBlocked = true;
  calls->count = x[0];
  calls->image = [in = blocks * shape.inGroup, out = blocks * shape.outBlock](int64_t n) {
    return WindowImage{n * in, 0, n * out};
  };
  WindowPart part;
  part.windows = shape.x.windows;
  int64_t pixels = vectorTile(request.compiler->machine(), shape.x.windows);
  bool isShort = calls->addGroups(*request.compiler, shape, 1, part, blocks, 0,
                                  [&](int64_t) { return pixels; });
  return isShort ? calls : nullptr;
}

PoolWindows attributeWindows(const Op &op, const Shape &input) {
  const int64_t *ceil = op.attr<int64_t>("ceil_mode");
  PoolWindows windows;
  auto axes = windowsOf(op, input);
  for (size_t i = 0; i < axes.size(); ++i) {
    int64_t size = input[2 + i];
    windows.axes.push_back({size, axes[i].kernel, axes[i].stride, axes[i].dilation, axes[i].before,
                            axes[i].count(size, ceil && *ceil)});
  }
  return windows;
}

std::unique_ptr<Kernel> makePoolKernel(KernelRequest request, Taps taps, PoolRule rule) {
  return std::make_unique<PoolKernel>(std::move(request), taps, rule);
}

} // namespace fixcon
