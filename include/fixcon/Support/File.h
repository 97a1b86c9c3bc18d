// Files: mapped for reading, written whole or not at all.
#pragma once

#include "fixcon/Support/Diagnostic.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace llvm {
class MemoryBuffer;
} // namespace llvm

namespace fixcon {

/// A file's content, mapped where that pays, shared by everything that points into it.
class MappedFile {
public:
  /// Of the regular file at `path`, on a boundary of 64 bytes. An empty file gives an empty span. "-"
  /// reads standard input to its end.
  static FailureOr<std::shared_ptr<const MappedFile>> open(const std::string &path,
                                                           Diagnostics &diags);
  ~MappedFile();
  MappedFile(const MappedFile &) = delete;
  MappedFile &operator=(const MappedFile &) = delete;

  std::span<const std::byte> bytes() const { return std::as_bytes(std::span(content)); }
  std::string_view text() const { return content; }

private:
  explicit MappedFile(std::unique_ptr<llvm::MemoryBuffer> buffer);

  std::unique_ptr<llvm::MemoryBuffer> buffer;
  std::string_view content;
};

/// Writes `parts`, one behind the other, to a temporary file beside `path` and renames it into
/// place; on failure `path` is as it was, and neither failure nor a signal that ends the process
/// leaves the temporary file behind. "-" writes to standard output.
LogicalResult writeFile(const std::string &path, std::span<const std::span<const std::byte>> parts,
                        Diagnostics &diags);
LogicalResult writeFile(const std::string &path, std::string_view text, Diagnostics &diags);

/// An error if nothing can be written at `path` as things are: its folder is missing, it is a folder, or the
/// permission lacks. Leaves no trace.
LogicalResult checkWritable(const std::string &path, Diagnostics &diags);

/// Whether both paths lead to one file, by links and other spellings too; the file need not be there yet.
bool isSameFile(const std::string &a, const std::string &b);

} // namespace fixcon
