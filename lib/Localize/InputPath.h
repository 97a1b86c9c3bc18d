// What is done to pictures within a model, before its first layer.
#pragma once

#include "fixcon/Localize/DifferingPlaces.h"

namespace fixcon {

/// The ops of a place, on both sides, that lie on the path from an input of rank 4 to the first layer: sums and products
/// with one constant number, or with one for each channel, in between them movement and casts, and all that they read
/// is a picture. A normalisation layer ends the path, and so does anything that reads two values.
DifferingPlace onInputPath(const DifferingPlace &place, const NormalPair &pair);

/// Names what the place does otherwise to a picture, as the fields of a recipe do: "normalization", "channels", or both.
/// Empty unless everything in it lies on that path. Movement alone is preprocessing where it puts channels in another
/// order; an order of axes is structure. Like ops with other numbers that may be rounded ones are a matter of weights.
std::vector<std::string> preprocessingIn(const DifferingPlace &place, const NormalPair &pair);

/// What ops of such a place do, in words: "times 0.5 and less (1, 2, 3) by channel"; "as they are" for none.
std::string preprocessingInWords(const std::vector<const Op *> &ops);

} // namespace fixcon
