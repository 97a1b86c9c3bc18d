// Which format a path on a command line means. What can be named is what the index of formats
// lists as readable; other known formats are found by their extensions, to be refused by name.
#include "Models.h"

namespace fixcon {

/// One field of all formats that can be read, as a list.
static std::string listed(std::string_view Format::*field, std::string_view separator) {
  std::string out;
  for (const Format &format : allFormats())
    if (format.isReadable())
      out.append(out.empty() ? "" : separator).append(format.*field);
  return out;
}

std::string formatNames() { return listed(&Format::name, "|"); }

FailureOr<const Format *> formatOf(const std::string &path,
                                   const std::optional<std::string> &explicitName,
                                   Diagnostics &diags) {
  const Format *found = explicitName  ? formatNamed(*explicitName)
                        : path == "-" ? &format(FormatId::Text)
                                      : formatOfExtension(path);
  if (found)
    return found;
  if (explicitName)
    return diags.error(Location::inFile(path))
           << "there is no format '" << *explicitName << "'; formats are " << formatNames();
  return diags.error(Location::inFile(path))
         << "the extension names no format of models (" << listed(&Format::extension, ", ")
         << "); --from and --to do";
}

FailureOr<const Format *> formatToWrite(const std::string &path,
                                        const std::optional<std::string> &explicitName,
                                        Diagnostics &diags) {
  auto format = formatOf(path, explicitName, diags);
  if (succeeded(format) && !(*format)->isWritable())
    return diags.error(Location::inFile(path)) << (*format)->label << " models cannot be written";
  return format;
}

FailureOr<std::unique_ptr<Module>>
readModel(const std::string &path, const std::optional<std::string> &from, Diagnostics &diags) {
  auto format = formatOf(path, from, diags);
  if (failed(format))
    return failure();
  return readModel(**format, path, diags);
}

LogicalResult readModelAs(Module &module, const std::string &name, const std::string &path,
                          const std::optional<std::string> &from) {
  auto format = formatOf(path, from, module.diagnostics());
  return failed(format) ? failure() : readModelAs(module, name, **format, path);
}

LogicalResult writeModel(const Module &module, const std::string &graphName,
                         const std::string &path, const std::optional<std::string> &to,
                         const PrintOptions &printing) {
  auto format = formatOf(path, to, module.diagnostics());
  return failed(format) ? failure() : writeModel(module, graphName, **format, path, printing);
}

} // namespace fixcon
