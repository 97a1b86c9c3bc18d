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

} // namespace

bool arePlacesRepaired(const Fault &fault, Module &module, PassContext &context) {
  auto aligned = alignedNow(module, context);
  return aligned && placesOf(fault, *aligned).empty();
}

namespace {

/// Each place alone, or with what moves it further.
enum class Extent { Alone, Joined };

/// The source's ops at the places of a fault, until nothing differs there. `anyJoined`: whether one was more than itself.
Edited replacePlaces(const Fault &fault, Module &module, PassContext &context, Extent extent,
                     bool &anyJoined) {
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
    // What is left of a place where the first layer differs as well is that layer's.
    if (places.empty() && (all.size() < before || fault.type == FaultType::PP))
      break;
    if (places.empty() || done == mostRounds)
      return Edited::refused("with the source's ops in its place the target still computes "
                             "something else");
    for (const DifferingPlace &place : places) {
      const DifferingPlace whole =
          extent == Extent::Joined ? joined(place, all, aligned->pair) : place;
      anyJoined |= whole.target.size() > place.target.size();
      if (std::string refusal = splice(whole, *aligned, module, context); !refusal.empty())
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
  bool anyJoined = false;
  Edited edited = replacePlaces(fault, module, context, Extent::Joined, anyJoined);
  return edited || !anyJoined ? edited
                              : replacePlaces(fault, module, context, Extent::Alone, anyJoined);
}

} // namespace fixcon
