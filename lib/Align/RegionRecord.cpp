// Regions as text and back. Ops and values go by name, which is all that outlives the graphs in memory.
#include "fixcon/Align/NormalPair.h"
#include "fixcon/Align/Region.h"

#include <algorithm>
#include <array>

namespace fixcon {
namespace {

constexpr std::array<std::pair<Region::State, const char *>, 3> states = {
    {{Region::State::Open, "open"},
     {Region::State::Latent, "latent"},
     {Region::State::Closed, "closed"}}};

Attribute::Strings namesOf(const std::vector<const Op *> &ops) {
  Attribute::Strings names;
  for (const Op *op : ops)
    names.push_back(op->result()->name());
  return names;
}

/// Looks the names of one attribute up in a graph.
class Lookup {
public:
  explicit Lookup(const Record &record) : record(record) {}

  std::vector<const Value *> values(const char *key, const Graph &graph) {
    std::vector<const Value *> out;
    for (const std::string &name : record.attrs.getOr(key, Attribute::Strings())) {
      out.push_back(graph.value(name));
      if (!out.back() && missing.empty())
        missing = name;
    }
    return out;
  }
  std::vector<const Op *> ops(const char *key, const Graph &graph) {
    std::vector<const Op *> out;
    for (const Value *v : values(key, graph)) {
      out.push_back(v ? v->definingOp() : nullptr);
      if (v && !out.back() && missing.empty())
        missing = v->name();
    }
    return out;
  }
  std::string missing; ///< the first name that is not there

private:
  const Record &record;
};

} // namespace

Record regionRecord(const Region &region, const NormalPair &pair) {
  Record r;
  r.kind = "region";
  r.subject = {pair.targetNormal->name(), ""};
  for (const auto &[state, word] : states)
    if (state == region.state)
      r.attrs.set("state", std::string(word));
  r.attrs.set("target_ops", namesOf(region.targetOps));
  r.attrs.set("source_ops", namesOf(region.sourceOps));
  Attribute::Strings inputs, outputs, wanted;
  for (const Value *v : region.inputs)
    inputs.push_back(v->name());
  for (const Region::Output &o : region.outputs) {
    outputs.push_back(o.target->name());
    wanted.push_back(o.source->name());
  }
  r.attrs.set("inputs", inputs);
  r.attrs.set("outputs", outputs);
  r.attrs.set("wanted", wanted);
  r.attrs.set("error", region.localError);
  r.attrs.set("floor", region.noiseFloor);
  return r;
}

FailureOr<Region> readRegion(const Record &record, const NormalPair &pair) {
  Diagnostics &diags = pair.targetNormal->module().diagnostics();
  Region region;
  std::string word = record.attrs.getOr("state", std::string());
  auto known = std::ranges::find(states, word, [](const auto &s) { return s.second; });
  if (known == states.end())
    return diags.error(record.location)
           << "a region is open, latent or closed, not '" << word << "'";
  region.state = known->first;
  Lookup lookup(record);
  region.targetOps = lookup.ops("target_ops", *pair.targetNormal);
  region.sourceOps = lookup.ops("source_ops", *pair.sourceNormal);
  region.inputs = lookup.values("inputs", *pair.targetNormal);
  auto outputs = lookup.values("outputs", *pair.targetNormal);
  auto wanted = lookup.values("wanted", *pair.sourceNormal);
  if (!lookup.missing.empty())
    return diags.error(record.location)
           << "the region names '" << lookup.missing << "', which is not there";
  if (outputs.size() != wanted.size())
    return diags.error(record.location)
           << "the region has " << outputs.size() << " outputs and wants " << wanted.size();
  for (size_t i = 0; i < outputs.size(); ++i)
    region.outputs.push_back({outputs[i], wanted[i], {}});
  region.localError = record.attrs.getOr("error", 0.0);
  region.noiseFloor = record.attrs.getOr("floor", 0.0);
  return region;
}

} // namespace fixcon
