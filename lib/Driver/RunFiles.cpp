#include "RunFiles.h"

#include "fixcon/Data/DataSet.h"
#include "fixcon/Import/Import.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

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

static FailureOr<Tensor> readTensor(const std::string &path, const std::string &name,
                                    Diagnostics &diags) {
  if (path.ends_with(".npy"))
    return readNpy(path, diags);
  if (path.ends_with(".npz"))
    return fromArchive(path, name, diags);
  if (path.ends_with(".pb"))
    return readTensorProto(path, diags);
  return diags.error(Location::inFile(path)) << "is no .npy, .npz or .pb file";
}

static bool fits(const Type &type, const Tensor &tensor) {
  if (!type.isTensor())
    return type.isUnknown();
  bool sameDType =
      type.dtype() == tensor.dtype() || (isFloat(type.dtype()) && isFloat(tensor.dtype()));
  if (!sameDType || !type.isRanked())
    return sameDType;
  if (type.rank() != tensor.rank())
    return false;
  for (size_t i = 0; i < type.rank(); ++i)
    if (type.dim(i).isStatic() && type.dim(i).size() != tensor.shape()[i])
      return false;
  return true;
}

LogicalResult checkInput(const Value &argument, const Tensor &tensor, const Location &where,
                         Diagnostics &diags) {
  if (fits(argument.type(), tensor))
    return success();
  return diags.error(where) << "input '" << argument.name() << "' is " << argument.type().str()
                            << ", the value given is " << typeOf(tensor).str();
}

static LogicalResult readOne(const std::string &assignment, const Graph &graph,
                             std::map<std::string, Tensor> &inputs, Diagnostics &diags) {
  // Names may hold an '='; paths of tensors rarely do.
  size_t split = assignment.rfind('=');
  Location here = Location::inFile("--input " + assignment);
  if (split == std::string::npos || split == 0)
    return diags.error(here) << "expected NAME=FILE";
  std::string name = assignment.substr(0, split), path = assignment.substr(split + 1);
  const Value *argument = graph.value(name);
  if (!argument || !argument->isArgument())
    return diags.error(here) << "the model has no input '" << name << "'";
  auto tensor = readTensor(path, name, diags);
  if (failed(tensor) || failed(checkInput(*argument, *tensor, Location::inFile(path), diags)))
    return failure();
  inputs.insert_or_assign(name, std::move(*tensor));
  return success();
}

FailureOr<std::map<std::string, Tensor>> readInputs(const std::vector<std::string> &assignments,
                                                    const Graph &graph, Diagnostics &diags) {
  std::map<std::string, Tensor> inputs;
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

static bool joinable(const Tensor &a, const Tensor &b) {
  return a.dtype() == b.dtype() && !a.isString() && a.rank() > 0 && a.rank() == b.rank() &&
         std::equal(a.shape().begin() + 1, a.shape().end(), b.shape().begin() + 1);
}

static Tensor join(const std::vector<NamedTensors> &runs, size_t i) {
  Shape shape = runs.front()[i].second.shape();
  shape[0] = 0;
  for (const NamedTensors &run : runs)
    shape[0] += run[i].second.shape()[0];
  Tensor whole(runs.front()[i].second.dtype(), shape);
  std::byte *out = whole.mutableBytes().data();
  for (const NamedTensors &run : runs) {
    auto part = run[i].second.bytes();
    std::memcpy(out, part.data(), part.size());
    out += part.size();
  }
  return whole;
}

FailureOr<NamedTensors> joinRuns(std::vector<NamedTensors> runs, Diagnostics &diags) {
  if (runs.empty())
    return diags.error(Location::inFile("--data")) << "no sample could be read";
  if (runs.size() == 1)
    return std::move(runs.front());
  NamedTensors joined;
  for (size_t i = 0; i < runs.front().size(); ++i) {
    const auto &[name, first] = runs.front()[i];
    for (const NamedTensors &run : runs)
      if (!joinable(first, run[i].second))
        return diags.error(Location::inFile("--data"))
               << "'" << name << "' has another shape from sample to sample ("
               << typeOf(first).str() << ", " << typeOf(run[i].second).str() << ")";
    joined.emplace_back(name, join(runs, i));
  }
  return joined;
}

static std::string elementText(const Tensor &tensor, int64_t i) {
  if (tensor.isString())
    return tensor.strings()[static_cast<size_t>(i)];
  if (!isFloat(tensor.dtype()))
    return std::to_string(tensor.toInt(i));
  char text[40];
  std::snprintf(text, sizeof text, "%.7g", tensor.toDouble(i));
  return text;
}

std::string toText(const NamedTensors &tensors) {
  constexpr int64_t longestPrinted = 1000;
  std::string text;
  for (const auto &[name, tensor] : tensors) {
    text += name + " : " + typeOf(tensor).str() + " = [";
    bool printable = classOf(tensor.dtype()) != DTypeClass::Complex;
    int64_t shown = printable ? std::min(tensor.size(), longestPrinted) : 0;
    for (int64_t i = 0; i < shown; ++i)
      text += (i ? ", " : "") + elementText(tensor, i);
    if (shown < tensor.size())
      text += (shown ? ", ... " : "... ") + std::to_string(tensor.size() - shown) + " more";
    text += "]\n";
  }
  return text;
}

} // namespace fixcon
