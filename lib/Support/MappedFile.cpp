// Files are mapped for reading. Nobody can keep another process from cutting such a file off meanwhile, which the
// system answers with SIGBUS at the next access; the handler finds the file by its address in a table that has no
// locks, because a handler may take none.
#include "fixcon/Support/Escape.h"
#include "fixcon/Support/File.h"
#include "fixcon/Support/Memory.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Signals.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <unistd.h>

namespace fixcon {

namespace fs = llvm::sys::fs;

namespace {

/// A mapping that the handler can look at: `path` is set last and cleared first.
struct Watched {
  std::atomic<bool> taken = false;
  std::atomic<const char *> begin = nullptr, path = nullptr;
  std::atomic<size_t> size = 0;
};

/// What does not fit is not watched.
constexpr size_t maxWatched = 4096;
Watched watched[maxWatched];

} // namespace

static size_t watch(std::string_view content, const std::string &path) {
  for (size_t i = 0; i < maxWatched; ++i) {
    bool free = false;
    if (!watched[i].taken.compare_exchange_strong(free, true))
      continue;
    watched[i].begin = content.data();
    watched[i].size = content.size();
    watched[i].path = ::strdup(shown(path, 1000).c_str());
    return i;
  }
  return maxWatched;
}

static void unwatch(size_t i) {
  if (i == maxWatched)
    return;
  std::free(const_cast<char *>(watched[i].path.exchange(nullptr)));
  watched[i].taken = false;
}

static void say(const char *text) {
  [[maybe_unused]] auto written = ::write(STDERR_FILENO, text, std::strlen(text));
}

static struct sigaction formerBus;

static void onBus(int, siginfo_t *info, void *) {
  const char *at = static_cast<const char *>(info->si_addr);
  constexpr size_t page = 1 << 16; // The last page of a mapping is whole.
  for (const Watched &w : watched) {
    const char *path = w.path, *begin = w.begin;
    if (!path || at < begin || at >= begin + w.size + page)
      continue;
    say(path);
    say(": error: the file was cut off while it was read\n");
    llvm::sys::RunInterruptHandlers();
    ::_exit(2);
  }
  ::sigaction(SIGBUS, &formerBus, nullptr);
}

/// LLVM's handlers must be there before ours, for it would put them in our place with the first temporary file;
/// what the process was started to ignore it goes on ignoring.
static void installCleanup() {
  struct sigaction before[NSIG] = {};
  for (int signal : {SIGHUP, SIGINT, SIGTERM, SIGQUIT})
    ::sigaction(signal, nullptr, &before[signal]);
  llvm::sys::SetInterruptFunction(nullptr);
  for (int signal : {SIGHUP, SIGINT, SIGTERM, SIGQUIT})
    if (before[signal].sa_handler == SIG_IGN)
      ::sigaction(signal, &before[signal], nullptr);
}

void catchFileSignals() {
  installCleanup();
  std::signal(SIGXFSZ, SIG_IGN);
  struct sigaction ours = {};
  ours.sa_sigaction = onBus;
  ours.sa_flags = SA_SIGINFO;
  ::sigaction(SIGBUS, &ours, &formerBus);
}

MappedFile::MappedFile(std::unique_ptr<llvm::MemoryBuffer> given, const std::string &path)
    : buffer(std::move(given)), content(buffer->getBuffer()) {
  bool isMapped = buffer->getBufferKind() == llvm::MemoryBuffer::MemoryBuffer_MMap;
  watched = isMapped ? watch(content, path) : maxWatched;
}

MappedFile::~MappedFile() { unwatch(watched); }

/// Models beyond cannot be written in one file either; what has no end is found before memory has one.
static constexpr size_t maxStandardInput = size_t(2) << 30;

static FailureOr<std::unique_ptr<llvm::MemoryBuffer>> readStandardInput(Diagnostics &diags) {
  const Location where = Location::inFile("-");
  std::string text;
  try {
    for (size_t filled = 0;;) {
      text.resize(std::max<size_t>(filled * 2, 1 << 16));
      ssize_t count = ::read(STDIN_FILENO, text.data() + filled, text.size() - filled);
      if (count < 0 && errno != EINTR)
        return diags.error(where) << "cannot read standard input: " << std::strerror(errno);
      if (count == 0) {
        text.resize(filled);
        break;
      }
      filled += static_cast<size_t>(std::max<ssize_t>(count, 0));
      if (filled > maxStandardInput)
        return diags.error(where) << "standard input has no end within " << maxStandardInput
                                  << " bytes";
    }
    auto buffer = llvm::MemoryBuffer::getMemBufferCopy(text);
    if (!buffer)
      throw std::bad_alloc();
    return buffer;
  } catch (const std::bad_alloc &) {
    return diags.error(where) << "standard input does not end: " << outOfMemoryText();
  }
}

FailureOr<std::shared_ptr<const MappedFile>> MappedFile::open(const std::string &path,
                                                              Diagnostics &diags) {
  std::unique_ptr<llvm::MemoryBuffer> buffer;
  if (path == "-") {
    auto input = readStandardInput(diags);
    if (failed(input))
      return failure();
    buffer = std::move(*input);
  } else {
    fs::file_status status;
    // Looked at before it is opened: opening a pipe that nobody writes to would wait.
    if (!fs::status(path, status) && !fs::is_regular_file(status))
      return diags.error(Location::inFile(path)) << "is not a regular file";
    // Small files are copied, not mapped; what is aligned in the file must be so in memory.
    const llvm::Align alignment(64);
    auto file =
        llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false,
                                    /*IsVolatile=*/false, alignment);
    if (!file)
      return diags.error(Location::inFile(path))
             << "cannot open file: " << file.getError().message();
    buffer = std::move(*file);
  }
  return std::shared_ptr<const MappedFile>(new MappedFile(std::move(buffer), path));
}

} // namespace fixcon
