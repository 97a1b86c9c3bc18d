// What kinds of faults in weights share.
#pragma once

#include "fixcon/Inject/EditSite.h"

#include <functional>
#include <span>

namespace fixcon {

/// Changes elements of a tensor; false if it leaves all as they are.
using ChangeElements = std::function<bool(std::span<double> elements, const Shape &shape)>;

/// Changes one constant that the site's op reads and that `isMeant` accepts, chosen at random. "<what> of <its name>", or
/// nothing if there is none, or what holds it rounds the change away.
std::string changeNumbers(EditSite &site, const std::string &what, const ChangeElements &change,
                          const std::function<bool(unsigned operand)> &isMeant = {});

/// The largest absolute value.
double largestOf(std::span<const double> elements);

/// Calls `fn(a, b)` with the offsets of all pairs of elements at index `i` and index `j` of an axis.
void forPairs(const Shape &shape, size_t axis, int64_t i, int64_t j,
              const std::function<void(size_t a, size_t b)> &fn);

/// Whether operand i of the site's op is the weight of core()'s linear trait.
bool isLinearWeight(const EditSite &site, unsigned i);
/// The axis of that weight along which output channels lie.
size_t channelAxis(const EditSite &site, const Shape &weight);

} // namespace fixcon
