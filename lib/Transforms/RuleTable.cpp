// Which rule lowers a foreign op: the lines of Rules.def, by dialect, domain and type.
#include "fixcon/Ops/ForeignTable.h"

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

#define RULE(Id, Dialect, Domain, Type, Since, Until) LogicalResult rule##Id(Op &, RuleBuilder &);
#include "fixcon/Transforms/Rules.def"

static constexpr int64_t latest = INT64_MAX;

std::span<const RuleEntry> allRules() {
  static const std::vector<RuleEntry> entries = {
#define RULE(Id, Dialect, Domain, Type, Since, Until)                                              \
  {#Id, Dialect, Domain, Type, Since, Until, rule##Id},
#include "fixcon/Transforms/Rules.def"
  };
  return entries;
}

Rule ruleFor(const Op &foreign) {
  static const ForeignTable<RuleEntry> table(allRules());
  const RuleEntry *entry = table.find(foreign);
  return entry ? entry->rule : nullptr;
}

} // namespace fixcon
