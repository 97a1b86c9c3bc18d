// Reading maps the file; writing goes through a temporary file in the same folder, because only a
// rename within one file system replaces a file in one step. LLVM reads, writes, and removes the
// temporary file when a signal ends the process. The file's name comes from mkstemp: LLVM's
// createUniqueFile would replace each '%' of the folder's name too.
#include "fixcon/Support/File.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"

#include <cerrno>
#include <cstdlib>
#include <unistd.h>

namespace fixcon {

namespace fs = llvm::sys::fs;
using Parts = std::span<const std::span<const std::byte>>;

MappedFile::MappedFile(std::unique_ptr<llvm::MemoryBuffer> buffer)
    : buffer(std::move(buffer)), content(this->buffer->getBuffer()) {}
MappedFile::~MappedFile() = default;

FailureOr<std::shared_ptr<const MappedFile>> MappedFile::open(const std::string &path,
                                                              Diagnostics &diags) {
  bool standardInput = path == "-";
  fs::file_status status;
  // Looked at before it is opened: opening a pipe that nobody writes to would wait.
  if (!standardInput && !fs::status(path, status) && !fs::is_regular_file(status))
    return diags.error(Location::inFile(path)) << "is not a regular file";
  // Small files are copied, not mapped; what is aligned in the file must be so in memory.
  const llvm::Align alignment(64);
  auto buffer = standardInput ? llvm::MemoryBuffer::getSTDIN()
                              : llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                                            /*RequiresNullTerminator=*/false,
                                                            /*IsVolatile=*/false, alignment);
  if (!buffer)
    return diags.error(Location::inFile(path))
           << (standardInput ? "cannot read standard input: " : "cannot open file: ")
           << buffer.getError().message();
  return std::shared_ptr<const MappedFile>(new MappedFile(std::move(*buffer)));
}

/// Closes `fd` unless it is one of the standard streams.
static std::error_code writeAll(int fd, Parts parts) {
  llvm::raw_fd_ostream out(fd, /*shouldClose=*/true, /*unbuffered=*/true);
  for (auto part : parts)
    out.write(reinterpret_cast<const char *>(part.data()), part.size());
  if (fd > STDERR_FILENO)
    out.close();
  std::error_code error = out.error();
  out.clear_error();
  return error;
}

/// A device or pipe that the user named is written to, never replaced by a file.
static std::error_code writeInto(const std::string &path, Parts parts) {
  int fd = -1;
  if (auto error = fs::openFileForWrite(path, fd, fs::CD_OpenExisting))
    return error;
  return writeAll(fd, parts);
}

/// Writes `fd`, the temporary file beside `path`, and gives it its permissions and its name.
static std::error_code writeAndRename(int fd, const std::string &temporary, const std::string &path,
                                      Parts parts) {
  // mkstemp's files are their owner's alone.
  auto error = fs::setPermissions(fd, static_cast<fs::perms>(0666 & ~fs::getUmask()));
  if (auto written = writeAll(fd, parts); !error)
    error = written;
  return error ? error : fs::rename(temporary, path);
}

/// Where a file at `path` lies: a link stays, the file that it names is replaced.
static std::string behindLinks(const std::string &path) {
  llvm::SmallString<256> real;
  return fs::is_symlink_file(path) && !fs::real_path(path, real) ? real.str().str() : path;
}

LogicalResult writeFile(const std::string &path, Parts parts, Diagnostics &diags) {
  auto result = [&](std::error_code error, const char *what = "cannot write file: ") {
    if (!error)
      return LogicalResult(success());
    return LogicalResult(diags.error(Location::inFile(path)) << what << error.message());
  };
  if (path == "-")
    return result(writeAll(STDOUT_FILENO, parts), "cannot write standard output: ");
  if (fs::exists(path) && !fs::is_regular_file(path))
    return result(writeInto(path, parts));
  std::string target = behindLinks(path), temporary = target + ".XXXXXX";
  int fd = ::mkstemp(temporary.data());
  if (fd < 0)
    return result({errno, std::generic_category()}, "cannot create file: ");
  llvm::sys::RemoveFileOnSignal(temporary);
  auto error = writeAndRename(fd, temporary, target, parts);
  if (error)
    fs::remove(temporary);
  llvm::sys::DontRemoveFileOnSignal(temporary);
  return result(error);
}

LogicalResult writeFile(const std::string &path, std::string_view text, Diagnostics &diags) {
  std::span<const std::byte> part = std::as_bytes(std::span(text));
  return writeFile(path, std::span(&part, 1), diags);
}

} // namespace fixcon
