// A region of the walk may fall into places of which the one makes no sense without the other: what is cropped off behind a
// pad that is wider than the source's. Such places are replaced together.
#include "PlaceRepair.h"

#include "Splice.h"
#include "Transaction.h"
#include "fixcon/Localize/UnnamedDifferences.h"

#include <algorithm>

namespace fixcon {
namespace {

std::string summaryOf(const Fault &fault) {
  const auto *source = fault.sourceValue.get<Attribute::Strings>(),
             *target = fault.targetValue.get<Attribute::Strings>();
  if (!source || source->empty())
    return target ? kindsInWords(*target) + " removed" : "the source's ops in its place";
  std::string what = "the source's " + kindsInWords(*source);
  return target && !target->empty() ? what + " in place of " + kindsInWords(*target)
                                    : what + " added";
}

bool anyApplied(const Module &module) {
  return std::ranges::any_of(faultsOf(module),
                             [](const Fault &f) { return f.status == RepairStatus::Applied; });
}

} // namespace

bool arePlacesRepaired(const Fault &fault, Module &module, PassContext &context) {
  auto aligned = alignedNow(module, context);
  return aligned && placesOf(fault, *aligned).empty();
}

namespace {

/// The source's ops at the places of a fault, until nothing differs there; each place alone, or with what moves it further.
Edited replacePlaces(const Fault &fault, Module &module, PassContext &context, bool joins) {
  constexpr size_t mostRounds = 3;
  Transaction transaction(module, context);
  size_t before = 0;
  for (size_t done = 0;; ++done) {
    auto aligned = alignedNow(module, context);
    if (!aligned)
      return Edited::refused("the target cannot be run with the source's ops");
    std::vector<DifferingPlace> places = placesOf(fault, *aligned), all = differingPlaces(*aligned);
    if (done == 0)
      before = all.size();
    if (places.empty() && done == 0)
      // What one repair mends may have been seen at other places too.
      return anyApplied(module) ? Edited::unneeded("gone with the other repairs") : Edited::none();
    if (places.empty() && all.size() < before)
      break;
    if (places.empty() || done == mostRounds)
      return Edited::refused("with the source's ops in its place the target still computes "
                             "something else");
    for (const DifferingPlace &place : places) {
      const DifferingPlace whole = joins ? joined(place, all, aligned->pair) : place;
      if (std::string refusal = splice(whole, *aligned, module); !refusal.empty())
        return Edited::refused(refusal);
    }
    if (!transaction.renormalize())
      return Edited::refused("the target has no meaning with the source's ops");
  }
  transaction.commit();
  return {summaryOf(fault)};
}

} // namespace

Edited repairPlaces(const Fault &fault, Module &module, PassContext &context) {
  Edited together = replacePlaces(fault, module, context, true);
  return together || together.isUnneeded || together.isNone
             ? together
             : replacePlaces(fault, module, context, false);
}

} // namespace fixcon
