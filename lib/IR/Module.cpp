// Graphs by name, moved between modules, and the hash of a module, which is that of its text with
// contents named by their own hashes.
#include "fixcon/IR/Module.h"

#include "fixcon/IR/Text.h"

#include <algorithm>
#include <cassert>

namespace fixcon {

std::string functionLabel(std::string_view domain, std::string_view name,
                          std::string_view overload) {
  std::string label(domain);
  (label += '.') += name;
  if (!overload.empty())
    (label += '.') += overload;
  return label;
}

std::string functionGraphName(std::string_view model, std::string_view label) {
  return std::string(model).append(".fn.").append(label);
}

std::unique_ptr<Module> Module::clone() const {
  auto copy = std::make_unique<Module>(diagnostics());
  for (const auto &graph : graphs())
    copy->cloneGraph(*graph, graph->name());
  copy->records() = records();
  copy->attrs() = attrs();
  return copy;
}

Graph *Module::addGraph(const std::string &name) {
  auto [entry, fresh] = byName.try_emplace(name, nullptr);
  if (!fresh)
    return nullptr;
  graphList.emplace_back(new Graph(this, nullptr, name));
  entry->second = graphList.back().get();
  return entry->second;
}

Graph *Module::cloneGraph(const Graph &source, const std::string &name, ValueMap *map) {
  Graph *copy = addGraph(name);
  if (!copy)
    return nullptr;
  ValueMap own;
  copy->cloneFrom(source, map ? *map : own);
  return copy;
}

Graph *Module::cloneModel(const Graph &model) {
  for (const auto &graph : model.module().graphs())
    if (graph->kind() == GraphKind::Function && graph->derivedFrom() == model.name())
      cloneGraph(*graph, graph->name());
  return cloneGraph(model, model.name());
}

Graph *Module::graph(std::string_view name) const {
  auto found = byName.find(std::string(name));
  return found == byName.end() ? nullptr : found->second;
}

Graph *Module::derived(const Graph &from, GraphKind kind) const {
  auto found = std::ranges::find_if(graphList, [&](const auto &g) {
    return g->kind() == kind && g->derivedFrom() == from.name();
  });
  return found == graphList.end() ? nullptr : found->get();
}

std::string Module::uniqueGraphName(const std::string &base) const {
  std::string name = base;
  for (unsigned i = 1; graph(name); ++i)
    name = base + "_" + std::to_string(i);
  return name;
}

void Module::renamed(Graph &graph, const std::string &name) {
  byName.erase(graph.name());
  [[maybe_unused]] bool fresh = byName.emplace(name, &graph).second;
  assert(fresh && "graph name is taken");
}

void Module::eraseGraph(std::string_view name) {
  auto found = byName.find(std::string(name));
  if (found == byName.end())
    return;
  Graph *graph = found->second;
  byName.erase(found);
  std::erase_if(graphList, [&](const auto &g) { return g.get() == graph; });
}

void Module::replaceGraph(std::string_view name, std::string_view by) {
  auto place = [&](std::string_view wanted) {
    return std::find_if(graphList.begin(), graphList.end(),
                        [&](const auto &g) { return g->name() == wanted; });
  };
  auto from = place(by);
  std::unique_ptr<Graph> content = std::move(*from);
  graphList.erase(from);
  auto into = place(name);
  byName.erase(std::string(name));
  content->setName(std::string(name));
  *into = std::move(content);
}

static void adopt(Graph &graph, Module *owner, auto &&setOwner) {
  setOwner(graph, owner);
  for (const auto &op : graph.ops())
    for (unsigned i = 0; i < op->numRegions(); ++i)
      adopt(op->region(i), owner, setOwner);
}

bool Module::absorb(Module &other) {
  for (const auto &g : other.graphList)
    if (graph(g->name()))
      return false;
  for (auto &g : other.graphList) {
    adopt(*g, this, [](Graph &graph, Module *owner) { graph.owner = owner; });
    byName.emplace(g->name(), g.get());
    graphList.push_back(std::move(g));
  }
  other.graphList.clear();
  other.byName.clear();
  for (Record &r : other.recordList)
    recordList.push_back(std::move(r));
  other.recordList.clear();
  for (const auto &[name, value] : other.attributes)
    if (!attributes.find(name))
      attributes.set(name, value);
  return true;
}

ContentHash Module::hash() const {
  PrintOptions options;
  options.maxDenseElements = 0;
  return hashString(print(*this, options));
}

} // namespace fixcon
