// Writing goes through a second file in the same folder, because only a rename within one file system replaces a
// file in one step. The second file has no name until it is whole, where the system can do that: then nothing is
// left of it however the process ends. Else LLVM removes it when a signal ends the process; its name comes from
// mkstemp, for LLVM's createUniqueFile would replace each '%' of the folder's name too.
#include "fixcon/Support/File.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace fixcon {

namespace fs = llvm::sys::fs;

static std::error_code lastError() { return {errno, std::generic_category()}; }

/// Closes `fd` unless it is one of the standard streams.
static std::error_code writeAll(int fd, FileParts parts, bool closes) {
  llvm::raw_fd_ostream out(fd, closes, /*unbuffered=*/true);
  for (auto part : parts)
    out.write(reinterpret_cast<const char *>(part.data()), part.size());
  if (closes && fd > STDERR_FILENO)
    out.close();
  std::error_code error = out.error();
  out.clear_error();
  return error;
}

/// A device or pipe that the user named is written to, never replaced by a file.
static std::error_code writeInto(const std::string &path, FileParts parts) {
  int fd = -1;
  if (auto error = fs::openFileForWrite(path, fd, fs::CD_OpenExisting))
    return error;
  return writeAll(fd, parts, /*closes=*/true);
}

/// Where a file at `path` lies: a link stays, the file that it names is made or replaced. Links that lead to
/// themselves lead nowhere, and opening them says so.
static std::string behindLinks(const std::string &path) {
  std::filesystem::path at = path;
  std::error_code error;
  for (int links = 0; links < 40 && std::filesystem::is_symlink(at, error); ++links) {
    std::filesystem::path next = std::filesystem::read_symlink(at, error);
    if (error)
      break;
    at = next.is_absolute() ? next : at.parent_path() / next;
  }
  return at.native();
}

static std::string folderOf(const std::string &path) {
  std::string folder = std::filesystem::path(path).parent_path().native();
  return folder.empty() ? "." : folder;
}

/// Success without an error, else a diagnostic at `path`.
static LogicalResult resultOf(std::error_code error, const std::string &path, Diagnostics &diags,
                              const char *what = "cannot write file: ") {
  if (!error)
    return success();
  return diags.error(Location::inFile(path)) << what << error.message();
}

PendingFile::PendingFile(PendingFile &&other) noexcept
    : path(std::move(other.path)), target(std::move(other.target)),
      temporary(std::exchange(other.temporary, {})), fd(std::exchange(other.fd, -1)) {}

PendingFile::~PendingFile() {
  if (fd >= 0)
    ::close(fd);
  if (temporary.empty())
    return;
  ::unlink(temporary.c_str());
  llvm::sys::DontRemoveFileOnSignal(temporary);
}

std::error_code PendingFile::open() {
  if (std::filesystem::is_symlink(target))
    return std::make_error_code(std::errc::too_many_symbolic_link_levels);
  // Such a file is named by its entry there.
  if (::access("/proc/self/fd", X_OK) == 0)
    fd = ::open(folderOf(target).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (fd >= 0)
    return {};
  std::string pattern = target + ".XXXXXX";
  fd = ::mkstemp(pattern.data());
  if (fd < 0)
    return lastError();
  temporary = pattern;
  llvm::sys::RemoveFileOnSignal(temporary);
  return {};
}

/// Permissions and owner of the file that is there, else what the umask leaves.
static std::error_code giveOwner(int fd, const std::string &target) {
  struct stat old = {};
  bool isThere = ::stat(target.c_str(), &old) == 0;
  // Who may not give files away keeps them; bits that say whose rights a program takes would say another's then.
  if (isThere && ::fchown(fd, old.st_uid, old.st_gid) != 0)
    old.st_mode &= 0777;
  mode_t mode = isThere ? old.st_mode & 07777 : mode_t(0666) & ~mode_t(fs::getUmask());
  return ::fchmod(fd, mode) == 0 ? std::error_code() : lastError();
}

std::error_code PendingFile::fill(FileParts parts) {
  if (auto error = writeAll(fd, parts, /*closes=*/false))
    return error;
  if (auto error = giveOwner(fd, target))
    return error;
  // A rename that reaches the disk before what it names would leave an empty file after a crash of the machine.
  return ::fsync(fd) == 0 ? std::error_code() : lastError();
}

std::optional<PendingFile> PendingFile::write(const std::string &path, FileParts parts,
                                              Diagnostics &diags) {
  PendingFile file(path, behindLinks(path));
  std::error_code error = file.open();
  if (error) {
    (void)resultOf(error, path, diags, "cannot create file: ");
    return std::nullopt;
  }
  if (failed(resultOf(file.fill(parts), path, diags)))
    return std::nullopt;
  return file;
}

std::error_code PendingFile::giveName() {
  std::string source = "/proc/self/fd/" + std::to_string(fd);
  for (unsigned i = 0; i < 1000; ++i) {
    std::string name = target + "." + std::to_string(::getpid()) + "-" + std::to_string(i);
    if (::linkat(AT_FDCWD, source.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0) {
      temporary = name;
      llvm::sys::RemoveFileOnSignal(temporary);
      return {};
    }
    if (errno != EEXIST)
      return lastError();
  }
  return std::make_error_code(std::errc::file_exists);
}

LogicalResult PendingFile::put(Diagnostics &diags) {
  std::error_code error = temporary.empty() ? giveName() : std::error_code();
  if (!error && ::rename(temporary.c_str(), target.c_str()) != 0)
    error = lastError();
  if (!error)
    llvm::sys::DontRemoveFileOnSignal(std::exchange(temporary, {}));
  return resultOf(error, path, diags);
}

LogicalResult writeFile(const std::string &path, FileParts parts, Diagnostics &diags) {
  if (path == "-")
    return resultOf(writeAll(STDOUT_FILENO, parts, /*closes=*/true), path, diags,
                    "cannot write standard output: ");
  if (fs::exists(path) && !fs::is_regular_file(path))
    return resultOf(writeInto(path, parts), path, diags);
  auto file = PendingFile::write(path, parts, diags);
  return file ? file->put(diags) : failure();
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
  return success(PendingFile::write(path, {}, diags).has_value());
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
