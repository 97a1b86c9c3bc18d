// What operators and tensors of the file are called in the IR.
#pragma once

#include "fixcon/IR/Op.h"

#include "Model_generated.h"

#include <string>
#include <vector>

namespace fixcon {

/// The number of a builtin operator, wherever the file keeps it.
int32_t builtinCode(const tfl::OperatorCode &code);
/// "tfl.CONV_2D", "tfl.custom.<code>", or "tfl.BUILTIN_<number>" of one that the schema does not have.
std::string operatorName(const tfl::OperatorCode &code);
/// What operatorName calls so: the number of the operator, and the code of a custom one.
struct OperatorKey {
  int32_t builtin = 0;
  std::string custom;
};
std::optional<OperatorKey> operatorKey(const Op &op);

/// The options that an operator of the schema has: the union they are in and their number there, 0 for none.
struct OptionsKey {
  bool second = false; ///< in `builtin_options_2`
  unsigned type = 0;
  const flatbuffers::TypeTable *table = nullptr;
};
OptionsKey optionsOf(int32_t builtin);

/// A name in the IR for each tensor of a subgraph: its own, "#<index>" without one, with a suffix where another
/// tensor in front of it has that name.
std::vector<std::string> valueNames(const tfl::SubGraph &graph);

/// What a subgraph but the first is called.
std::string subgraphName(const std::string &model, size_t index);

/// Attributes that the importer owns.
inline constexpr const char *fileAttr = "tfl.file", *contentsAttr = "tfl.contents",
                            *versionAttr = "tfl.version", *variableAttr = "tfl.variable";

} // namespace fixcon
