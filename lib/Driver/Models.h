// Model files by format: which one a path means, reading into a module, writing out of it.
#pragma once

#include "fixcon/IR/Text.h"

namespace fixcon {

/// A row of the table of formats.
struct ModelFormat {
  std::string_view name;      ///< what --from and --to call it
  std::string_view extension; ///< with the point
  /// Reads `path` into a module of its own; a format without module gives graph `graphName`.
  FailureOr<std::unique_ptr<Module>> (*read)(const std::string &path, const std::string &graphName,
                                             Diagnostics &diags);
  LogicalResult (*write)(const Module &module, const std::string &path,
                         const std::string &graphName, const PrintOptions &printing,
                         Diagnostics &diags);
};

/// The format that `explicitName` says, else the one of the extension; "-" is text.
FailureOr<const ModelFormat *> formatOf(const std::string &path,
                                        const std::optional<std::string> &explicitName,
                                        Diagnostics &diags);
/// The names, for help texts.
std::string formatNames();

/// Reads a model as the module that the file holds; an ONNX model becomes graph @main.
FailureOr<std::unique_ptr<Module>>
readModel(const std::string &path, const std::optional<std::string> &from, Diagnostics &diags);
/// Reads the one model of a file into `module` as graph `name`.
LogicalResult readModelAs(Module &module, const std::string &name, const std::string &path,
                          const std::optional<std::string> &from);
/// Writes the module, or the one model `graphName` of it (empty: the only one there is) where the
/// format holds a single model.
LogicalResult writeModel(const Module &module, const std::string &graphName,
                         const std::string &path, const std::optional<std::string> &to,
                         const PrintOptions &printing);

/// The graph of that name, or the only model of the module if `name` is empty; an error otherwise.
/// Normal forms and functions are no models.
FailureOr<Graph *> onlyModel(const Module &module, const std::string &name, const Location &where);

} // namespace fixcon
