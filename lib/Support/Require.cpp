#include "fixcon/Support/Require.h"

#include <stdexcept>

namespace fixcon {

void brokenInvariant(const char *what) { throw std::logic_error(what); }

} // namespace fixcon
