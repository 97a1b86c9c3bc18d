// Positions of the pixels of an image, from -1 to 1 on each axis, moved by an affine matrix for
// each sample. -1 and 1 are the edges of the outermost pixels, or their centers with align_corners.
// The coordinates of a position run from the last axis to the first: x, y, z.
#include "Definition/Axis.h"
#include "Movement/Moves.h"

#include "fixcon/Ops/EvalContext.h"

#include <array>

namespace fixcon {

namespace {
struct AffineGridAttrs {
  int64_t alignCorners = 0;
  template <class V> void visit(V &v) { v("align_corners", alignCorners); }
};
} // namespace

/// Spatial axes by the matrices, else by the length of the sizes; 0 if neither says it.
static FailureOr<size_t> spatialRank(InferContext &context) {
  const Type &theta = context.type(0);
  auto length = listLength(context, 1);
  size_t rank = length && (*length == 4 || *length == 5) ? static_cast<size_t>(*length) - 2 : 0;
  const Type &sizes = context.type(1);
  bool list = !sizes.isRanked() || sizes.rank() == 1;
  if (!list || (length && !rank))
    return context.error("affine_grid_c1")
           << "matrices " << theta.str() << " for sizes " << context.type(1).str();
  if (!theta.isRanked())
    return rank;
  auto dim = [&](size_t i) { return theta.dim(i).isStatic() ? theta.dim(i).size() : 0; };
  if (theta.rank() == 3 && !rank && (dim(1) == 2 || dim(1) == 3))
    rank = static_cast<size_t>(dim(1));
  auto wanted = static_cast<int64_t>(rank);
  if (theta.rank() != 3 ||
      (rank && (clash(theta.dim(1), wanted) || clash(theta.dim(2), wanted + 1))))
    return context.error("affine_grid_c1")
           << "matrices " << theta.str() << " for sizes " << context.type(1).str();
  return rank;
}

static LogicalResult inferAffineGrid(InferContext &context) {
  auto rank = spatialRank(context);
  if (failed(rank))
    return failure();
  const Type &theta = context.type(0);
  context.setResult(0, Type::unranked(theta.dtype()));
  if (!*rank)
    return success();
  Dims dims(*rank + 2);
  dims.back() = Dim(static_cast<int64_t>(*rank));
  if (theta.isRanked())
    dims[0] = theta.dim(0);
  if (auto sizes = knownInts(context, 1)) {
    for (int64_t size : *sizes)
      if (size < 0)
        return context.error("affine_grid_c2") << "a size of " << size;
    if (clash(dims[0], (*sizes)[0]))
      return context.error("affine_grid_c2") << (*sizes)[0] << " samples for " << theta.str();
    dims[0] = Dim((*sizes)[0]);
    for (size_t d = 0; d < *rank; ++d)
      dims[d + 1] = Dim((*sizes)[d + 2]);
  }
  context.setResult(0, Type::tensor(theta.dtype(), std::move(dims)));
  return success();
}

static double coordinate(int64_t at, int64_t size, bool corners) {
  auto i = static_cast<double>(at), n = static_cast<double>(size);
  if (corners)
    return size == 1 ? -1 : 2 * i / (n - 1) - 1;
  return (2 * i + 1) / n - 1;
}

static LogicalResult evalAffineGrid(EvalContext &context) {
  bool corners = context.attrs<AffineGridAttrs>().alignCorners != 0;
  const Shape &shape = context.out().shape();
  auto rank = static_cast<size_t>(shape.back());
  const double *theta = context.in(0).data<double>().data();
  int64_t pixels = 1;
  for (size_t d = 1; d <= rank; ++d)
    pixels *= shape[d];
  double *to = context.out().mutableData<double>().data();
  for (int64_t n = 0; n < shape[0]; ++n, theta += rank * (rank + 1))
    for (int64_t p = 0; p < pixels; ++p) {
      std::array<double, 3> position{};
      int64_t rest = p;
      for (size_t c = 0; c < rank; ++c) {
        int64_t size = shape[rank - c];
        position[c] = coordinate(rest % size, size, corners);
        rest /= size;
      }
      for (size_t row = 0; row < rank; ++row) {
        double sum = theta[row * (rank + 1) + rank];
        for (size_t c = 0; c < rank; ++c)
          sum += theta[row * (rank + 1) + c] * position[c];
        *to++ = sum;
      }
    }
  return success();
}

OpDef defineAffineGrid() {
  return OpDef("affine_grid")
      .summary("The positions at which affine maps sample an image.")
      .operand("theta")
      .operand("size", Role::Shape)
      .attrs<AffineGridAttrs>()
      .infer(inferAffineGrid)
      .reference(evalAffineGrid)
      .onnx("AffineGrid", 20);
}

} // namespace fixcon
