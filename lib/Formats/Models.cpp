// Models in files of any format. A file may hold a whole module: then its one model is found among
// the graphs, and takes with it under a new name whatever refers to it by its old one.
#include "fixcon/Formats/Models.h"

#include "fixcon/Support/Memory.h"

#include <set>

namespace fixcon {

FailureOr<Graph *> onlyModel(const Module &module, const std::string &name, const Location &where) {
  Graph *found = nullptr;
  unsigned count = 0;
  std::string names;
  for (const auto &graph : module.graphs()) {
    if (name.empty() ? !graph->isModel() : graph->name() != name)
      continue;
    found = graph.get();
    names += (count++ ? ", @" : "@") + graph->name();
  }
  if (count == 1)
    return found;
  auto error = module.diagnostics().error(where);
  if (!name.empty())
    error << "there is no graph @" << name;
  else if (count == 0)
    error << "holds no model";
  else
    error << "holds more than one model (" << names << "): --graph=NAME says which one; where that "
          << "is no option, fixcon-translate --graph=NAME writes it to a file of its own";
  return error;
}

static void renameIn(std::string &name, const std::string &from, const std::string &to) {
  if (name == from || name.starts_with(functionGraphName(from, "")))
    name = to + name.substr(from.size());
}

/// Forms that can be derived anew are dropped, with what is said about them.
static void dropDerivedForms(Module &module) {
  std::set<std::string> names;
  for (const auto &graph : module.graphs())
    if (!graph->isModel() && graph->kind() != GraphKind::Function)
      names.insert(graph->name());
  std::erase_if(module.records(), [&](const Record &record) {
    return names.contains(record.subject.graph) || names.contains(record.against.graph);
  });
  for (const std::string &name : names)
    module.eraseGraph(name);
}

/// Attributes in a function's body refer to its parameters by the function's name.
static void renameReferences(Op &op, const std::string &from, const std::string &to) {
  std::vector<std::pair<std::string, SymbolRef>> renamed;
  for (const auto &[name, value] : op.attrs())
    if (const SymbolRef *reference = value.get<SymbolRef>()) {
      renamed.emplace_back(name, *reference);
      renameIn(renamed.back().second.graph, from, to);
    }
  for (auto &[name, reference] : renamed)
    op.attrs().set(name, std::move(reference));
}

static void renameModel(Module &module, const std::string &from, const std::string &to) {
  dropDerivedForms(module);
  for (const auto &graph : module.graphs()) {
    std::string name = graph->name(), model = graph->derivedFrom();
    renameIn(name, from, to);
    renameIn(model, from, to);
    graph->setName(name);
    graph->setDerived(graph->kind(), model);
    graph->walk([&](Op &op) { renameReferences(op, from, to); });
  }
  for (Record &record : module.records()) {
    renameIn(record.subject.graph, from, to);
    renameIn(record.against.graph, from, to);
  }
}

static FailureOr<std::unique_ptr<Module>> read(const Format &format, const std::string &path,
                                               const std::string &name, Diagnostics &diags) {
  if (!format.isReadable())
    return diags.error(Location::inFile(path)) << format.label << " models cannot be read";
  try {
    return format.methods.read(path, name, diags);
  } catch (const std::bad_alloc &error) {
    return diags.error(placeOf(error, Location::inFile(path))) << outOfMemoryText();
  }
}

FailureOr<std::unique_ptr<Module>> readModel(const Format &format, const std::string &path,
                                             Diagnostics &diags) {
  return read(format, path, "main", diags);
}

LogicalResult readModelAs(Module &module, const std::string &name, const Format &format,
                          const std::string &path) {
  Diagnostics &diags = module.diagnostics();
  auto file = read(format, path, name, diags);
  if (failed(file))
    return failure();
  // A file that holds a pair has a model for each side.
  const Graph *side = (*file)->graph(name);
  bool isPair = side && side->isModel() && (*file)->graph("source") && (*file)->graph("target");
  auto graph = onlyModel(**file, isPair ? name : "", Location::inFile(path));
  if (failed(graph))
    return failure();
  Module alone(diags);
  if (isPair)
    alone.cloneModel(**graph);
  Module &read = isPair ? alone : **file;
  renameModel(read, std::string((*graph)->name()), name);
  if (!module.absorb(read))
    return diags.error(Location::inFile(path)) << "holds a graph whose name is taken already";
  return success();
}

LogicalResult writeModel(const Module &module, const std::string &graphName, const Format &format,
                         const std::string &path, const PrintOptions &printing) {
  if (!format.isWritable())
    return module.diagnostics().error(Location::inFile(path))
           << format.label << " models cannot be written";
  return format.methods.write(module, path, graphName, printing);
}

LogicalResult writeModelAlone(const Graph &model, const Format &format, const std::string &path,
                              Diagnostics &diags) {
  Module alone(diags);
  alone.cloneModel(model);
  return writeModel(alone, model.name(), format, path, {});
}

} // namespace fixcon
