#include "Product.h"

#include "fixcon/Ops/Broadcast.h"

namespace fixcon {

static std::optional<Product> productOf(const Op &, const Shape &a, const Shape &b) {
  if (a.size() < 2 || b.size() < 2 || a.back() != b[b.size() - 2])
    return std::nullopt;
  Product p;
  p.rows = a[a.size() - 2];
  p.inner = a.back();
  p.columns = b.back();
  Dims leadA(a.begin(), a.end() - 2), leadB(b.begin(), b.end() - 2);
  auto lead = broadcast(leadA, leadB);
  if (!lead)
    return std::nullopt;
  for (const Dim &dim : *lead)
    p.result.push_back(dim.size());
  Shape pairs = p.result, shapeA(a.begin(), a.end() - 2), shapeB(b.begin(), b.end() - 2);
  int64_t batch = elementCount(pairs).value_or(0);
  p.result.insert(p.result.end(), {p.rows, p.columns});
  if (batch < 1 || p.rows < 1 || p.inner < 1 || p.columns < 1)
    return std::nullopt;
  if (elementCount(shapeB) == 1 && pairs == shapeA) {
    p.rows *= batch;
    batch = 1;
  }
  auto matricesOf = [&](const Shape &shape) {
    Shape strides = broadcastStrides(shape, pairs);
    std::vector<int64_t> matrices;
    for (int64_t i = 0; i < batch; ++i) {
      int64_t rest = i, at = 0;
      for (size_t d = pairs.size(); d-- > 0; rest /= pairs[d])
        at += rest % pairs[d] * strides[d];
      matrices.push_back(batch == 1 ? 0 : at);
    }
    return matrices;
  };
  p.left = matricesOf(shapeA);
  p.right = matricesOf(shapeB);
  return p;
}

std::unique_ptr<Kernel> makeMatrixProductKernel(KernelRequest request) {
  return makeProductKernel(std::move(request), productOf);
}

} // namespace fixcon
