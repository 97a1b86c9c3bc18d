// Faults that are planted on purpose, and changes of spelling that a right comparison must not see: with both
// it is measured what is found and repaired.
#pragma once

#include "fixcon/Fault/Fault.h"
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

/// Tries one edit at the site; says what it did, or nothing if it does not apply there.
using Edit = std::string (*)(EditSite &site);

/// A line of FaultKinds.def or Disguises.def.
struct EditKind {
  std::string_view name;         ///< "ScaledWeight"
  std::optional<FaultType> type; ///< nothing for a disguise
  std::string_view summary;
  Edit edit;
};

std::span<const EditKind> faultKinds();
std::span<const EditKind> disguiseKinds();

/// `injected wb @target::%y {kind = "ScaledWeight", node = "conv1", detail = "..."}`, or `disguised` without a
/// type. The value is the first result that the node had.
struct Planted {
  std::optional<FaultType> type;
  std::string value;  ///< empty if it is no longer there
  std::string kind;   ///< name of its line
  std::string node;   ///< what the model called the node where it was planted
  std::string detail; ///< what was done

  template <class V> void visit(V &v) {
    v("kind", kind);
    v("node", node);
    v("detail", detail);
  }
};

/// All that are recorded in the module, in order.
std::vector<Planted> plantedIn(const Module &module);

/// What is to be planted.
struct PlantRequest {
  std::vector<const EditKind *> kinds; ///< one of them, at random
  std::string place = {};              ///< label of a node; empty: any
  double severity = 0.25;
};

/// Plants one edit into `model`, a model of its module, and records it. A kind is tried at every place before another is: so
/// each comes as often as the others where it can. After it the model is well-formed, valid by the schemas,
/// and typed; what would break that is taken back, so that another graph may
/// stand under the model's name afterwards. Nothing if no kind applies.
std::optional<Planted> plant(Graph &model, const PlantRequest &request, Random &random);

} // namespace fixcon
