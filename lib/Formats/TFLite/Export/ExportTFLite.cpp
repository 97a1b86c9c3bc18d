// What is written means the graph: the file that it came from is taken, with the weights as they are now, if
// importing it gives the graph; else tables are made anew from it (Rebuild.h).
#include "ExportTFLite.h"

#include "BaseFile.h"
#include "Rebuild.h"

#include "TFLite/Import/ImportTFLite.h"

#include "fixcon/IR/Text.h"
#include "fixcon/Support/File.h"

namespace fixcon {

/// The graphs that a model consists of, without the places of its ops.
static std::string textOf(const Graph &model, size_t count) {
  PrintOptions options;
  options.locations = false;
  options.maxDenseElements = 0;
  std::string text;
  for (const Graph *graph : subgraphsOf(model, count))
    text += graph ? print(*graph, options) : "";
  return text;
}

static LogicalResult write(const std::string &path, std::span<const std::byte> bytes,
                           Diagnostics &diags) {
  const std::span<const std::byte> parts[] = {bytes};
  return writeFile(path, parts, diags);
}

LogicalResult exportTFLite(const Graph &graph, const std::string &path) {
  Diagnostics &diags = graph.module().diagnostics();
  auto base = baseFileOf(graph);
  if (failed(base))
    return failure();
  Module scratch(diags);
  const Graph *before = nullptr;
  if (*base) {
    auto read = importTFLite((*base)->file, scratch, graph.name());
    if (failed(read))
      return failure();
    before = *read;
    size_t count = (*base)->file.model().subgraphs()->size();
    if ((*base)->holdsWeights && textOf(*before, count) == textOf(graph, count))
      return write(path, *(*base)->bytes, diags);
  }
  auto bytes = rebuild(graph, *base ? &**base : nullptr, before);
  return failed(bytes) ? failure() : write(path, std::as_bytes(std::span(*bytes)), diags);
}

} // namespace fixcon
