// Who reads, in the file, what a place of the normal form gives and should give otherwise.
#pragma once

#include "fixcon/Localize/DifferingPlaces.h"
#include "fixcon/Localize/FaithfulValues.h"

#include <unordered_map>

namespace fixcon {

class PlaceReaders {
public:
  /// One value of the file, and those of its uses that are to read something else.
  struct Rewired {
    Region::Output output; ///< what they should get
    Value *old;
    std::vector<Use> uses;
  };

  PlaceReaders(DifferingPlace &place, const AlignedPair &aligned, Graph &target,
               const FaithfulValues &values);

  /// False after a refusal. A node may be several ops of the normal form: where the place ends within one, it goes on to
  /// where that ends.
  bool find();
  const std::vector<Rewired> &rewired() const { return found; }
  /// Ops of the file that read a value which is right in itself and not the right one for them, or that bring it to such
  /// ops alone.
  const std::vector<const Op *> &misreading() const { return misread; }
  /// The first of the readers; null where only outputs read.
  Op *first() const { return before; }
  const std::string &refusal() const { return why; }
  /// Of the ops of the file as it was; nothing for one that was written since.
  std::optional<size_t> positionOf(const Op *op) const;

private:
  bool widen();
  bool findReaders();
  bool findBehind(const Region::Output &output, const Value &value, unsigned steps,
                  bool isBehindNamed);
  bool collect(const Region::Output &output, Value &value, std::vector<Use> uses);
  std::vector<Value *> twinsOf(const Value &core) const;
  std::vector<Use> readersOf(const Region::Output &output, const Value &faithful) const;
  bool expects(const Use &faithful, const Region::Output &output) const;
  bool passes(const Op *faithful, const Region::Output &output) const;
  bool handsOn(const Op *faithful, const Region::Output &output, unsigned steps) const;
  bool isRightInItself(const Region::Output &output) const;
  bool refuse(std::string reason) {
    why = std::move(reason);
    return false;
  }

  DifferingPlace &place;
  const AlignedPair &aligned;
  Graph &target;
  const FaithfulValues &values;
  std::unordered_map<const Op *, size_t> positions;
  std::vector<Rewired> found;
  std::vector<const Op *> misread;
  Op *before = nullptr;
  std::string why;
};

} // namespace fixcon
