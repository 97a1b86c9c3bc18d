// Candidates are few (at most 2 * 5! for rank 5), and a wrong one nearly always differs at the
// first elements probed, so trying them on a handful of positions first decides cheaply.
#include "fixcon/Align/Layout.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace fixcon {
namespace {

/// Axes that stay neighbours in order are one axis; axes of size 1 vanish. Two layouts move
/// elements equally if and only if their reduced forms are equal (for views of equal
/// factorisation).
Layout reduced(const Layout &layout) {
  std::vector<unsigned> order;
  for (unsigned axis : layout.perm)
    if (layout.view[axis] != 1)
      order.push_back(axis);
  std::vector<std::vector<unsigned>> groups;
  for (unsigned axis : order) {
    bool joins = false;
    if (!groups.empty()) {
      unsigned next = groups.back().back() + 1;
      while (next < layout.view.size() && layout.view[next] == 1)
        ++next;
      joins = next == axis;
    }
    if (joins)
      groups.back().push_back(axis);
    else
      groups.push_back({axis});
  }
  std::vector<unsigned> byFirst(groups.size());
  std::iota(byFirst.begin(), byFirst.end(), 0u);
  std::sort(byFirst.begin(), byFirst.end(),
            [&](unsigned a, unsigned b) { return groups[a].front() < groups[b].front(); });
  Layout out;
  out.perm.resize(groups.size());
  for (unsigned place = 0; place < byFirst.size(); ++place) {
    int64_t size = 1;
    for (unsigned axis : groups[byFirst[place]])
      size *= layout.view[axis];
    out.view.push_back(size);
    out.perm[byFirst[place]] = place;
  }
  if (out.view.empty())
    return {{1}, {0}};
  return out;
}

Shape withoutOnes(const Shape &shape) {
  Shape out;
  for (int64_t d : shape)
    if (d != 1)
      out.push_back(d);
  return out;
}

constexpr double infinite = std::numeric_limits<double>::infinity();

/// Distance at the positions `step`, 2 * step, ...; relative to the largest of the source there.
double errorAt(const Tensor &source, const Tensor &target, const Offsets &offsets, int64_t step) {
  if (!offsets.covers(source, target))
    return infinite;
  double worst = 0, largest = 0;
  for (int64_t i = 0; i < target.size(); i += step) {
    double s = source.toDouble(offsets(i)), t = target.toDouble(i);
    if (!std::isfinite(s) || !std::isfinite(t)) {
      if (s == t || (std::isnan(s) && std::isnan(t)))
        continue;
      return infinite;
    }
    worst = std::max(worst, std::fabs(s - t));
    largest = std::max(largest, std::fabs(s));
  }
  if (worst == 0)
    return 0;
  return largest > 0 ? worst / largest : infinite;
}

constexpr size_t largestRank = 5;

void addPermutations(const Shape &source, const Shape &target, bool ofSource,
                     std::vector<Layout> &out) {
  const Shape &permuted = ofSource ? source : target;
  if (permuted.size() > largestRank)
    return;
  std::vector<unsigned> perm(permuted.size());
  std::iota(perm.begin(), perm.end(), 0u);
  do {
    Layout layout;
    if (ofSource)
      layout = {source, perm};
    else {
      // transpose(view, perm) has the target's shape: view[perm[i]] = target[i].
      layout.view.resize(target.size());
      for (size_t i = 0; i < perm.size(); ++i)
        layout.view[perm[i]] = target[i];
      layout.perm = perm;
    }
    layout = reduced(layout);
    if (std::find(out.begin(), out.end(), layout) == out.end())
      out.push_back(std::move(layout));
  } while (std::next_permutation(perm.begin(), perm.end()));
}

} // namespace

bool Layout::keepsOrder() const {
  for (unsigned i = 0; i < perm.size(); ++i)
    if (perm[i] != i)
      return false;
  return true;
}

std::string Layout::str() const {
  if (keepsOrder())
    return "identity";
  std::string text = "[" + fixcon::str(view) + "] permuted [";
  for (size_t i = 0; i < perm.size(); ++i)
    text += (i ? "," : "") + std::to_string(perm[i]);
  return text + "]";
}

Layout identityLayout(const Shape &source) {
  return {{std::accumulate(source.begin(), source.end(), int64_t(1), std::multiplies<>())}, {0}};
}

std::vector<int64_t> sourceOffsets(const Layout &layout) {
  Shape strides = stridesOf(layout.view);
  size_t rank = layout.perm.size();
  Shape size(rank), stride(rank), index(rank, 0);
  int64_t count = 1;
  for (size_t i = 0; i < rank; ++i) {
    size[i] = layout.view[layout.perm[i]];
    stride[i] = strides[layout.perm[i]];
    count *= size[i];
  }
  std::vector<int64_t> out;
  out.reserve(static_cast<size_t>(count));
  int64_t at = 0;
  for (int64_t i = 0; i < count; ++i) {
    out.push_back(at);
    for (size_t axis = rank; axis-- > 0;) {
      at += stride[axis];
      if (++index[axis] < size[axis])
        break;
      at -= stride[axis] * size[axis];
      index[axis] = 0;
    }
  }
  return out;
}

Offsets::Offsets(const Layout &layout)
    : keepsOrder(layout.keepsOrder()),
      table(keepsOrder ? std::vector<int64_t>() : sourceOffsets(layout)) {}

bool Offsets::covers(const Tensor &source, const Tensor &target) const {
  return source.size() == target.size() &&
         (keepsOrder || static_cast<size_t>(target.size()) == table.size());
}

bool isApplicable(const Layout &layout, const Tensor &source, const Shape &targetShape) {
  auto count = elementCount(targetShape), mapped = elementCount(layout.view);
  return count == source.size() && (layout.keepsOrder() || count == mapped);
}

Tensor applyLayout(const Tensor &source, const Layout &layout, const Shape &targetShape) {
  assert(isApplicable(layout, source, targetShape));
  if (layout.keepsOrder())
    return source.reshaped(targetShape);
  Tensor out(source.dtype(), targetShape);
  size_t width = byteSize(source.dtype());
  auto from = source.bytes();
  auto into = out.mutableBytes();
  std::vector<int64_t> offsets = sourceOffsets(layout);
  for (size_t i = 0; i < offsets.size(); ++i)
    std::copy_n(from.begin() + offsets[i] * static_cast<int64_t>(width), width,
                into.begin() + static_cast<std::ptrdiff_t>(i * width));
  return out;
}

Layout inverse(const Layout &layout) {
  Layout out;
  out.view.resize(layout.perm.size());
  out.perm.resize(layout.perm.size());
  for (unsigned i = 0; i < layout.perm.size(); ++i) {
    out.view[i] = layout.view[layout.perm[i]];
    out.perm[layout.perm[i]] = i;
  }
  return out;
}

std::vector<Layout> candidateLayouts(const Shape &source, const Shape &target) {
  auto a = elementCount(source), b = elementCount(target);
  if (!a || !b || *a != *b || *a == 0)
    return {};
  std::vector<Layout> out{identityLayout(source)};
  addPermutations(withoutOnes(source), withoutOnes(target), /*ofSource=*/true, out);
  addPermutations(withoutOnes(source), withoutOnes(target), /*ofSource=*/false, out);
  return out;
}

double layoutError(std::span<const Tensor> source, std::span<const Tensor> target,
                   const Layout &layout) {
  Offsets offsets(layout);
  double worst = 0;
  for (size_t k = 0; k < source.size(); ++k)
    worst = std::max(worst, errorAt(source[k], target[k], offsets, 1));
  return worst;
}

double absoluteError(std::span<const Tensor> source, std::span<const Tensor> target,
                     const Layout &layout) {
  Offsets offsets(layout);
  double worst = 0;
  for (size_t k = 0; k < source.size(); ++k) {
    if (!offsets.covers(source[k], target[k]))
      return infinite;
    for (int64_t i = 0; i < target[k].size(); ++i)
      worst = std::max(worst, std::fabs(source[k].toDouble(offsets(i)) - target[k].toDouble(i)));
  }
  return worst;
}

std::optional<LayoutMatch> solveLayout(std::span<const Tensor> source,
                                       std::span<const Tensor> target, double tolerance) {
  constexpr int64_t probes = 192;
  if (source.empty() || source[0].size() != target[0].size())
    return std::nullopt;
  std::optional<LayoutMatch> best;
  for (const Layout &layout : candidateLayouts(source[0].shape(), target[0].shape())) {
    Offsets offsets(layout);
    int64_t step = std::max<int64_t>(1, target[0].size() / probes);
    // The largest probed element may be small beside the tensor's largest; the slack covers that.
    if (errorAt(source[0], target[0], offsets, step) > 16 * tolerance)
      continue;
    double error = 0;
    for (size_t k = 0; k < source.size(); ++k)
      error = std::max(error, errorAt(source[k], target[k], offsets, 1));
    if (error <= tolerance && (!best || error < best->error))
      best = LayoutMatch{layout, error};
    if (best && best->error == 0)
      break;
  }
  return best;
}

} // namespace fixcon
