// The handler does what a signal permits: it sets a lock-free flag, writes a line and hands the signal back
// to its former handler. That is LLVM's, which removes temporary files; it must be there before ours, for
// LLVM would put it in our place when the first such file is made.
#include "fixcon/Support/Interrupt.h"

#include "llvm/Support/Signals.h"

#include <cerrno>
#include <csignal>
#include <string_view>
#include <unistd.h>

namespace fixcon {

static std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);
static struct sigaction former;

static void onInterrupt(int) {
  int saved = errno;
  interrupted = true;
  ::sigaction(SIGINT, &former, nullptr);
  static constexpr std::string_view text =
      "\ninterrupted: what is begun is brought to an end; Ctrl-C again stops at once\n";
  [[maybe_unused]] auto written = ::write(STDERR_FILENO, text.data(), text.size());
  errno = saved;
}

const std::atomic<bool> &catchInterrupt() {
  struct sigaction current = {};
  if (::sigaction(SIGINT, nullptr, &current) != 0 || current.sa_handler == SIG_IGN)
    return interrupted;
  llvm::sys::SetInterruptFunction(nullptr);
  struct sigaction ours = {};
  ours.sa_handler = onInterrupt;
  ours.sa_flags = SA_RESTART;
  ::sigaction(SIGINT, &ours, &former);
  return interrupted;
}

} // namespace fixcon
