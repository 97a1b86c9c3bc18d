// Sizes that the source leaves open and the target holds as numbers.
#pragma once

#include "fixcon/Localize/ShapePartners.h"

#include <optional>

namespace fixcon {

/// A dim of an input of the target that is a number where the source's is open, and can be another one.
struct FrozenDim {
  std::string argument;
  unsigned axis = 0;
  Dim source; ///< as the source declares it
  std::string sourceArgument;
  bool isBatch = false;
};

/// One of a list of sizes: a number, or a part of a dim of a value.
struct SizeTerm {
  std::string value; ///< of the executable form; empty where it is a number
  unsigned axis = 0;
  int64_t factor = 1, divisor = 1; ///< dim * factor / divisor, or the number `factor`
};

/// A core op of the source with one operand that is no constant, the first.
struct SourceOp {
  std::string name;
  AttrDict attrs;
  std::vector<std::optional<Tensor>>
      constants; ///< the operands behind the first; nothing where absent
};

/// What an operand of the target must be, so that its op makes of any size what the source makes of it.
struct SizeSpelling {
  enum class Way : uint8_t {
    Constant, ///< a list of sizes that holds for all
    Computed, ///< a list of sizes, computed from `terms`
    Repeated, ///< the operand, repeated to the sizes that `terms` say
    Unmade,   ///< the value that the operand was made of, for the data's sizes without a change
    Absent,   ///< none: the source's op has none there
    Said,     ///< the attribute `value`, as the source's op has it; no operand
    Other     ///< the operand is right, and another op reads it: the source's, `op`
  };
  unsigned operand = 0;
  Way way = Way::Constant;
  Tensor constant = {};
  std::vector<SizeTerm> terms = {};
  std::string value = {};   ///< Unmade: that value; Said: the attribute's name
  Attribute attribute = {}; ///< Said: what it is; empty if the source does not say it
  SourceOp op = {};
};

/// An op of the target that holds a size as a number.
struct BakedSize {
  std::string result;                   ///< the op, by its first result, in the executable form
  std::string sourceResult;             ///< what that is in the source; empty if it is not known
  bool isBatch = false, isSize = false; ///< the sizes that show it
  std::string trouble;                  ///< what happens at another size, in words
  Attribute held, source;               ///< the lists of sizes, where they are constants
  std::vector<SizeSpelling> spellings;  ///< all of them together; empty where no edit is known
};

struct BakedSizes {
  std::vector<FrozenDim> frozen;
  std::vector<BakedSize> baked;
  /// By the target's values: dims that are other numbers at other sizes, as symbols where they follow
  /// from those of the inputs, else unknown; numbers elsewhere.
  std::unordered_map<std::string, Dims> shapes;
};

/// Reads the shapes of all values of both models at other sizes than the data has: each op that cannot
/// take its operands then, or makes other shapes than the source does, holds a size. Frozen dims of the
/// inputs count as open in this. Nothing is found at sizes that the source cannot take, or at which the
/// target as a whole makes of them what the source makes. Nothing at all if no sample can be read.
std::optional<BakedSizes> findBakedSizes(Module &module, PassContext &context,
                                         const ShapePartners &partners);

} // namespace fixcon
