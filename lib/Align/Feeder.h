// The target's values while the walk goes on, and runs of single ops on them.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

class Feeder {
public:
  /// Runs ops of the executor's graph on as many samples as the source was run on.
  Feeder(Executor &executor, size_t samples);

  /// What users of a target value are fed at the moment; null if nothing is known or the last user is
  /// behind us.
  const Samples *find(const Value *value) const;
  void set(const Value *value, Samples samples) { current[value] = std::move(samples); }

  /// What `op` is fed, by operand; empty for weights, absent operands and unknown values.
  std::vector<Samples> operandsOf(const Op &op) const;
  /// Results of `op` on `operands` in place of what it reads, by result; empty if it cannot run on
  /// them, which is an answer and no error.
  std::vector<Samples> run(const Op &op, const std::vector<Samples> &operands);
  /// Gives users of the results of `op` what the target computes from its arguments alone, where nothing
  /// is known. If it computes nothing, users cannot run either, unless they are fed otherwise.
  void restoreOwn(const Op &op);
  /// Forgets values whose last user was `op`.
  void release(const Op &op);

private:
  /// One run of what lies between the feeds and the op.
  std::vector<Samples> execute(const Op &op, const std::vector<Samples> &operands);
  Executor &executor;
  size_t samples;
  std::unordered_map<const Value *, Samples> current;
  std::unordered_map<const Value *, size_t> usesLeft;
};

} // namespace fixcon
