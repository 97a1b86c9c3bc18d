// Files: mapped for reading, written whole or not at all.
#pragma once

#include "fixcon/Support/Diagnostic.h"

#include <cstddef>
#include <memory>
#include <optional>
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
  /// reads standard input to its end, which must come within 2 GiB.
  static FailureOr<std::shared_ptr<const MappedFile>> open(const std::string &path,
                                                           Diagnostics &diags);
  ~MappedFile();
  MappedFile(const MappedFile &) = delete;
  MappedFile &operator=(const MappedFile &) = delete;

  std::span<const std::byte> bytes() const { return std::as_bytes(std::span(content)); }
  std::string_view text() const { return content; }

private:
  MappedFile(std::unique_ptr<llvm::MemoryBuffer> buffer, const std::string &path);

  std::unique_ptr<llvm::MemoryBuffer> buffer;
  std::string_view content;
  size_t watched; ///< the place in the table of mappings
};

/// From now on a mapped file that is cut off by somebody while it is read ends the process with a diagnostic at
/// the file and exit code 2, and without temporary files; and a limit on the size of files is an error of the
/// write that exceeds it, no signal. For programs, not for what they call.
void catchFileSignals();

using FileParts = std::span<const std::span<const std::byte>>;

/// A file that is whole, on disk, and not yet there under its name.
class PendingFile {
public:
  /// Writes `parts`, one behind the other, beside `path`, where its file system permits it to a file without
  /// a name, which no end of the process leaves behind.
  static std::optional<PendingFile> write(const std::string &path, FileParts parts,
                                          Diagnostics &diags);
  /// Discards what was not put into place.
  ~PendingFile();
  PendingFile(PendingFile &&other) noexcept;
  PendingFile &operator=(PendingFile &&) = delete;

  /// Puts the file where `path` leads, in one step. A file that it replaces gives it its permissions, and its
  /// owner where that is allowed; on failure that file is as it was.
  LogicalResult put(Diagnostics &diags);

private:
  PendingFile(std::string path, std::string target)
      : path(std::move(path)), target(std::move(target)) {}
  std::error_code open();
  std::error_code fill(FileParts parts);
  std::error_code giveName();

  std::string path;      ///< as the user said it
  std::string target;    ///< behind links
  std::string temporary; ///< empty while the file has no name
  int fd = -1;
};

/// Writes `parts`, one behind the other, and puts them into place as PendingFile does; a device or pipe is written to.
/// "-" writes to standard output.
LogicalResult writeFile(const std::string &path, FileParts parts, Diagnostics &diags);
LogicalResult writeFile(const std::string &path, std::string_view text, Diagnostics &diags);

/// An error if nothing can be written at `path` as things are: its folder is missing, it is a folder, or the
/// permission lacks. Leaves no trace.
LogicalResult checkWritable(const std::string &path, Diagnostics &diags);

/// Whether both paths lead to one file, by links and other spellings too; the file need not be there yet.
bool isSameFile(const std::string &a, const std::string &b);

} // namespace fixcon
