// The blocks that windows would cut out of an image, added back into it: [N, C * block, L] becomes
// [N, C, image...]. Elements of blocks that lie in the padding are dropped.
#include "Definition/Axis.h"
#include "Definition/WrappingFold.h"
#include "Movement/Moves.h"
#include "Window.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Support/CheckedMath.h"

namespace fixcon {

namespace {
struct Col2ImAttrs : WindowAttrs {
  template <class V> void visit(V &v) {
    v("dilations", dilations);
    v("pads", pads);
    v("strides", strides);
  }
};
} // namespace

static std::vector<WindowAxis> axesOf(Col2ImAttrs attrs, const Ints &image, const Ints &block) {
  return windowAxes(attrs, block, Dims(image.begin(), image.end()));
}

/// Blocks along each axis; at most 0 where none fits.
static Shape blockCounts(const std::vector<WindowAxis> &axes, const Ints &image) {
  Shape counts;
  for (size_t d = 0; d < axes.size(); ++d)
    counts.push_back(std::max<int64_t>(axes[d].count(image[d], /*ceil=*/false), 0));
  return counts;
}

/// Sizes of image and block that are known and go together; nullopt if they are not known.
static FailureOr<std::optional<int64_t>> checkSizes(InferContext &context,
                                                    const std::optional<Ints> &image,
                                                    const std::optional<Ints> &block) {
  if (!image || !block)
    return std::optional<int64_t>();
  auto attrs = context.attrs<Col2ImAttrs>();
  attrs.kernelShape = *block;
  bool fits = image->size() == block->size() && !image->empty() && elementCount(*image);
  auto count = elementCount(*block);
  if (!fits || !count || *count < 1)
    return context.error("col2im_c2")
           << "an image of " << str(*image) << " for blocks of " << str(*block);
  for (int64_t size : *image)
    if (size > maxWindow)
      return context.error("col2im_c2") << "an image of " << str(*image);
  if (failed(checkWindow(context, "col2im", attrs, image->size())))
    return failure();
  auto blocks = checkedProduct(blockCounts(axesOf(attrs, *image, *block), *image));
  const Type &x = context.type(0);
  bool channels = !x.isRanked() || !x.dim(1).isStatic() || x.dim(1).size() % *count == 0;
  if (!blocks || !channels || (x.isRanked() && clash(x.dim(2), *blocks)))
    return context.error("col2im_c3") << x.str() << " is not made of blocks of " << str(*block)
                                      << " of an image of " << str(*image);
  return count;
}

static LogicalResult inferCol2Im(InferContext &context) {
  const Type &x = context.type(0);
  if (x.isRanked() && x.rank() != 3)
    return context.error("col2im_c1") << "the blocks have type " << x.str();
  auto image = knownInts(context, 1), block = knownInts(context, 2);
  auto count = checkSizes(context, image, block);
  if (failed(count))
    return failure();
  context.setResult(0, Type::unranked(x.dtype()));
  if (!image)
    return success();
  Dims dims{Dim(), Dim()};
  if (x.isRanked())
    dims[0] = x.dim(0);
  if (x.isRanked() && *count && x.dim(1).isStatic())
    dims[1] = Dim(x.dim(1).size() / **count);
  dims.insert(dims.end(), image->begin(), image->end());
  context.setResult(0, Type::tensor(x.dtype(), std::move(dims)));
  return success();
}

/// Offsets in the image of the elements of one place of the block, one for each block; -1 in the
/// padding.
static std::vector<int64_t> placesOf(int64_t inBlock, const std::vector<WindowAxis> &axes,
                                     const Ints &image) {
  Shape counts = blockCounts(axes, image), strides = stridesOf(image);
  std::vector<int64_t> places(static_cast<size_t>(*elementCount(counts)), 0);
  int64_t repeat = 1;
  for (size_t d = axes.size(); d-- > 0;) {
    int64_t first = inBlock % axes[d].kernel * axes[d].dilation - axes[d].before;
    inBlock /= axes[d].kernel;
    for (size_t l = 0; l < places.size(); ++l) {
      int64_t at = first + static_cast<int64_t>(l) / repeat % counts[d] * axes[d].stride;
      bool inside = at >= 0 && at < image[d];
      places[l] = inside && places[l] >= 0 ? places[l] + at * strides[d] : -1;
    }
    repeat *= counts[d];
  }
  return places;
}

template <class T>
static void addBlocks(const T *from, T *to, int64_t channels, int64_t pixels,
                      const std::vector<std::vector<int64_t>> &places) {
  for (int64_t c = 0; c < channels; ++c, to += pixels)
    for (const auto &row : places)
      for (int64_t place : row) {
        T value = *from++;
        if (place >= 0)
          to[place] = WrappingSum::step(to[place], value);
      }
}

static LogicalResult evalCol2Im(EvalContext &context) {
  const Tensor &x = context.in(0);
  Tensor &y = context.out();
  Ints image = context.in(1).toInts(), block = context.in(2).toInts();
  auto axes = axesOf(context.attrs<Col2ImAttrs>(), image, block);
  std::vector<std::vector<int64_t>> places;
  for (int64_t k = 0; k < *elementCount(block) && x.size(); ++k)
    places.push_back(placesOf(k, axes, image));
  int64_t channels = y.shape()[0] * y.shape()[1];
  bool known = withArithmeticType(x.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    addBlocks(x.data<T>().data(), y.mutableData<T>().data(), x.size() ? channels : 0,
              *elementCount(image), places);
  });
  if (!known)
    return context.error() << "no sums of " << name(x.dtype());
  return success();
}

OpDef defineCol2Im() {
  return OpDef("col2im")
      .summary("Adds blocks of an image back into it.")
      .operand("input")
      .operand("image_shape", Role::Shape)
      .operand("block_shape", Role::Shape)
      .dtypes(realTypes, {"input"})
      .attrs<Col2ImAttrs>()
      .infer(inferCol2Im)
      .reference(evalCol2Im)
      .onnx("Col2Im", 18);
}

} // namespace fixcon
