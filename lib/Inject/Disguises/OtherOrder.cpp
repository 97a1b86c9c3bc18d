// Ops in a random order in which each stands behind what it reads.
#include "fixcon/Inject/EditSite.h"

#include <algorithm>
#include <set>

namespace fixcon {

/// Whether nothing that the op reads, in nested graphs too, is left.
static bool isReady(const Op &op, const std::set<const Op *> &left) {
  auto isThere = [&](const Value *v) {
    return !v || !v->definingOp() || !left.contains(v->definingOp());
  };
  bool ready = std::ranges::all_of(op.operands(), isThere);
  for (unsigned i = 0; i < op.numRegions(); ++i)
    op.region(i).walk(
        [&](const Op &inner) { ready &= std::ranges::all_of(inner.operands(), isThere); });
  return ready;
}

std::string disguiseOtherOrder(EditSite &site) {
  std::vector<Op *> waiting;
  for (const auto &op : site.graph.ops())
    waiting.push_back(op.get());
  Op *end = site.graph.createOp("onnx.Identity", {});
  std::set<const Op *> left(waiting.begin(), waiting.end());
  while (!waiting.empty()) {
    std::vector<size_t> ready;
    for (size_t i = 0; i < waiting.size(); ++i)
      if (isReady(*waiting[i], left))
        ready.push_back(i);
    size_t next = site.choose(ready);
    left.erase(waiting[next]);
    waiting[next]->moveBefore(end);
    waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(next));
  }
  end->erase();
  return "another order";
}

} // namespace fixcon
