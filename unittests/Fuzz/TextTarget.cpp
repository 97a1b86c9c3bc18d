// The text parser: a text is refused with a diagnostic, or prints to a text that parses back to
// itself.
#include "Target.h"

#include "fixcon/IR/Text.h"

namespace fixcon {

static int64_t elementsOf(const AttrDict &attrs) {
  int64_t count = 0;
  for (const auto &[name, value] : attrs) {
    if (const auto *tensor = value.get<Tensor>())
      count += tensor->size();
    if (const auto *tensors = value.get<std::vector<Tensor>>())
      for (const Tensor &tensor : *tensors)
        count += tensor.size();
  }
  return count;
}

static int64_t elementsOf(const Graph &graph) {
  int64_t count = elementsOf(graph.attrs());
  for (const auto &weight : graph.weights())
    count += weight->tensor().size() + (weight->attrs() ? elementsOf(*weight->attrs()) : 0);
  for (const auto &op : graph.ops()) {
    count += elementsOf(op->attrs());
    for (unsigned i = 0; i < op->numRegions(); ++i)
      count += elementsOf(op->region(i));
  }
  return count;
}

static int64_t elementsOf(const Module &module) {
  int64_t count = elementsOf(module.attrs());
  for (const auto &graph : module.graphs())
    count += elementsOf(*graph);
  for (const Record &record : module.records())
    count += elementsOf(record.attrs);
  return count;
}

/// A few words may ask for hundreds of megabytes (splat, seeded). Such a text is only read: to
/// print it takes as long as it is large.
constexpr int64_t maxPrinted = 1 << 16;

void fuzzOne(std::string_view input) {
  Diagnostics diags;
  auto module = parseModule(input, "fuzz.ir", diags);
  mustHold(succeeded(module) || diags.errorCount(), "refused without a diagnostic");
  if (failed(module) || elementsOf(**module) > maxPrinted)
    return;
  std::string printed = print(**module);
  auto again = parseModule(printed, "printed.ir", diags);
  mustHold(succeeded(again), "what is printed does not parse", printed);
  mustHold(print(**again) == printed, "what is printed parses to something else", printed);
}

} // namespace fixcon
