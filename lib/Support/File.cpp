// Reading maps the file; writing goes through a temporary file in the same folder, because only a
// rename within one file system replaces a file in one step.
#include "fixcon/Support/File.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace fixcon {

static LogicalResult readAll(int fd, std::vector<std::byte> &out) {
  std::byte block[1 << 16];
  for (;;) {
    ssize_t got = ::read(fd, block, sizeof block);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return failure();
    if (got == 0)
      return success();
    out.insert(out.end(), block, block + got);
  }
}

FailureOr<std::shared_ptr<const MappedFile>> MappedFile::open(const std::string &path,
                                                              Diagnostics &diags) {
  auto fail = [&](const char *what) {
    return diags.error(Location::inFile(path)) << what << ": " << std::strerror(errno);
  };
  std::shared_ptr<MappedFile> file(new MappedFile);
  if (path == "-") {
    std::vector<std::byte> content;
    if (failed(readAll(STDIN_FILENO, content)))
      return fail("cannot read standard input");
    file->size = content.size();
    auto *copy = new std::byte[content.size() + 1];
    std::memcpy(copy, content.data(), content.size());
    file->data = copy;
    return std::shared_ptr<const MappedFile>(std::move(file));
  }
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    return fail("cannot open file");
  struct stat info{};
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(fd);
    return diags.error(Location::inFile(path)) << "is not a regular file";
  }
  file->size = static_cast<size_t>(info.st_size);
  file->mapped = true;
  if (file->size) {
    void *at = ::mmap(nullptr, file->size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (at == MAP_FAILED) {
      ::close(fd);
      file->size = 0;
      return fail("cannot map file");
    }
    file->data = static_cast<const std::byte *>(at);
  }
  ::close(fd);
  return std::shared_ptr<const MappedFile>(std::move(file));
}

MappedFile::~MappedFile() {
  if (!mapped)
    delete[] data;
  else if (size)
    ::munmap(const_cast<std::byte *>(data), size);
}

static bool writeAll(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    ssize_t put = ::write(fd, bytes.data(), std::min<size_t>(bytes.size(), 1u << 30));
    if (put < 0 && errno == EINTR)
      continue;
    if (put < 0)
      return false;
    bytes = bytes.subspan(static_cast<size_t>(put));
  }
  return true;
}

LogicalResult writeFile(const std::string &path, std::span<const std::span<const std::byte>> parts,
                        Diagnostics &diags) {
  auto fail = [&](const char *what) {
    return diags.error(Location::inFile(path)) << what << ": " << std::strerror(errno);
  };
  if (path == "-") {
    for (auto part : parts)
      if (!writeAll(STDOUT_FILENO, part))
        return fail("cannot write standard output");
    return success();
  }
  std::error_code ignored;
  bool special =
      std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored);
  if (special) {
    // A device or pipe that the user named is written to, never replaced by a file.
    int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    bool good = fd >= 0;
    for (size_t i = 0; good && i < parts.size(); ++i)
      good = writeAll(fd, parts[i]);
    int saved = errno;
    if (fd >= 0)
      ::close(fd);
    errno = saved;
    return good ? success() : fail("cannot write file");
  }
  // A link stays; the file that it names is replaced.
  std::string target = path;
  if (std::filesystem::is_symlink(path, ignored))
    if (auto real = std::filesystem::canonical(path, ignored); !ignored)
      target = real.string();
  std::string temporary = target + ".XXXXXX";
  int fd = ::mkstemp(temporary.data());
  if (fd < 0)
    return fail("cannot create file");
  mode_t mask = ::umask(0);
  ::umask(mask);
  bool good = ::fchmod(fd, 0666 & ~mask) == 0;
  for (size_t i = 0; good && i < parts.size(); ++i)
    good = writeAll(fd, parts[i]);
  good = (::close(fd) == 0) && good;
  if (good && ::rename(temporary.c_str(), target.c_str()) == 0)
    return success();
  int saved = errno;
  ::unlink(temporary.c_str());
  errno = saved;
  return fail("cannot write file");
}

LogicalResult writeFile(const std::string &path, std::string_view text, Diagnostics &diags) {
  std::span<const std::byte> part = std::as_bytes(std::span(text));
  return writeFile(path, std::span(&part, 1), diags);
}

} // namespace fixcon
