// validate: runs both models on every sample and records how they compare:
//
//   evaluation @target {samples = 1000, mismatches = 492, near_ties = 3, max_abs = 0.91, ...}
//
// The tag is `before` for the first evaluation of a module and `after` for later ones.
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Validate/Evaluation.h"

#include <algorithm>

namespace fixcon {

std::unique_ptr<Pass> createValidate() {
  struct Validate : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      const auto *pair = context.analyses.get<ExecutablePair>(module, context);
      if (!pair)
        return failure();
      auto e = evaluate(*pair->sourceExecutable, *pair->targetExecutable, context);
      if (failed(e))
        return failure();
      if (e->samples == 0)
        return context.diags.error(pair->source->location()) << "no sample could be read";
      record(module, *e);
      return success();
    }

    static void record(Module &module, const Evaluation &e) {
      auto tagged = [&](const char *tag) {
        return std::find_if(module.records().begin(), module.records().end(), [&](const Record &r) {
          return r.kind == "evaluation" && r.tag == tag;
        });
      };
      Record r;
      r.kind = "evaluation";
      r.tag = tagged("before") == module.records().end() ? "before" : "after";
      r.subject = {"target", ""};
      r.against = {"source", ""};
      r.attrs.set("samples", e.samples);
      r.attrs.set("mismatches", e.mismatches);
      r.attrs.set("near_ties", e.nearTies);
      r.attrs.set("max_abs", e.maxAbs);
      r.attrs.set("rel_rms", e.relRms);
      r.attrs.set("failing", e.failing);
      if (auto old = tagged("after"); r.tag == "after" && old != module.records().end())
        *old = std::move(r);
      else
        module.records().push_back(std::move(r));
    }
  };
  return std::make_unique<Validate>();
}

} // namespace fixcon
