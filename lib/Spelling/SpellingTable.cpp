// The index of irregular spellings, and what is written where a core op has no line in it.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

#define SPELLING(Id, Core, Dialect, Domain, Type, Since, Until) void spell##Id(SpellingBuilder &b);
#include "fixcon/Spelling/Spellings.def"

static constexpr int64_t latest = INT64_MAX;

std::span<const SpellingEntry> allSpellings() {
  static const std::vector<SpellingEntry> entries = {
#define SPELLING(Id, Core, Dialect, Domain, Type, Since, Until)                                    \
  {#Id, Core, Dialect, Domain, Type, Since, Until, spell##Id},
#include "fixcon/Spelling/Spellings.def"
  };
  return entries;
}

template <class Entry> static bool speaksOf(const Entry &entry, const Speller &speller) {
  int64_t opset = speller.graph().opset(entry.domain);
  return entry.dialect == speller.dialect() && entry.since <= opset && opset <= entry.until;
}

const SpellingEntry *spellingFor(const OpDef &def, const Speller &speller) {
  for (const SpellingEntry &entry : allSpellings())
    if (entry.core == def.name() && speaksOf(entry, speller))
      return &entry;
  return nullptr;
}

const ForeignName *renameFor(const OpDef &def, const Speller &speller) {
  for (const ForeignName &name : def.foreignNames())
    if (speaksOf(name, speller))
      return &name;
  return nullptr;
}

/// " (since opset 20)": when a dialect begins to have the op.
static std::string firstOpset(const OpDef &def, const Speller &speller) {
  for (const ForeignName &name : def.foreignNames())
    if (name.dialect == speller.dialect() && name.since > speller.graph().opset(name.domain))
      return " (since opset " + std::to_string(name.since) + ")";
  return {};
}

void spell(SpellingBuilder &b, const Speller &speller) {
  if (const SpellingEntry *entry = spellingFor(b.def(), speller)) {
    b.foreignType = entry->type;
    return entry->spell(b);
  }
  if (const ForeignName *name = renameFor(b.def(), speller)) {
    b.foreignType = (name->domain.empty() ? "" : name->domain + ".") + name->type;
    return b.rename();
  }
  b.refuse("there is no " + b.def().name() + " in opset " +
           std::to_string(speller.graph().opset()) + firstOpset(b.def(), speller));
}

} // namespace fixcon
