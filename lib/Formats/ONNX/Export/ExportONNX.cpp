// A faithful graph becomes a model file: what import kept, with the fields that the IR holds set
// anew. An untouched graph gives the file that it came from.
#include "fixcon/Formats/ONNX/Export.h"

#include "DataFile.h"
#include "ModelWriter.h"

#include "ONNX/Codec/Opsets.h"
#include "ONNX/Codec/Residue.h"
#include "ONNX/Schema/Violations.h"

#include "fixcon/Support/File.h"
#include "fixcon/Support/Hash.h"

#include "residue.pb.h"

#include <algorithm>
#include <climits>
#include <filesystem>

namespace fixcon {
namespace {

/// Room for everything but weights in a file that may have INT_MAX bytes.
constexpr int64_t maxInside = INT_MAX - (int64_t(64) << 20);

/// Bytes of the weights that would stand in the model file.
int64_t insideBytes(const Graph &graph) {
  int64_t total = 0;
  for (const auto &weight : graph.weights()) {
    onnx::TensorResidue residue;
    bool outside = loadResidue(weight->attrs(), residue) &&
                   residue.rest().data_location() == onnx::TensorProto::EXTERNAL;
    if (!outside && !weight->tensor().isString())
      total += rawSizeOf(weight->tensor());
  }
  for (const auto &op : graph.ops())
    for (unsigned i = 0; i < op->numRegions(); ++i)
      total += insideBytes(op->region(i));
  return total;
}

/// The IR version that came with an opset of the default domain (the format's version table).
int64_t irVersionFor(int64_t opset) {
  constexpr std::pair<int64_t, int64_t> firstOpset[] = {
      {25, 13}, {24, 12}, {23, 11}, {21, 10}, {19, 9}, {15, 8}, {12, 7}, {11, 6}, {10, 5}, {9, 4}};
  for (const auto &[first, version] : firstOpset)
    if (opset >= first)
      return version;
  return 3;
}

std::string fileName(const std::string &path) {
  return std::filesystem::path(path).filename().native();
}

/// Whether a model there has a place for its data beside it: standard output, devices and pipes have none.
bool isFileName(const std::string &path) {
  std::error_code ignored;
  auto status = std::filesystem::status(path, ignored);
  return path != "-" &&
         (!std::filesystem::exists(status) || std::filesystem::is_regular_file(status));
}

/// Where the data of a model go.
struct DataPlace {
  std::string path;
  bool isThere = false; ///< with these bytes
  bool isTaken = false; ///< by something else
};

bool holds(const std::string &path, std::span<const std::span<const std::byte>> parts) {
  Diagnostics silent([](const Diagnostic &) {});
  auto file = MappedFile::open(path, silent);
  if (failed(file))
    return false;
  auto rest = (*file)->bytes();
  for (auto part : parts) {
    if (part.size() > rest.size() || !std::ranges::equal(part, rest.first(part.size())))
      return false;
    rest = rest.subspan(part.size());
  }
  return rest.empty();
}

DataPlace lookAt(std::string path, std::span<const std::span<const std::byte>> parts) {
  std::error_code ignored;
  auto status = std::filesystem::symlink_status(path, ignored);
  if (!std::filesystem::exists(status))
    return {std::move(path), false, false};
  bool isSame = std::filesystem::is_regular_file(status) && holds(path, parts);
  return {std::move(path), isSame, !isSame};
}

/// Beside the model as MODEL.data. A file of that name that holds something else is not ours to overwrite, nor, where
/// a model is replaced, before the new one is there: then it is MODEL.HASH.data, the hash being that of the bytes.
DataPlace placeOf(const std::string &path, std::span<const std::span<const std::byte>> parts) {
  DataPlace place = lookAt(path + ".data", parts);
  if (!place.isTaken)
    return place;
  std::vector<ContentHash> hashes;
  for (auto part : parts)
    hashes.push_back(hashBytes(part));
  return lookAt(path + "." + combine(hashes).str().substr(0, 16) + ".data", parts);
}

class ModelWriter {
public:
  ModelWriter(const Graph &graph, const std::string &path)
      : graph(graph), path(path), diags(graph.module().diagnostics()) {}

  LogicalResult run();

private:
  /// The bytes of a model whose data stand in `data`.
  FailureOr<std::string> build(DataFile &data);
  LogicalResult fill(DataFile &data, onnx::ModelProto &model);
  LogicalResult checkSchemas() const;
  LogicalResult writeFunctions(const ExportContext &context, onnx::ModelProto &model);
  const Graph *function(const std::string &label) const;
  void writeHeader(onnx::ModelProto &model);
  LogicalResult writePair(const std::string &model, const DataFile &data,
                          const DataPlace &place) const;
  DiagnosticBuilder error() const { return diags.error(Location::inFile(path)); }

  const Graph &graph;
  const std::string &path;
  Diagnostics &diags;
  onnx::ModelResidue residue;
};

void ModelWriter::writeHeader(onnx::ModelProto &model) {
  if (const int64_t *version = graph.attrs().get<int64_t>(irVersionAttr))
    model.set_ir_version(*version);
  else if (!residue.no_ir_version())
    model.set_ir_version(irVersionFor(graph.opset()));
  writeOpsets(graph, residue.opset_import(), *model.mutable_opset_import());
}

/// A copy of a model under another name shares the functions of the original.
const Graph *ModelWriter::function(const std::string &label) const {
  const Module &module = graph.module();
  if (const Graph *own = module.graph(functionGraphName(graph.name(), label)))
    return own;
  const Graph *found = nullptr;
  std::string end = functionGraphName("", label);
  for (const auto &candidate : module.graphs())
    if (candidate->kind() == GraphKind::Function && candidate->name().ends_with(end)) {
      if (found)
        return nullptr;
      found = candidate.get();
    }
  return found;
}

LogicalResult ModelWriter::writeFunctions(const ExportContext &context, onnx::ModelProto &model) {
  const auto *labels = graph.attrs().get<Attribute::Strings>(functionsAttr);
  for (const std::string &label : labels ? *labels : Attribute::Strings()) {
    const Graph *body = function(label);
    if (!body)
      return error() << "there is not one graph for function '" << label << "' of @"
                     << graph.name();
    if (failed(writeFunction(*body, label, context, *model.add_functions())))
      return failure();
  }
  return success();
}

/// The model and its functions have no faults that their file had not.
LogicalResult ModelWriter::checkSchemas() const {
  bool fine = succeeded(reportNewViolations(graph));
  const auto *labels = graph.attrs().get<Attribute::Strings>(functionsAttr);
  for (const std::string &label : labels ? *labels : Attribute::Strings())
    if (const Graph *body = function(label))
      fine &= succeeded(reportNewViolations(*body));
  return success(fine);
}

LogicalResult ModelWriter::fill(DataFile &data, onnx::ModelProto &model) {
  ExportContext context{diags, Location::inFile(path), &data, residue.empty_domains()};
  ExportNames names;
  if (failed(names.assign(graph, renamingsOf(residue.graph()))))
    return failure();
  model = residue.rest();
  writeHeader(model);
  return success(
      succeeded(writeGraph(graph, residue.graph(), context, names, *model.mutable_graph())) &&
      succeeded(writeFunctions(context, model)));
}

FailureOr<std::string> ModelWriter::build(DataFile &data) {
  onnx::ModelProto model;
  if (failed(fill(data, model)))
    return failure();
  if (model.ByteSizeLong() > INT_MAX)
    return error() << "the model would be larger than 2 GB, more than the format allows";
  return model.SerializeAsString();
}

LogicalResult ModelWriter::run() {
  if (graph.dialect() != "onnx" || graph.parentOp())
    return error() << "@" << graph.name() << " is no model of ONNX: its dialect is '"
                   << graph.dialect() << "'";
  if (!loadResidue(&graph.attrs(), residue))
    return error() << "the residue of @" << graph.name() << " cannot be read";
  if (failed(checkSchemas()))
    return failure();
  bool everything = insideBytes(graph) > maxInside;
  DataFile data(isFileName(path) ? fileName(path + ".data") : "", everything);
  auto model = build(data);
  if (failed(model))
    return failure();
  if (data.isEmpty())
    return writeFile(path, *model, diags);
  DataPlace place = placeOf(path, data.content());
  if (place.path != path + ".data") {
    DataFile renamed(fileName(place.path), everything);
    model = build(renamed);
    if (failed(model))
      return failure();
  }
  return writePair(*model, data, place);
}

/// The data take their name first: a model that refers to them must not be there without them, and until it is
/// there, the old model has its old data.
LogicalResult ModelWriter::writePair(const std::string &model, const DataFile &data,
                                     const DataPlace &place) const {
  if (place.isTaken)
    return diags.error(Location::inFile(place.path))
           << "is there already and not overwritten; the weights of '" << path
           << "' would stand there";
  std::span<const std::byte> part = std::as_bytes(std::span(model));
  auto dataFile = place.isThere ? std::optional<PendingFile>()
                                : PendingFile::write(place.path, data.content(), diags);
  if (!place.isThere && !dataFile)
    return failure();
  auto modelFile = PendingFile::write(path, std::span(&part, 1), diags);
  if (!modelFile || (dataFile && failed(dataFile->put(diags))))
    return failure();
  if (succeeded(modelFile->put(diags)))
    return success();
  if (dataFile)
    std::filesystem::remove(place.path);
  return failure();
}

} // namespace

LogicalResult exportONNX(const Graph &graph, const std::string &path) {
  return ModelWriter(graph, path).run();
}

} // namespace fixcon
