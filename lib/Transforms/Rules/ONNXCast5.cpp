// Cast before opset 6 names its type.
#include "fixcon/Transforms/RuleBuilder.h"

#include <map>

namespace fixcon {

LogicalResult ruleONNXCast5(Op &op, RuleBuilder &b) {
  static const std::map<std::string, int64_t, std::less<>> numbers = {
      {"FLOAT", 1},   {"UINT8", 2},   {"INT8", 3},   {"UINT16", 4}, {"INT16", 5},
      {"INT32", 6},   {"INT64", 7},   {"STRING", 8}, {"BOOL", 9},   {"FLOAT16", 10},
      {"DOUBLE", 11}, {"UINT32", 12}, {"UINT64", 13}};
  std::string to = b.take<std::string>("to", "");
  auto found = numbers.find(to);
  if (found == numbers.end())
    return b.error() << "cast to the unknown type '" << to << "'";
  return b.becomes("cast", op.operands(), attrsOf({{"to", found->second}}));
}

} // namespace fixcon
