// Numbers to be written into constants of the faithful target.
#pragma once

#include "fixcon/Align/NormalPair.h"
#include "fixcon/Spelling/FaithfulConstant.h"

namespace fixcon {

/// Collected first, so that ops which want the same numbers of one constant share what is written.
class ConstantWrites {
public:
  explicit ConstantWrites(const NormalPair &pair);

  /// Wants `values` in the constant at a faithful value as the faithful ops behind `reader`, an op of
  /// the normal form, read it.
  void add(Value &constant, const Tensor &values, const Op &reader);
  /// The same for one operand of a faithful op.
  void add(Value &constant, const Tensor &values, const Use &reader);
  /// Writes all of them. Who else reads a constant goes on to read what it holds now. Why that cannot be;
  /// empty if it was done.
  std::string perform();
  bool empty() const { return writes.empty(); }
  /// What was written to, for people: "w" or "w_1 (its own copy of w, which other nodes read)".
  const std::vector<std::string> &written() const { return names; }
  /// What the constants cannot hold: "'w' holds f16, which is off by up to 0.0002"; empty if nothing.
  const std::string &loss() const { return lost; }

private:
  struct Write {
    Value *constant;
    Tensor values;
    std::unordered_set<const Op *> readers;
    std::vector<Use> uses;
  };
  Write &writeFor(Value &constant, const Tensor &values);
  std::string perform(Write &write);
  bool wants(const Write &write, const Use &use) const;
  void note(const std::string &asked, const FaithfulConstant &constant, double error,
            double largest);

  const NormalPair &pair;
  std::unordered_set<const Op *> constant;
  std::vector<Write> writes;
  std::vector<std::string> names;
  std::string lost;
};

} // namespace fixcon
