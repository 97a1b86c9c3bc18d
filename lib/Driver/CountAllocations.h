// The budget of memory over everything that a program allocates.
#pragma once

namespace fixcon {

/// Sets the default budget (Memory.h), to which from now on every allocation of the process by `new` is held, those
/// of libraries too. Builds with a sanitizer leave allocations to it and are held to the budgets of runs alone.
void countAllocations();

} // namespace fixcon
