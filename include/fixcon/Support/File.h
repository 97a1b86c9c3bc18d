// Files: mapped for reading, written whole or not at all.
#pragma once

#include "fixcon/Support/Diagnostic.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace fixcon {

/// A read-only file mapping, shared by everything that points into it.
class MappedFile {
public:
  /// Maps the regular file at `path`. An empty file gives an empty span. "-" reads standard input
  /// to its end.
  static FailureOr<std::shared_ptr<const MappedFile>> open(const std::string &path,
                                                           Diagnostics &diags);
  ~MappedFile();
  MappedFile(const MappedFile &) = delete;
  MappedFile &operator=(const MappedFile &) = delete;

  std::span<const std::byte> bytes() const { return {data, size}; }
  std::string_view text() const { return {reinterpret_cast<const char *>(data), size}; }

private:
  MappedFile() = default;
  const std::byte *data = nullptr;
  size_t size = 0;
  bool mapped = false;
};

/// Writes `parts`, one behind the other, to a temporary file beside `path` and renames it into
/// place; on failure `path` is as it was. "-" writes to standard output.
LogicalResult writeFile(const std::string &path, std::span<const std::span<const std::byte>> parts,
                        Diagnostics &diags);
LogicalResult writeFile(const std::string &path, std::string_view text, Diagnostics &diags);

} // namespace fixcon
