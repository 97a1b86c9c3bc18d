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
#include <filesystem>
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

static std::error_code lastError() { return {errno, std::generic_category()}; }

/// Success without an error, else a diagnostic at `path`.
static LogicalResult resultOf(std::error_code error, const std::string &path, Diagnostics &diags,
                              const char *what = "cannot write file: ") {
  if (!error)
    return success();
  return diags.error(Location::inFile(path)) << what << error.message();
}

/// Makes a temporary file beside `path`, of which `use` gets the descriptor and the name. If `use` fails,
/// the file is removed.
template <class Use>
static LogicalResult withTemporary(const std::string &path, Diagnostics &diags, Use use) {
  std::string temporary = path + ".XXXXXX";
  int fd = ::mkstemp(temporary.data());
  if (fd < 0)
    return resultOf(lastError(), path, diags, "cannot create file: ");
  llvm::sys::RemoveFileOnSignal(temporary);
  std::error_code error = use(fd, temporary);
  if (error)
    fs::remove(temporary);
  llvm::sys::DontRemoveFileOnSignal(temporary);
  return resultOf(error, path, diags);
}

LogicalResult writeFile(const std::string &path, Parts parts, Diagnostics &diags) {
  if (path == "-")
    return resultOf(writeAll(STDOUT_FILENO, parts), path, diags, "cannot write standard output: ");
  if (fs::exists(path) && !fs::is_regular_file(path))
    return resultOf(writeInto(path, parts), path, diags);
  std::string target = behindLinks(path);
  return withTemporary(target, diags, [&](int fd, const std::string &temporary) {
    return writeAndRename(fd, temporary, target, parts);
  });
}

LogicalResult checkWritable(const std::string &path, Diagnostics &diags) {
  if (path == "-")
    return success();
  if (fs::is_directory(path))
    return diags.error(Location::inFile(path)) << "is a folder, no file can be written there";
  if (fs::exists(path) && ::access(path.c_str(), W_OK) != 0)
    return resultOf(lastError(), path, diags);
  if (fs::exists(path) && !fs::is_regular_file(path))
    return success();
  return withTemporary(behindLinks(path), diags, [](int fd, const std::string &temporary) {
    ::close(fd);
    return fs::remove(temporary);
  });
}

LogicalResult writeFile(const std::string &path, std::string_view text, Diagnostics &diags) {
  std::span<const std::byte> part = std::as_bytes(std::span(text));
  return writeFile(path, std::span(&part, 1), diags);
}

/// Without links and detours, as far as there are files; empty if that cannot be told.
static std::filesystem::path canonical(const std::string &path) {
  std::error_code ignored;
  return std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored);
}

bool isSameFile(const std::string &a, const std::string &b) {
  std::error_code ignored;
  if (std::filesystem::equivalent(a, b, ignored))
    return true;
  std::filesystem::path whole = canonical(a);
  return !whole.empty() && whole == canonical(b);
}

} // namespace fixcon
