// The IR's text: printed, parsed, verified. docs/IR.md has the grammar.
#pragma once

#include "fixcon/IR/Module.h"

namespace fixcon {

struct PrintOptions {
  /// Weights and tensor attributes of more elements are printed as blob("<content hash>"), which
  /// only a module that knows the hash can parse back. Negative: all elements are printed.
  int64_t maxDenseElements = -1;
  bool locations = true;
};

std::string print(const Module &module, const PrintOptions &options = {});
std::string print(const Graph &graph, const PrintOptions &options = {});
/// One line, without nested graphs.
std::string print(const Op &op);

/// Parses `text`; diagnostics point into `file`. Weights may be dense<...>, splat<...>,
/// seeded<...>, or blob("hash") if `blobs` has that hash. The result is verified.
FailureOr<std::unique_ptr<Module>>
parseModule(std::string_view text, const std::string &file, Diagnostics &diags,
            const std::unordered_map<std::string, Tensor> &blobs = {});

/// Structure only: definitions before uses, use lists, names, types present, references of records,
/// nesting. The layer of ops adds what is true of each op.
LogicalResult verifyStructure(const Module &module);

/// Nested graphs may be this deep in any input.
inline constexpr unsigned maxNesting = 64;

} // namespace fixcon
