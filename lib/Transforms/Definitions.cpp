// The texts of Definitions/, which the build puts into the program, parsed when the first is asked for.
#include "fixcon/Transforms/Definitions.h"

#include "fixcon/IR/Text.h"
#include "fixcon/Ops/ForeignTable.h"

#include <cassert>

namespace fixcon {
namespace {

constexpr int64_t latest = INT64_MAX;

struct Text {
  std::string_view id, text;
};

constexpr Text texts[] = {
#include "generated/Definitions.inc"
};

struct Library {
  Library() {
    for (const Text &text : texts) {
      auto module = parseModule(text.text, std::string(text.id) + ".ir", silent);
      assert(succeeded(module) && "a definition that fixcon brings along does not parse");
      modules.push_back(std::move(*module));
    }
  }

  const Graph *graph(std::string_view id) const {
    for (const auto &module : modules)
      if (const Graph *found = module->graph(std::string(id)))
        return found;
    return nullptr;
  }

  Diagnostics silent;
  std::vector<std::unique_ptr<Module>> modules;
};

} // namespace

std::span<const DefinitionEntry> allDefinitions() {
  static constexpr DefinitionEntry entries[] = {
#define DEFINITION(Id, Dialect, Domain, Type, Since, Until)                                        \
  {#Id, Dialect, Domain, Type, Since, Until},
#include "fixcon/Transforms/Definitions.def"
  };
  return entries;
}

const Graph *definitionOf(const Op &foreign) {
  static const ForeignTable<DefinitionEntry> table(allDefinitions());
  const DefinitionEntry *entry = table.find(foreign);
  if (!entry)
    return nullptr;
  static const Library library;
  return library.graph(entry->id);
}

} // namespace fixcon
