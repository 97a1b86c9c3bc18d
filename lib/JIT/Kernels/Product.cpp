// A row of the left matrix is a pixel whose channels are multiplied by columns of the right one. A right operand
// that is a weight is packed once, others as they come.
#include "Product.h"

#include "Shapes.h"
#include "WindowCalls.h"

#include <algorithm>

namespace fixcon {

namespace {

struct ProductCalls {
  std::shared_ptr<WindowCalls> calls;
  Product product;
};

class ProductKernel final : public Kernel {
public:
  ProductKernel(KernelRequest request, ProductRule rule)
      : request(std::move(request)), rule(rule) {}

  std::optional<std::vector<RunValue>>
  run(std::span<const RunValue *const> operands) const override {
    if (!operands[0]->isTensor() || !operands[1]->isTensor())
      return std::nullopt;
    auto known = shapes.get(operands, [&] { return specialize(operands); });
    if (!known)
      return std::nullopt;
    return std::vector{known->calls->run(operands, [&](const WindowPart &part) {
      return pack(*operands[1], part, known->product);
    })};
  }

private:
  std::shared_ptr<const ProductCalls> specialize(std::span<const RunValue *const> operands) const;
  Tensor pack(const RunValue &right, const WindowPart &part, const Product &product) const;

  KernelRequest request;
  ProductRule rule;
  ByShapes<ProductCalls> shapes;
};

} // namespace

std::shared_ptr<const ProductCalls>
ProductKernel::specialize(std::span<const RunValue *const> operands) const {
  auto product = rule(request.op, operands[0]->shape(), operands[1]->shape());
  if (!product)
    return nullptr;
  const Product &p = *product;
  auto calls = WindowCalls::prepare(request, operands, 2, p.result, p.result.size() - 1);
  if (!calls)
    return nullptr;
  calls->resultBlocked = false;
  calls->count = static_cast<int64_t>(p.left.size());
  calls->image = [p](int64_t i) {
    auto pair = static_cast<size_t>(i);
    return WindowImage{p.left[pair] * p.rows * p.inner, p.right[pair], i * p.rows * p.columns};
  };
  WindowShape shape;
  shape.dtype = request.dtype;
  shape.lanes = request.lanes();
  shape.epilogue = calls->epilogue;
  shape.isFlat = true;
  shape.x.windows = p.rows;
  constexpr int64_t channels = 64;
  shape.inChannels = std::min(channels, p.inner);
  shape.inBlocks = p.inner / shape.inChannels;
  shape.restChannels = p.inner % shape.inChannels;
  shape.inBlock = shape.inChannels * (p.leftTransposed ? p.rows : 1);
  shape.inChannel = p.leftTransposed ? p.rows : 1;
  shape.inPixel = p.leftTransposed ? 1 : p.inner;
  shape.outPixel = p.columns;
  shape.outBlock = shape.lanes;
  int64_t blocks = (p.columns + shape.lanes - 1) / shape.lanes;
  const Machine &machine = request.compiler->machine();
  WindowPart part;
  part.windows = p.rows;
  part.inputs = p.inner;
  part.packing = p.rightTransposed ? "rows" : "columns";
  bool isShort =
      calls->addGroups(*request.compiler, shape, productTile(machine, blocks, p.rows).vectors, part,
                       blocks, p.columns % shape.lanes, [&](int64_t count) {
                         return productTile(machine, count, p.rows, count).pixels;
                       });
  return isShort ? std::make_shared<const ProductCalls>(ProductCalls{std::move(calls), p})
                 : nullptr;
}

/// Columns of each matrix as [matrix, group of vectors, inner, lane].
template <class From, class T>
static void packColumns(const Product &p, const From *from, int64_t matrices,
                        const WindowPart &part, T *to) {
  int64_t width = part.shape.vectors * part.shape.lanes;
  for (int64_t m = 0; m < matrices; ++m, from += p.inner * p.columns)
    for (int64_t group = 0; group < part.groups; ++group) {
      int64_t first = part.firstOutput + group * width,
              count = std::clamp<int64_t>(p.columns - first, 0, width);
      for (int64_t k = 0; k < p.inner; ++k, to += width)
        for (int64_t lane = 0; lane < count; ++lane)
          to[lane] = static_cast<T>(p.rightTransposed ? from[(first + lane) * p.inner + k]
                                                      : from[k * p.columns + first + lane]);
    }
}

Tensor ProductKernel::pack(const RunValue &right, const WindowPart &part,
                           const Product &product) const {
  return right.derived(part.packing, [&] {
    Tensor from = right.floats(request.dtype);
    int64_t matrices = from.size() / (product.inner * product.columns);
    Tensor out(request.dtype, {matrices, part.groups * part.shape.groupWeights()});
    withFloats(from.dtype(), request.dtype, [&](auto *read, auto *write) {
      packColumns(product, from.data<std::remove_pointer_t<decltype(read)>>().data(), matrices,
                  part, out.mutableData<std::remove_pointer_t<decltype(write)>>().data());
    });
    return out;
  });
}

std::unique_ptr<Kernel> makeProductKernel(KernelRequest request, ProductRule rule) {
  return std::make_unique<ProductKernel>(std::move(request), rule);
}

} // namespace fixcon
