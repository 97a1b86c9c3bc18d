// align: finds the partner of every value and op of the target, and leaves what it found as
// records:
//
//   pair @target.n::%y against @source.n::%3 {error = 2e-7, layout = "identity"}
//   region @target.n {state = "open", source_ops = ["%4"], ...}
//   alignment @target {weighted = 53, aligned = 53}
//
// Later passes read the analysis; the records are for people, tests and reports.
#include "fixcon/Align/Alignment.h"
#include "fixcon/Align/AlignmentSummary.h"
#include "fixcon/IR/RecordFields.h"

#include <algorithm>

namespace fixcon {

namespace {

/// `pair @target.n::%y against @source.n::%3 {...}`: two ops by their first results.
struct PairFields {
  double error = 0;                  ///< see OpPair::error
  std::optional<std::string> layout; ///< absent if the result is aligned with nothing

  template <class V> void visit(V &v) {
    v("error", error);
    v("layout", layout);
  }
};

} // namespace

std::unique_ptr<Pass> createAlign() {
  struct Align : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      auto aligned = AlignedPair::of(module, context);
      if (!aligned)
        return failure();
      const auto &[pair, values, alignment] = *aligned;
      std::erase_if(module.records(), [](const Record &r) {
        return r.kind == "pair" || r.kind == "region" || r.kind == "alignment";
      });
      for (const OpPair &p : alignment.ops())
        module.records().push_back(pairRecord(p, alignment));
      for (const Region &region : alignment.regions)
        module.records().push_back(regionRecord(region, pair));
      module.records().push_back(summary(alignment, pair));
      return success();
    }

    static Record pairRecord(const OpPair &p, const Alignment &alignment) {
      Record r;
      r.kind = "pair";
      r.subject = {p.target->parent().name(), p.target->result()->name()};
      r.against = {p.source->parent().name(), p.source->result()->name()};
      PairFields fields{p.error, {}};
      if (const AlignedValue *aligned = alignment.find(p.target->result()))
        fields.layout = aligned->layout.str();
      writeFields(std::move(fields), r);
      return r;
    }

    static Record summary(const Alignment &alignment, const NormalPair &pair) {
      Record r;
      r.kind = "alignment";
      r.subject = {pair.target->name(), ""};
      AlignmentSummary fields;
      for (const Op *op : alignment.unaligned)
        fields.unaligned.push_back(labelInFile(*op, *pair.target));
      fields.weighted = static_cast<int64_t>(alignment.weighted.size());
      fields.aligned = fields.weighted - static_cast<int64_t>(fields.unaligned.size());
      writeFields(std::move(fields), r);
      return r;
    }
  };
  return std::make_unique<Align>();
}

} // namespace fixcon
