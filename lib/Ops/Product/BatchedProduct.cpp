// Batches of matrix products. A right side without batch dims is one product with all rows at once.
#include "BatchedProduct.h"

#include "Definition/Axis.h"
#include "Product.h"
#include "fixcon/Ops/Broadcast.h"

namespace fixcon {

FailureOr<std::optional<Dims>> matMulDims(const InferContext &context, const std::string &label,
                                          const Type &a, const Type &b) {
  if (!a.isRanked() || !b.isRanked())
    return std::optional<Dims>();
  if (a.rank() == 0 || b.rank() == 0)
    return context.error(label + "_c1") << "a scalar has no matrix product";
  Dims left = a.dims(), right = b.dims();
  if (a.rank() == 1)
    left.insert(left.begin(), 1);
  if (b.rank() == 1)
    right.push_back(1);
  if (clash(left.back(), right[right.size() - 2]))
    return context.error(label + "_c2") << a.str() << " against " << b.str();
  auto batch = broadcast(Dims(left.begin(), left.end() - 2), Dims(right.begin(), right.end() - 2));
  if (!batch)
    return context.error(label + "_c2") << "batches of " << a.str() << " and " << b.str();
  Dims result = *batch;
  if (a.rank() > 1)
    result.push_back(left[left.size() - 2]);
  if (b.rank() > 1)
    result.push_back(right.back());
  return std::optional(result);
}

static int64_t productOfShape(const Shape &shape) {
  int64_t product = 1;
  for (int64_t size : shape)
    product *= size;
  return product;
}

BatchedProduct::BatchedProduct(Shape a, Shape b) {
  if (a.size() == 1)
    a.insert(a.begin(), 1);
  if (b.size() == 1)
    b.push_back(1);
  rows = a[a.size() - 2];
  inner = a.back();
  cols = b.back();
  a.resize(a.size() - 2);
  b.resize(b.size() - 2);
  if (productOfShape(b) == 1 && a.size() >= b.size()) {
    rows *= productOfShape(a);
    return;
  }
  for (size_t i = 0, rank = std::max(a.size(), b.size()); i < rank; ++i) {
    int64_t na = i + a.size() < rank ? 1 : a[i + a.size() - rank];
    int64_t nb = i + b.size() < rank ? 1 : b[i + b.size() - rank];
    batch.push_back(na == 1 ? nb : na);
  }
  stridesA = broadcastStrides(a, batch);
  stridesB = broadcastStrides(b, batch);
}

void BatchedProduct::forEach(const std::function<void(int64_t, int64_t, int64_t)> &fn) const {
  Shape index(batch.size(), 0);
  for (int64_t n = 0, count = productOfShape(batch); n < count; ++n) {
    int64_t a = 0, b = 0;
    for (size_t i = 0; i < batch.size(); ++i) {
      a += index[i] * stridesA[i];
      b += index[i] * stridesB[i];
    }
    fn(a * rows * inner, b * inner * cols, n * rows * cols);
    for (size_t i = batch.size(); i-- > 0;) {
      if (++index[i] < batch[i])
        break;
      index[i] = 0;
    }
  }
}

void BatchedProduct::addTo(const double *a, const double *b, double *c) const {
  forEach([&](int64_t at, int64_t bt, int64_t ct) {
    addProduct(rows, inner, cols, {a + at, inner}, {b + bt, cols}, c + ct, cols);
  });
}

} // namespace fixcon
