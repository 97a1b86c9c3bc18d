// A segmentation names a class for each pixel: the largest score along the channels, or whether the one
// score is above its middle (0 for logits, 1/2 for probabilities), or the integer itself. Single pixels at
// borders flip by arithmetic; what counts is how much of each class lies where it did: the mean over the
// classes of intersection over union.
#include "fixcon/Validate/Comparator.h"

#include <algorithm>
#include <map>

namespace fixcon {
namespace {

/// Where the channels of a map lie: `channels` of them, `inner` elements apart.
struct Channels {
  int64_t count = 1, inner = 1;

  /// Axis 1 of NCHW or the last of NHWC, whichever is shorter: pictures have more pixels than classes.
  static Channels of(const Shape &shape) {
    if (shape.size() < 3)
      return {};
    size_t axis = shape[1] <= shape.back() ? 1 : shape.size() - 1;
    Channels channels{shape[axis], 1};
    for (size_t i = axis + 1; i < shape.size(); ++i)
      channels.inner *= shape[i];
    return channels;
  }
};

std::vector<int64_t> classesOf(const Tensor &map) {
  std::vector<int64_t> classes;
  std::vector<double> values = map.toDoubles();
  Channels channels = isFloat(map.dtype()) ? Channels::of(map.shape()) : Channels();
  if (channels.count <= 1) {
    bool areProbabilities = std::ranges::all_of(values, [](double v) { return v >= 0 && v <= 1; });
    double middle = areProbabilities ? 0.5 : 0;
    for (double v : values)
      classes.push_back(isFloat(map.dtype()) ? v > middle : static_cast<int64_t>(v));
    return classes;
  }
  int64_t pixels = map.size() / channels.count;
  for (int64_t pixel = 0; pixel < pixels; ++pixel) {
    int64_t outer = pixel / channels.inner, inside = pixel % channels.inner;
    auto score = [&](int64_t channel) {
      return values[static_cast<size_t>((outer * channels.count + channel) * channels.inner +
                                        inside)];
    };
    int64_t best = 0;
    for (int64_t channel = 1; channel < channels.count; ++channel)
      if (score(channel) > score(best))
        best = channel;
    classes.push_back(best);
  }
  return classes;
}

} // namespace

Decision decideMask(const Tensor &source, const Tensor &target) {
  constexpr double sameMask = 0.99;
  std::vector<int64_t> a = classesOf(source), b = classesOf(target);
  struct Area {
    double common = 0, all = 0;
  };
  std::map<int64_t, Area> areas;
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i] == b[i])
      areas[a[i]].common += 1;
    else
      areas[b[i]].all += 1;
    areas[a[i]].all += 1;
  }
  double sum = 0;
  for (const auto &[name, area] : areas)
    sum += area.common / area.all;
  double mean = areas.empty() ? 1 : sum / static_cast<double>(areas.size());
  return {mean >= sameMask, mean};
}

} // namespace fixcon
