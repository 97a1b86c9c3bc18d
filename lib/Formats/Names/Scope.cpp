// All scopes of a model draw from the names taken at the root, so a name of the IR is unique across
// nested graphs. find() ends at the first graph that declares the name, even if its value is not
// there yet: in ONNX a name means one value in all of a graph.
#include "Scope.h"

namespace fixcon {

std::string Scope::unused(const std::string &original) {
  if (root->taken.insert(original).second)
    return original;
  unsigned &suffix = root->suffixes[original];
  for (;;) {
    std::string candidate = original + "_" + std::to_string(++suffix);
    if (root->taken.insert(candidate).second)
      return candidate;
  }
}

bool Scope::declare(const std::string &original, int producer) {
  auto [it, fresh] = entries.try_emplace(original);
  if (!fresh)
    return false;
  it->second.name = unused(original);
  it->second.producer = producer;
  if (it->second.name != original)
    renamed.emplace_back(it->second.name, original);
  return true;
}

Value *Scope::local(const std::string &original) const {
  auto found = entries.find(original);
  return found == entries.end() ? nullptr : found->second.value;
}

Value *Scope::find(const std::string &original) const {
  for (const Scope *scope = this; scope; scope = scope->outer)
    if (auto found = scope->entries.find(original); found != scope->entries.end())
      return found->second.value;
  return nullptr;
}

} // namespace fixcon
