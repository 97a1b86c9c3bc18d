// Regions as text and back. Ops and values go by name, which is all that outlives the graphs in memory.
#include "fixcon/Align/NormalPair.h"
#include "fixcon/Align/Region.h"
#include "fixcon/IR/RecordFields.h"

namespace fixcon {

std::span<const std::string_view> wordsOf(Region::State) {
  static constexpr std::string_view words[] = {"open", "latent", "closed"};
  return words;
}

namespace {

/// A region by the names of what is in it.
struct RegionFields {
  Region::State state = Region::State::Open;
  Attribute::Strings targetOps, sourceOps, inputs, outputs, wanted;
  double error = 0, floor = 0;

  template <class V> void visit(V &v) {
    v("state", state);
    v("target_ops", targetOps);
    v("source_ops", sourceOps);
    v("inputs", inputs);
    v("outputs", outputs);
    v("wanted", wanted);
    v("error", error);
    v("floor", floor);
  }
};

Attribute::Strings namesOf(const std::vector<const Op *> &ops) {
  Attribute::Strings names;
  for (const Op *op : ops)
    names.push_back(op->result()->name());
  return names;
}

/// Looks names up in a graph.
class Lookup {
public:
  std::vector<const Value *> values(const Attribute::Strings &names, const Graph &graph) {
    std::vector<const Value *> out;
    for (const std::string &name : names) {
      out.push_back(graph.value(name));
      if (!out.back() && missing.empty())
        missing = name;
    }
    return out;
  }
  std::vector<const Op *> ops(const Attribute::Strings &names, const Graph &graph) {
    std::vector<const Op *> out;
    for (const Value *v : values(names, graph)) {
      out.push_back(v ? v->definingOp() : nullptr);
      if (v && !out.back() && missing.empty())
        missing = v->name();
    }
    return out;
  }
  std::string missing; ///< the first name that is not there
};

} // namespace

Record regionRecord(const Region &region, const NormalPair &pair) {
  RegionFields fields;
  fields.state = region.state;
  fields.targetOps = namesOf(region.targetOps);
  fields.sourceOps = namesOf(region.sourceOps);
  fields.error = region.localError;
  fields.floor = region.noiseFloor;
  for (const Value *v : region.inputs)
    fields.inputs.push_back(v->name());
  for (const Region::Output &o : region.outputs) {
    fields.outputs.push_back(o.target->name());
    fields.wanted.push_back(o.source->name());
  }
  Record record;
  record.kind = "region";
  record.subject = {pair.targetNormal->name(), ""};
  writeFields(std::move(fields), record);
  return record;
}

FailureOr<Region> readRegion(const Record &record, const NormalPair &pair) {
  Diagnostics &diags = pair.targetNormal->module().diagnostics();
  auto fields = readFields<RegionFields>(record, diags);
  if (failed(fields))
    return failure();
  Lookup lookup;
  Region region;
  region.state = fields->state;
  region.targetOps = lookup.ops(fields->targetOps, *pair.targetNormal);
  region.sourceOps = lookup.ops(fields->sourceOps, *pair.sourceNormal);
  region.inputs = lookup.values(fields->inputs, *pair.targetNormal);
  auto outputs = lookup.values(fields->outputs, *pair.targetNormal);
  auto wanted = lookup.values(fields->wanted, *pair.sourceNormal);
  if (!lookup.missing.empty())
    return diags.error(record.location).code("IR-record")
           << "the region names '" << lookup.missing << "', which is not there";
  if (outputs.size() != wanted.size())
    return diags.error(record.location).code("IR-record")
           << "the region has " << outputs.size() << " outputs and wants " << wanted.size();
  for (size_t i = 0; i < outputs.size(); ++i)
    region.outputs.push_back({outputs[i], wanted[i], {}});
  region.localError = fields->error;
  region.noiseFloor = fields->floor;
  return region;
}

} // namespace fixcon
