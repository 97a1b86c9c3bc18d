// Model files as command lines name them: a path, and perhaps a format by --from or --to.
#pragma once

#include "fixcon/Formats/Models.h"

namespace fixcon {

/// The format that `explicitName` says, else the one of the extension; "-" is text.
FailureOr<const Format *> formatOf(const std::string &path,
                                   const std::optional<std::string> &explicitName,
                                   Diagnostics &diags);
/// The same for a model that will be written: an error too if the format cannot be written.
FailureOr<const Format *> formatToWrite(const std::string &path,
                                        const std::optional<std::string> &explicitName,
                                        Diagnostics &diags);
/// The names of the formats that can be read and written, for help texts.
std::string formatNames();

/// readModel, readModelAs and writeModel of the formats, in the format of formatOf.
FailureOr<std::unique_ptr<Module>>
readModel(const std::string &path, const std::optional<std::string> &from, Diagnostics &diags);
LogicalResult readModelAs(Module &module, const std::string &name, const std::string &path,
                          const std::optional<std::string> &from);
LogicalResult writeModel(const Module &module, const std::string &graphName,
                         const std::string &path, const std::optional<std::string> &to,
                         const PrintOptions &printing);

} // namespace fixcon
