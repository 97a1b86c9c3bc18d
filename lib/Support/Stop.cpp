// Each thread knows its innermost condition; the scopes themselves are the list.
#include "fixcon/Support/Stop.h"

#include <utility>

namespace fixcon {

static thread_local const StopCondition *innermost = nullptr;

StopScope::StopScope(const StopCondition *condition) : outer(std::exchange(innermost, condition)) {}
StopScope::~StopScope() { innermost = outer; }

const StopCondition *StopScope::current() { return innermost; }

void checkStop() {
  if (innermost && innermost->isReached())
    throw Stopped();
}

} // namespace fixcon
