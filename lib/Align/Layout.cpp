// Candidates are few (at most 2 * 5! for rank 5), and a wrong one nearly always differs at the
// first elements probed, so trying them on a handful of positions first decides cheaply.
#include "fixcon/Align/Layout.h"

#include "fixcon/Support/Require.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace fixcon {
namespace {

/// Axes that stay neighbours in order are one axis; axes of size 1 vanish. Two layouts move
/// elements equally if and only if their reduced forms are equal (for views of equal
/// factorisation).
Layout reduced(const Layout &layout) {
  std::vector<size_t> order;
  for (int64_t axis : layout.perm)
    if (layout.view[static_cast<size_t>(axis)] != 1)
      order.push_back(static_cast<size_t>(axis));
  std::vector<std::vector<size_t>> groups;
  for (size_t axis : order) {
    bool joins = false;
    if (!groups.empty()) {
      size_t next = groups.back().back() + 1;
      while (next < layout.view.size() && layout.view[next] == 1)
        ++next;
      joins = next == axis;
    }
    if (joins)
      groups.back().push_back(axis);
    else
      groups.push_back({axis});
  }
  std::vector<size_t> byFirst(groups.size());
  std::iota(byFirst.begin(), byFirst.end(), size_t(0));
  std::sort(byFirst.begin(), byFirst.end(),
            [&](size_t a, size_t b) { return groups[a].front() < groups[b].front(); });
  Layout out;
  out.perm.resize(groups.size());
  for (size_t place = 0; place < byFirst.size(); ++place) {
    int64_t size = 1;
    for (size_t axis : groups[byFirst[place]])
      size *= layout.view[axis];
    out.view.push_back(size);
    out.perm[byFirst[place]] = static_cast<int64_t>(place);
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

/// |s - t|; nothing between equal infinities and what is no number on both sides, infinite between these
/// and anything else.
double difference(double s, double t) {
  if (std::isfinite(s) && std::isfinite(t))
    return std::fabs(s - t);
  return s == t || (std::isnan(s) && std::isnan(t)) ? 0 : infinite;
}

/// Distance at the positions `step`, 2 * step, ...; relative to the largest of the source there.
double errorAt(const Tensor &source, const Tensor &target, const Offsets &offsets, int64_t step) {
  if (!offsets.covers(source, target))
    return infinite;
  double worst = 0, largest = 0;
  for (int64_t i = 0; i < target.size(); i += step) {
    double s = source.toDouble(offsets(i));
    worst = std::max(worst, difference(s, target.toDouble(i)));
    if (std::isfinite(s))
      largest = std::max(largest, std::fabs(s));
    if (worst == infinite)
      return infinite;
  }
  if (worst == 0)
    return 0;
  return largest > 0 ? worst / largest : infinite;
}

constexpr size_t maxRank = 5;

void addPermutations(const Shape &source, const Shape &target, bool ofSource,
                     std::vector<Layout> &out) {
  const Shape &permuted = ofSource ? source : target;
  if (permuted.size() > maxRank)
    return;
  Permutation perm(permuted.size());
  std::iota(perm.begin(), perm.end(), int64_t(0));
  do {
    Layout layout;
    if (ofSource)
      layout = {source, perm};
    else {
      // transpose(view, perm) has the target's shape: view[perm[i]] = target[i].
      layout.view.resize(target.size());
      for (size_t i = 0; i < perm.size(); ++i)
        layout.view[static_cast<size_t>(perm[i])] = target[i];
      layout.perm = perm;
    }
    layout = reduced(layout);
    if (std::find(out.begin(), out.end(), layout) == out.end())
      out.push_back(std::move(layout));
  } while (std::next_permutation(perm.begin(), perm.end()));
}

} // namespace

bool Layout::keepsOrder() const { return isIdentity(perm); }

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
  return transposedOffsets(layout.view, layout.perm);
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
  require(isApplicable(layout, source, targetShape), "a layout is applied to another size");
  if (layout.keepsOrder())
    return source.reshaped(targetShape);
  return transpose(source.reshaped(layout.view), layout.perm).reshaped(targetShape);
}

Layout inverse(const Layout &layout) {
  Layout out{{}, inverse(std::span<const int64_t>(layout.perm))};
  for (int64_t axis : layout.perm)
    out.view.push_back(layout.view[static_cast<size_t>(axis)]);
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

/// The first permutation of axes that takes the one shape to the other.
static std::optional<Permutation> permutationTo(const Shape &from, const Shape &wanted) {
  if (from.size() != wanted.size() || from.size() > maxRank)
    return std::nullopt;
  Permutation perm(from.size());
  std::iota(perm.begin(), perm.end(), int64_t(0));
  auto gives = [&](int64_t axis, int64_t size) { return from[static_cast<size_t>(axis)] == size; };
  do
    if (std::ranges::equal(perm, wanted, gives))
      return perm;
  while (std::next_permutation(perm.begin(), perm.end()));
  return std::nullopt;
}

std::optional<Layout> suggestedLayout(const Shape &source, const Shape &target) {
  std::vector<Layout> layouts = candidateLayouts(source, target);
  if (layouts.empty())
    return std::nullopt;
  Shape from = withoutOnes(source), wanted = withoutOnes(target);
  if (from == wanted || layouts.size() == 1)
    return layouts[0];
  auto perm = permutationTo(from, wanted);
  return perm ? reduced({from, *perm}) : layouts[1];
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
      worst = std::max(worst, difference(source[k].toDouble(offsets(i)), target[k].toDouble(i)));
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
