// Which line of an index speaks of a foreign op: by dialect, domain, type and version.
#pragma once

#include "fixcon/IR/Graph.h"

#include <string>
#include <unordered_map>

namespace fixcon {

/// Of entries that have the fields dialect, domain, type, since and until.
template <class Entry> class ForeignTable {
public:
  explicit ForeignTable(std::span<const Entry> entries) {
    for (const Entry &entry : entries)
      lines[key(entry.dialect, entry.domain, entry.type)].push_back(&entry);
  }

  /// The first entry for the op in its version, or null.
  const Entry *find(const Op &op) const {
    auto found = lines.find(key(op.dialect(), op.domain(), op.type()));
    if (found == lines.end())
      return nullptr;
    int64_t version = versionOf(op);
    for (const Entry *entry : found->second)
      if (entry->since <= version && version <= entry->until)
        return entry;
    return nullptr;
  }

private:
  /// "onnx..Conv": dialect, domain and type are kept apart by dots, which a type does not hold.
  static std::string key(std::string_view dialect, std::string_view domain, std::string_view type) {
    return std::string(dialect) + "." + std::string(domain) + "." + std::string(type);
  }

  std::unordered_map<std::string, std::vector<const Entry *>> lines;
};

} // namespace fixcon
