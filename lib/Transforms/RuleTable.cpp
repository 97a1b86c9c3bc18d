// Which rule lowers a foreign op: the lines of Rules.def, by dialect, domain and type.
#include "fixcon/Transforms/RuleBuilder.h"

#include <unordered_map>

namespace fixcon {

#define RULE(Id, Dialect, Domain, Type, Since, Until) LogicalResult rule##Id(Op &, RuleBuilder &);
#include "fixcon/Transforms/Rules.def"

namespace {

constexpr int64_t latest = INT64_MAX;

struct Entry {
  int64_t since, until;
  Rule rule;
};

std::string key(std::string_view dialect, std::string_view domain, std::string_view type) {
  return std::string(dialect) + "." + std::string(domain) + "." + std::string(type);
}

using Table = std::unordered_map<std::string, std::vector<Entry>>;

const Table &table() {
  static const Table entries = [] {
    Table map;
#define RULE(Id, Dialect, Domain, Type, Since, Until)                                              \
  map[key(Dialect, Domain, Type)].push_back({Since, Until, rule##Id});
#include "fixcon/Transforms/Rules.def"
    return map;
  }();
  return entries;
}

} // namespace

Rule ruleFor(const Op &foreign) {
  auto found = table().find(key(foreign.dialect(), foreign.domain(), foreign.type()));
  if (found == table().end())
    return nullptr;
  int64_t opset = foreign.parent().opset(foreign.domain());
  for (const Entry &entry : found->second)
    if (entry.since <= opset && opset <= entry.until)
      return entry.rule;
  return nullptr;
}

} // namespace fixcon
