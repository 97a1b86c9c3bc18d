// The walk over the target that finds partners, always feeding the source's values, so that what lies
// behind a fault is compared as if the fault were not there.
#pragma once

#include "OpaquePairer.h"

namespace fixcon {

class Walk {
public:
  Walk(const NormalPair &pair, const SourceValues &source, Executor &targetExecutor)
      : matcher(pair, source, targetExecutor), opaque(matcher), shadow(*pair.targetNormal) {}

  FailureOr<Alignment> run();

private:
  LogicalResult alignArguments();
  LogicalResult alignArgument(const Value &argument);
  void visit(const Op &op);
  bool operandsAligned(const Op &op) const;

  Matcher matcher;
  OpaquePairer opaque;
  OpaqueShadow shadow;
};

} // namespace fixcon
