// Makes a module that shows a fault smaller, as long as it shows it: what remains says where to
// look.
#pragma once

#include "fixcon/IR/Module.h"

#include <functional>

namespace fixcon {

/// Whether a module still shows what is looked for. It sees well-formed modules only, which need
/// not be well-typed, and is asked often.
using Predicate = std::function<bool(const Module &)>;

struct ReduceOptions {
  /// How often the predicate is asked at most.
  unsigned maxTries = 20000;
};

/// A copy of `module` whose graph `name` is as small as can be found: no single output, op, nested
/// op, operand, attribute or weight's content can be dropped or made simpler without losing what
/// the predicate sees. An unchanged copy if the predicate does not hold for `module`.
std::unique_ptr<Module> reduceModule(const Module &module, const std::string &name,
                                     const Predicate &holds, const ReduceOptions &options = {});

} // namespace fixcon
