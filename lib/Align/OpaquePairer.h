// Partners of opaque ops: found by what they read and what they are called, for they cannot be run.
#pragma once

#include "Matcher.h"

#include <map>

namespace fixcon {

class OpaquePairer {
public:
  explicit OpaquePairer(Matcher &matcher);

  /// Finds the partner of an opaque op of the target. What is given for the partner's results becomes what
  /// users of the op's results are fed.
  void pair(const Op &op);

private:
  bool readsSame(const Value *target, const Value *source) const;
  bool readsSameOperands(const Op &op, const Op &candidate) const;
  std::vector<const Op *> unpaired(const Op &op) const;
  const Op *partnerOf(const Op &op) const;
  void feed(const Value &target, const Value &source);

  Matcher &matcher;
  /// By name: the source's opaque ops, and how many of the target's have no partner yet.
  std::map<std::string, std::vector<const Op *>> sourceOps;
  std::map<std::string, size_t> targetsLeft;
};

} // namespace fixcon
