// The graphs are there before any is filled, since operators refer to them. What of the file the IR does not
// say is kept as it is: `tfl.file` of the model's graph holds the file's bytes without the contents of weights,
// and `tfl.contents` where these were cut out.
#include "ImportTFLite.h"

#include "SubgraphReader.h"

#include "TFLite/Codec/Contents.h"
#include "TFLite/Codec/Names.h"
#include "TFLite/Codec/Types.h"

#include <map>

namespace fixcon {
namespace {

class ModelReader {
public:
  ModelReader(const ModelFile &file, Module &module, std::string name)
      : file(file), module(module), name(std::move(name)), budget(file.bytes().size()) {}

  FailureOr<Graph *> run() {
    if (succeeded(read()))
      return module.graph(name);
    for (const std::string &graph : added)
      module.eraseGraph(graph);
    return failure();
  }

private:
  LogicalResult read();
  LogicalResult addGraphs();
  void cutContents(size_t index);
  void keepRest();

  const ModelFile &file;
  Module &module;
  std::string name;
  CopyBudget budget;
  std::vector<std::string> added;
  std::map<size_t, size_t> contents; ///< sizes of what the weights hold, by offset
};

LogicalResult ModelReader::addGraphs() {
  size_t count = file.model().subgraphs()->size();
  if (!budget.pay(count * 1024))
    return module.diagnostics().error(Location::inFile(file.path())) << "has too many subgraphs";
  for (size_t i = 0; i < count; ++i) {
    std::string label = subgraphName(name, i);
    Graph *graph = module.addGraph(label);
    if (!graph)
      return module.diagnostics().error(Location::inFile(file.path()))
             << "there are two graphs @" << label;
    added.push_back(label);
    graph->setDialect("tfl");
    graph->setOpsets({{"", file.model().version()}});
    graph->setLocation(Location::inFile(file.path()));
    if (i)
      graph->setDerived(GraphKind::Function, name);
  }
  return success();
}

/// Contents that other ones overlap in part stay in the file; so do strings, in whose place zeros could not be read.
void ModelReader::cutContents(size_t index) {
  const tfl::SubGraph &from = *file.model().subgraphs()->Get(static_cast<unsigned>(index));
  std::vector<std::string> names = valueNames(from);
  std::vector<std::byte> scratch;
  for (unsigned i = 0; i < names.size(); ++i) {
    const Value *value = module.graph(added[index])->value(names[i]);
    auto bytes = file.buffer(from.tensors()->Get(i)->buffer());
    if (!value || !value->isWeight() || bytes.empty() || value->tensor().isString())
      continue;
    auto encoded = encodeContent(value->tensor(), scratch);
    if (!std::ranges::equal(encoded, bytes))
      continue;
    auto offset = static_cast<size_t>(bytes.data() - file.bytes().data());
    auto next = contents.lower_bound(offset);
    bool free = next == contents.end() || next->first >= offset + bytes.size();
    if (free && next != contents.begin())
      free = std::prev(next)->first + std::prev(next)->second <= offset;
    if (free)
      contents.emplace(offset, bytes.size());
  }
}

void ModelReader::keepRest() {
  Bytes rest;
  Attribute::Ints places;
  size_t done = 0;
  auto keepUntil = [&](size_t end) {
    auto part = file.bytes().subspan(done, end - done);
    rest.data.append(reinterpret_cast<const char *>(part.data()), part.size());
  };
  for (auto [offset, size] : contents) {
    keepUntil(offset);
    done = offset + size;
    places.push_back(static_cast<int64_t>(offset));
    places.push_back(static_cast<int64_t>(size));
  }
  keepUntil(file.bytes().size());
  AttrDict &attrs = module.graph(name)->attrs();
  attrs.set(fileAttr, std::move(rest));
  attrs.set(contentsAttr, std::move(places));
}

LogicalResult ModelReader::read() {
  if (failed(addGraphs()))
    return failure();
  for (size_t i = 0; i < added.size(); ++i)
    if (failed(readSubgraph(file, i, name, *module.graph(added[i]), budget)))
      return failure();
  for (size_t i = 0; i < added.size(); ++i)
    cutContents(i);
  keepRest();
  return success();
}

} // namespace

FailureOr<Graph *> importTFLite(const ModelFile &file, Module &module, const std::string &name) {
  return ModelReader(file, module, name).run();
}

} // namespace fixcon
