// Which rule lowers a foreign op: the lines of Rules.def, by dialect, domain and type.
#include "fixcon/Transforms/RuleBuilder.h"

#include <unordered_map>

namespace fixcon {

#define RULE(Id, Dialect, Domain, Type, Since, Until) LogicalResult rule##Id(Op &, RuleBuilder &);
#include "fixcon/Transforms/Rules.def"

namespace {

constexpr int64_t latest = INT64_MAX;

std::string key(std::string_view dialect, std::string_view domain, std::string_view type) {
  return std::string(dialect) + "." + std::string(domain) + "." + std::string(type);
}

using Table = std::unordered_map<std::string, std::vector<const RuleEntry *>>;

const Table &table() {
  static const Table entries = [] {
    Table map;
    for (const RuleEntry &entry : allRules())
      map[key(entry.dialect, entry.domain, entry.type)].push_back(&entry);
    return map;
  }();
  return entries;
}

} // namespace

std::span<const RuleEntry> allRules() {
  static const std::vector<RuleEntry> entries = {
#define RULE(Id, Dialect, Domain, Type, Since, Until)                                              \
  {#Id, Dialect, Domain, Type, Since, Until, rule##Id},
#include "fixcon/Transforms/Rules.def"
  };
  return entries;
}

Rule ruleFor(const Op &foreign) {
  auto found = table().find(key(foreign.dialect(), foreign.domain(), foreign.type()));
  if (found == table().end())
    return nullptr;
  int64_t opset = foreign.parent().opset(foreign.domain());
  for (const RuleEntry *entry : found->second)
    if (entry->since <= opset && opset <= entry->until)
      return entry->rule;
  return nullptr;
}

} // namespace fixcon
