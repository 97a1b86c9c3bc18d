#include "Models.h"

#include "fixcon/Formats/ONNX/Export.h"
#include "fixcon/IR/Binary.h"
#include "fixcon/Formats/ONNX/Import.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/File.h"

#include <set>

namespace fixcon {

static bool isModel(const Graph &graph) {
  return graph.normalOf().empty() && graph.name().find(".fn.") == std::string::npos;
}

FailureOr<Graph *> onlyModel(const Module &module, const std::string &name, const Location &where) {
  Graph *found = nullptr;
  unsigned count = 0;
  std::string names;
  for (const auto &graph : module.graphs()) {
    if (name.empty() ? !isModel(*graph) : graph->name() != name)
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
    error << "holds more than one model (" << names << "): say which one";
  return error;
}

using ModuleOr = FailureOr<std::unique_ptr<Module>>;

static ModuleOr readONNX(const std::string &path, const std::string &name, Diagnostics &diags) {
  auto module = std::make_unique<Module>(diags);
  if (failed(importONNX(path, *module, name)))
    return failure();
  return module;
}

static ModuleOr readText(const std::string &path, const std::string &, Diagnostics &diags) {
  auto file = MappedFile::open(path, diags);
  if (failed(file))
    return failure();
  return parseModule((*file)->text(), path, diags);
}

static ModuleOr readBinaryFile(const std::string &path, const std::string &, Diagnostics &diags) {
  return readBinary(path, diags);
}

static ModuleOr readTFLite(const std::string &path, const std::string &, Diagnostics &diags) {
  return diags.error(Location::inFile(path)) << "TFLite models cannot be read";
}

static LogicalResult writeONNX(const Module &module, const std::string &path,
                               const std::string &name, const PrintOptions &, Diagnostics &) {
  auto graph = onlyModel(module, name, Location::inFile(path));
  return failed(graph) ? failure() : exportONNX(**graph, path);
}

static LogicalResult writeText(const Module &module, const std::string &path, const std::string &,
                               const PrintOptions &printing, Diagnostics &diags) {
  return writeFile(path, print(module, printing), diags);
}

static LogicalResult writeBinaryFile(const Module &module, const std::string &path,
                                     const std::string &, const PrintOptions &,
                                     Diagnostics &diags) {
  return writeBinary(module, path, diags);
}

static LogicalResult writeTFLite(const Module &, const std::string &path, const std::string &,
                                 const PrintOptions &, Diagnostics &diags) {
  return diags.error(Location::inFile(path)) << "TFLite models cannot be written";
}

static constexpr ModelFormat formats[] = {
    {"onnx", ".onnx", readONNX, writeONNX},
    {"ir", ".ir", readText, writeText},
    {"irb", ".irb", readBinaryFile, writeBinaryFile},
    {"tflite", ".tflite", readTFLite, writeTFLite},
};

std::string formatNames() { return "onnx|ir|irb"; }

FailureOr<const ModelFormat *> formatOf(const std::string &path,
                                        const std::optional<std::string> &explicitName,
                                        Diagnostics &diags) {
  for (const ModelFormat &format : formats)
    if (explicitName ? format.name == *explicitName
                     : path.ends_with(format.extension) || (path == "-" && format.name == "ir"))
      return &format;
  if (explicitName)
    return diags.error(Location::inFile(path))
           << "there is no format '" << *explicitName << "'; formats are " << formatNames();
  return diags.error(Location::inFile(path))
         << "the extension names no format of models (.onnx, .ir, .irb); --from and --to do";
}

ModuleOr readModel(const std::string &path, const std::optional<std::string> &from,
                   Diagnostics &diags) {
  auto format = formatOf(path, from, diags);
  return failed(format) ? ModuleOr(failure()) : (*format)->read(path, "main", diags);
}

static void renameIn(std::string &name, const std::string &from, const std::string &to) {
  if (name == from || name.starts_with(from + ".fn."))
    name = to + name.substr(from.size());
}

/// Normal forms are derived and may be dropped, with what is said about them.
static void dropNormalForms(Module &module) {
  std::set<std::string> names;
  for (const auto &graph : module.graphs())
    if (!graph->normalOf().empty())
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
  dropNormalForms(module);
  for (const auto &graph : module.graphs()) {
    std::string name = graph->name();
    renameIn(name, from, to);
    graph->setName(name);
    graph->walk([&](Op &op) { renameReferences(op, from, to); });
  }
  for (Record &record : module.records()) {
    renameIn(record.subject.graph, from, to);
    renameIn(record.against.graph, from, to);
  }
}

LogicalResult readModelAs(Module &module, const std::string &name, const std::string &path,
                          const std::optional<std::string> &from) {
  Diagnostics &diags = module.diagnostics();
  auto format = formatOf(path, from, diags);
  if (failed(format))
    return failure();
  ModuleOr read = (*format)->read(path, name, diags);
  if (failed(read))
    return failure();
  auto graph = onlyModel(**read, "", Location::inFile(path));
  if (failed(graph))
    return failure();
  renameModel(**read, std::string((*graph)->name()), name);
  if (!module.absorb(**read))
    return diags.error(Location::inFile(path)) << "holds a graph whose name is taken already";
  return success();
}

LogicalResult writeModel(const Module &module, const std::string &graphName,
                         const std::string &path, const std::optional<std::string> &to,
                         const PrintOptions &printing) {
  auto format = formatOf(path, to, module.diagnostics());
  if (failed(format))
    return failure();
  return (*format)->write(module, path, graphName, printing, module.diagnostics());
}

} // namespace fixcon
