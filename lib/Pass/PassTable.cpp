// Looking passes up by name.
#include "fixcon/Pass/PassManager.h"

namespace fixcon {

const PassEntry *findPass(std::span<const PassEntry> table, std::string_view name) {
  for (const PassEntry &entry : table)
    if (entry.name == name)
      return &entry;
  return nullptr;
}

std::vector<std::string> passNames(std::span<const PassEntry> table) {
  std::vector<std::string> names;
  for (const PassEntry &entry : table)
    names.emplace_back(entry.name);
  return names;
}

} // namespace fixcon
