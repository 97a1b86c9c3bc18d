// The walk over the target that finds partners, always feeding the source's values, so that what lies
// behind a fault is compared as if the fault were not there.
#pragma once

#include "OpaquePairer.h"

namespace fixcon {

class Walk {
public:
  /// `inputs`: of the target's, in order. `known`: where nothing else tells the partner of an op.
  Walk(const NormalPair &pair, const SourceValues &source, Executor &targetExecutor,
       InputPartners inputs, const KnownPartners &known)
      : matcher(pair, source, targetExecutor, known), opaque(matcher), shadow(*pair.targetNormal),
        inputs(std::move(inputs)) {}

  FailureOr<Alignment> run();

private:
  LogicalResult alignArguments();
  LogicalResult alignArgument(const Value &argument);
  void visit(const Op &op);
  bool operandsAligned(const Op &op) const;

  Matcher matcher;
  OpaquePairer opaque;
  OpaqueShadow shadow;
  InputPartners inputs;
};

} // namespace fixcon
