// A float argument takes floats of any width, as saved by tools that know no other; every other
// dtype must be exact. An assignment is cut at its last '=', for names of values may have one. The
// text shows seven digits: it is to be read, and the files are what is exact.
#include "RunFiles.h"

#include "fixcon/Data/DataSet.h"
#include "fixcon/Formats/ONNX/Import.h"
#include "fixcon/Support/Escape.h"
#include "fixcon/Tensor/Stack.h"
#include "fixcon/Transforms/Normalize.h"

#include <algorithm>
#include <cstdio>

namespace fixcon {

static FailureOr<Tensor> fromArchive(const std::string &path, const std::string &name,
                                     Diagnostics &diags) {
  auto arrays = readNpz(path, diags);
  if (failed(arrays))
    return failure();
  auto found = arrays->find(name);
  if (found == arrays->end() && arrays->size() == 1)
    found = arrays->begin();
  if (found == arrays->end())
    return diags.error(Location::inFile(path)) << "holds no array '" << name << "'";
  return found->second;
}

static FailureOr<Datum> readDatum(const std::string &path, const Value &argument,
                                  Diagnostics &diags) {
  if (path.ends_with(".pb"))
    return readDatumProto(path, argument.type(), diags);
  bool archive = path.ends_with(".npz");
  if (!archive && !path.ends_with(".npy"))
    return diags.error(Location::inFile(path)) << "is no .npy, .npz or .pb file";
  auto tensor = archive ? fromArchive(path, argument.name(), diags) : readNpy(path, diags);
  if (failed(tensor))
    return failure();
  return Datum(std::move(*tensor));
}

static bool fits(const Type &type, const Tensor &tensor) {
  if (!type.isTensor())
    return type.isUnknown();
  bool sameDType =
      type.dtype() == tensor.dtype() || (isFloat(type.dtype()) && isFloat(tensor.dtype()));
  return sameDType && type.admits(tensor.shape());
}

/// A tensor must have the dtype of the argument (any float dtype for a float one) and its dims
/// where they are numbers. What is no tensor is checked where it is fed.
static LogicalResult checkInput(const Value &argument, const Datum &datum, const Location &where,
                                Diagnostics &diags) {
  if (!datum.isTensor() || fits(argument.type(), datum.tensor()))
    return success();
  return diags.error(where) << "input '" << argument.name() << "' is " << argument.type().str()
                            << ", the value given is " << datum.type().str();
}

static LogicalResult readOne(const std::string &assignment, const Graph &graph,
                             std::map<std::string, Datum> &inputs, Diagnostics &diags) {
  // Names may hold an '='; paths of tensors rarely do.
  size_t split = assignment.rfind('=');
  Location here = Location::inFile("--input " + assignment);
  if (split == std::string::npos || split == 0)
    return diags.error(here) << "expected NAME=FILE";
  std::string name = assignment.substr(0, split), path = assignment.substr(split + 1);
  const Value *argument = graph.value(name);
  bool isGiven = argument && argument->isResult() && !isKnown(*argument->definingOp());
  if (!argument || !(argument->isArgument() || isGiven))
    return diags.error(here) << "the model has no input '" << name << "'";
  auto datum = readDatum(path, *argument, diags);
  if (failed(datum) || failed(checkInput(*argument, *datum, Location::inFile(path), diags)))
    return failure();
  inputs.insert_or_assign(name, std::move(*datum));
  return success();
}

FailureOr<std::map<std::string, Type>> givenTypes(const std::vector<std::string> &assignments,
                                                  const Graph &graph, Diagnostics &diags) {
  std::map<std::string, Type> types;
  for (const std::string &assignment : assignments) {
    const Value *value = graph.value(assignment.substr(0, assignment.rfind('=')));
    if (!value || !value->isResult())
      continue;
    std::map<std::string, Datum> given;
    if (failed(readOne(assignment, graph, given, diags)))
      return failure();
    for (const auto &[name, datum] : given)
      types[name] = value->type().isTensor() && datum.isTensor()
                        ? Type::tensor(value->type().dtype(), datum.tensor().shape())
                        : datum.type();
  }
  return types;
}

FailureOr<std::map<std::string, Datum>> readInputs(const std::vector<std::string> &assignments,
                                                   const Graph &graph, Diagnostics &diags) {
  std::map<std::string, Datum> inputs;
  for (const std::string &assignment : assignments)
    if (failed(readOne(assignment, graph, inputs, diags)))
      return failure();
  for (const auto &argument : graph.arguments())
    if (!inputs.contains(argument->name()))
      return diags.error(Location::inFile("--input"))
             << "input '" << argument->name() << "' of type " << argument->type().str()
             << " has no value";
  return inputs;
}

void addTensors(NamedTensors &tensors, const std::string &name, const Datum &datum) {
  if (datum.isTensor()) {
    tensors.emplace_back(name, datum.tensor());
    return;
  }
  size_t index = 0;
  for (const Datum &element : datum.elements())
    addTensors(tensors, datum.isOptional() ? name : name + "." + std::to_string(index++), element);
}

FailureOr<NamedTensors> joinRuns(std::vector<NamedTensors> runs, Diagnostics &diags) {
  if (runs.empty())
    return diags.error(Location::inFile("--data")) << "no sample could be read";
  if (runs.size() == 1)
    return std::move(runs.front());
  for (const NamedTensors &run : runs)
    if (run.size() != runs.front().size())
      return diags.error(Location::inFile("--data"))
             << "sequences have another length from sample to sample";
  NamedTensors joined;
  for (size_t i = 0; i < runs.front().size(); ++i) {
    const auto &[name, first] = runs.front()[i];
    std::vector<Tensor> parts;
    for (const NamedTensors &run : runs)
      if (parts.push_back(run[i].second); !canStack(first, parts.back()))
        return diags.error(Location::inFile("--data"))
               << "'" << name << "' has another shape from sample to sample ("
               << typeOf(first).str() << ", " << typeOf(parts.back()).str() << ")";
    joined.emplace_back(name, *stack(parts));
  }
  return joined;
}

static std::string elementText(const Tensor &tensor, int64_t i) {
  if (tensor.isString())
    return escaped(tensor.strings()[static_cast<size_t>(i)]);
  if (!isFloat(tensor.dtype()))
    return std::to_string(tensor.toInt(i));
  char text[40];
  std::snprintf(text, sizeof text, "%.7g", tensor.toDouble(i));
  return text;
}

std::string toText(const NamedTensors &tensors) {
  constexpr int64_t maxPrinted = 1000;
  std::string text;
  for (const auto &[name, tensor] : tensors) {
    text += shown(name) + " : " + typeOf(tensor).str() + " = [";
    bool printable = classOf(tensor.dtype()) != DTypeClass::Complex;
    int64_t shown = printable ? std::min(tensor.size(), maxPrinted) : 0;
    for (int64_t i = 0; i < shown; ++i)
      text += (i ? ", " : "") + elementText(tensor, i);
    if (shown < tensor.size())
      text += (shown ? ", ... " : "... ") + std::to_string(tensor.size() - shown) + " more";
    text += "]\n";
  }
  return text;
}

} // namespace fixcon
