// In normal form what is automatic has become numbers, for the sizes at hand.
#include "SizedAttributes.h"

#include "fixcon/Localize/Hyperparameters.h"

#include <algorithm>

namespace fixcon {
namespace {

/// The normal forms of both models for one choice of sizes.
class NormalForms {
public:
  NormalForms(const Graph &source, const Graph &target, const SizeChoice &choice) : module(quiet) {
    this->source = normalOf(source, choice.source);
    this->target = normalOf(target, choice.target);
  }

  /// The target's ops that differ from their partners.
  std::vector<std::string> differing(const ShapePartners &partners) const {
    std::vector<std::string> names;
    if (!source || !target)
      return names;
    for (const auto &op : target->ops()) {
      const ShapePartner *partner =
          op->numResults() ? partners.find(op->result()->name()) : nullptr;
      const Value *value = partner ? source->value(partner->source) : nullptr;
      const Op *other = value ? value->definingOp() : nullptr;
      if (other && other->name() == op->name() && !hyperparameterDifferences(*other, *op).empty())
        names.push_back(op->result()->name());
    }
    return names;
  }

private:
  const Graph *normalOf(const Graph &model, const ArgumentTypeMap &types) {
    Graph *copy = module.cloneModel(model);
    auto normal = copy ? normalize(module, *copy, types) : FailureOr<Graph *>(failure());
    return succeeded(normal) ? *normal : nullptr;
  }

  Diagnostics quiet;
  Module module;
  const Graph *source = nullptr, *target = nullptr;
};

} // namespace

std::vector<std::string> sizedAttributes(const Graph &source, const Graph &target,
                                         const std::vector<const SizeChoice *> &choices,
                                         const ShapePartners &partners) {
  std::vector<std::string> known, found;
  for (const SizeChoice *choice : choices) {
    bool isFirst = choice == choices.front();
    for (std::string &name : NormalForms(source, target, *choice).differing(partners)) {
      bool isNew = std::ranges::find(known, name) == known.end();
      if (isNew && !isFirst)
        found.push_back(name);
      if (isNew)
        known.push_back(std::move(name));
    }
  }
  return found;
}

} // namespace fixcon
