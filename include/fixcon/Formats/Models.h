// Models in files of any format.
#pragma once

#include "fixcon/Formats/Format.h"

namespace fixcon {

/// Reads a file as the module that it holds; where it holds one model, that becomes graph @main.
FailureOr<std::unique_ptr<Module>> readModel(const Format &format, const std::string &path,
                                             Diagnostics &diags);
/// Reads the one model of a file into `module` as graph `name`, with its functions and without its
/// derived forms.
LogicalResult readModelAs(Module &module, const std::string &name, const Format &format,
                          const std::string &path);
/// Writes the module, or the one model `graphName` of it (empty: the only one there is) where the
/// format holds a single model.
LogicalResult writeModel(const Module &module, const std::string &graphName, const Format &format,
                         const std::string &path, const PrintOptions &printing);

/// Writes one model with its functions, whatever else its module holds.
LogicalResult writeModelAlone(const Graph &model, const Format &format, const std::string &path,
                              Diagnostics &diags);

/// The graph of that name, or the only model of the module if `name` is empty; an error otherwise.
/// Functions and derived forms are no models.
FailureOr<Graph *> onlyModel(const Module &module, const std::string &name, const Location &where);

} // namespace fixcon
