// The formats of models: what each is called and how it reads and writes files.
#pragma once

#include "fixcon/IR/Text.h"

namespace fixcon {

enum class FormatId {
#define FORMAT(Id, Name, Extension) Id,
#include "fixcon/Formats/Formats.def"
};

/// What a format does.
struct FormatMethods {
  /// Reads `path` into a module of its own. A format whose files hold one model and no module calls
  /// its graph `graphName`.
  FailureOr<std::unique_ptr<Module>> (*read)(const std::string &path, const std::string &graphName,
                                             Diagnostics &diags) = nullptr;
  /// Writes the module or, where a file holds one model, the one that `graphName` means to
  /// onlyModel. `printing` concerns text.
  LogicalResult (*write)(const Module &module, const std::string &path,
                         const std::string &graphName, const PrintOptions &printing) = nullptr;
  bool holdsModule = false; ///< whether a file holds a whole module
};

/// A line of Formats.def.
struct Format {
  FormatId id;
  std::string_view label;     ///< the id's text, for messages
  std::string_view name;      ///< lower case, for command lines and reports
  std::string_view extension; ///< with the point
  FormatMethods methods;      ///< none if the format is known but not supported

  bool isReadable() const { return methods.read != nullptr; }
  bool isWritable() const { return methods.write != nullptr; }
};

/// All formats, in the order of the index.
std::span<const Format> allFormats();
const Format &format(FormatId id);
/// The format of that name, or null.
const Format *formatNamed(std::string_view name);
/// The format that the extension of `path` means, or null.
const Format *formatOfExtension(std::string_view path);

} // namespace fixcon
