// Windows that slide over the axes behind batch and channels, as an operator says them: with padding SAME or VALID, which
// amounts that are neither need a PAD in front of.
#pragma once

#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

struct WindowSpelling {
  Attribute::Ints kernel, strides, dilations;
  Attribute::Ints
      pads; ///< amounts in front of the spatial axes, then behind; to be added by a PAD if `padding` is VALID
  std::string padding; ///< "SAME" or "VALID"

  bool needsPad() const;
};

/// How the window of the core op is said, where operand 0 has channels second. Refuses where amounts follow from sizes
/// that are not known.
std::optional<WindowSpelling> windowOf(SpellingBuilder &b, const Attribute::Ints &kernel);

/// Operand 0 with channels last, behind a PAD by `number` where the window asks for one.
SpellingOperand windowed(SpellingBuilder &b, const WindowSpelling &window,
                         const SpellingOperand &number);

/// The amounts that SAME stands for; nothing if the spatial sizes of the type, which has channels second, are not known.
std::optional<Attribute::Ints> samePads(const Type &type, const Attribute::Ints &kernel,
                                        const Attribute::Ints &strides,
                                        const Attribute::Ints &dilations, bool upper);

} // namespace fixcon
