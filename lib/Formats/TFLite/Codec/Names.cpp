// Options are called like their operators with few exceptions, which stand in a table here; so an operator of
// the schema needs no line of its own.
#include "Names.h"

#include "fixcon/IR/Module.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <unordered_set>

namespace fixcon {

static constexpr std::string_view prefix = "tfl.", customPrefix = "tfl.custom.",
                                  numberPrefix = "tfl.BUILTIN_";

int32_t builtinCode(const tfl::OperatorCode &code) {
  return std::max<int32_t>(code.deprecated_builtin_code(), code.builtin_code());
}

std::string operatorName(const tfl::OperatorCode &code) {
  int32_t number = builtinCode(code);
  if (number == tfl::BuiltinOperator_CUSTOM)
    return std::string(customPrefix) + (code.custom_code() ? code.custom_code()->str() : "");
  if (number < 0 || number > tfl::BuiltinOperator_MAX)
    return std::string(numberPrefix) + std::to_string(number);
  return std::string(prefix) +
         tfl::EnumNameBuiltinOperator(static_cast<tfl::BuiltinOperator>(number));
}

std::optional<OperatorKey> operatorKey(const Op &op) {
  std::string_view name = op.name();
  if (name.starts_with(customPrefix))
    return OperatorKey{tfl::BuiltinOperator_CUSTOM, std::string(name.substr(customPrefix.size()))};
  if (name.starts_with(numberPrefix)) {
    OperatorKey key;
    name.remove_prefix(numberPrefix.size());
    auto [end, code] = std::from_chars(name.data(), name.data() + name.size(), key.builtin);
    return code == std::errc() && end == name.data() + name.size() ? std::optional(key)
                                                                   : std::nullopt;
  }
  if (!name.starts_with(prefix))
    return std::nullopt;
  name.remove_prefix(prefix.size());
  for (tfl::BuiltinOperator value : tfl::EnumValuesBuiltinOperator())
    if (name == tfl::EnumNameBuiltinOperator(value))
      return OperatorKey{value, ""};
  return std::nullopt;
}

/// Without underscores and case: "CONV_2D" and "Conv2D" are one.
static std::string plain(std::string_view name) {
  std::string letters;
  for (char c : name)
    if (c != '_')
      letters += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return letters;
}

static std::string optionsName(tfl::BuiltinOperator builtin) {
  switch (builtin) {
  case tfl::BuiltinOperator_AVERAGE_POOL_2D:
  case tfl::BuiltinOperator_MAX_POOL_2D:
  case tfl::BuiltinOperator_L2_POOL_2D:
    return "pool2d";
  case tfl::BuiltinOperator_MEAN:
  case tfl::BuiltinOperator_SUM:
  case tfl::BuiltinOperator_REDUCE_PROD:
  case tfl::BuiltinOperator_REDUCE_MAX:
  case tfl::BuiltinOperator_REDUCE_MIN:
  case tfl::BuiltinOperator_REDUCE_ANY:
  case tfl::BuiltinOperator_REDUCE_ALL:
    return "reducer";
  case tfl::BuiltinOperator_MAXIMUM:
  case tfl::BuiltinOperator_MINIMUM:
    return "maximumminimum";
  case tfl::BuiltinOperator_L2_NORMALIZATION:
    return "l2norm";
  case tfl::BuiltinOperator_CONV_3D_TRANSPOSE:
    return "conv3d";
  case tfl::BuiltinOperator_UNIDIRECTIONAL_SEQUENCE_RNN:
    return "sequencernn";
  case tfl::BuiltinOperator_RANDOM_UNIFORM:
  case tfl::BuiltinOperator_RANDOM_STANDARD_NORMAL:
  case tfl::BuiltinOperator_MULTINOMIAL:
    return "random";
  default:
    return plain(tfl::EnumNameBuiltinOperator(builtin));
  }
}

static unsigned indexIn(const flatbuffers::TypeTable &unionTable, const std::string &options) {
  for (unsigned i = 1; i < unionTable.num_elems; ++i)
    if (plain(unionTable.names[i]) == options)
      return i;
  return 0;
}

OptionsKey optionsOf(int32_t builtin) {
  if (builtin < 0 || builtin > tfl::BuiltinOperator_MAX)
    return {};
  std::string options = optionsName(static_cast<tfl::BuiltinOperator>(builtin)) + "options";
  bool second = false;
  for (const flatbuffers::TypeTable *table :
       {tfl::BuiltinOptionsTypeTable(), tfl::BuiltinOptions2TypeTable()}) {
    if (unsigned index = indexIn(*table, options))
      return {second, index, table->type_refs[table->type_codes[index].sequence_ref]()};
    second = true;
  }
  return {};
}

std::vector<std::string> valueNames(const tfl::SubGraph &graph) {
  std::vector<std::string> names;
  std::unordered_set<std::string> taken;
  std::unordered_map<std::string, unsigned> suffixes;
  for (unsigned i = 0; graph.tensors() && i < graph.tensors()->size(); ++i) {
    const auto *stored = graph.tensors()->Get(i)->name();
    std::string base = stored && stored->size() ? stored->str() : "#" + std::to_string(i),
                name = base;
    for (unsigned &suffix = suffixes[base]; !taken.insert(name).second;)
      name = base + "_" + std::to_string(++suffix);
    names.push_back(std::move(name));
  }
  return names;
}

std::string subgraphName(const std::string &model, size_t index) {
  return index ? functionGraphName(model, std::to_string(index)) : model;
}

} // namespace fixcon
