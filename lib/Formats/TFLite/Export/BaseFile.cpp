// Contents were cut out where they stood, so zeros in their places give the tables back, and the tables say
// which weight goes where. A content that has another size than it had, or that shares its place with one that
// differs, cannot go back.
#include "BaseFile.h"

#include "TFLite/Codec/Contents.h"
#include "TFLite/Codec/Names.h"

#include <algorithm>
#include <cstring>
#include <unordered_set>

namespace fixcon {

/// The bytes with zeros for contents, or null if the two attributes do not fit each other.
static std::shared_ptr<std::vector<std::byte>> joined(const std::string &rest,
                                                      const Attribute::Ints &places) {
  constexpr int64_t most = int64_t{1} << 36;
  int64_t total = static_cast<int64_t>(rest.size()), end = 0;
  for (size_t i = 0; i + 1 < places.size(); i += 2) {
    if (places[i] < end || places[i] > most || places[i + 1] < 0 || places[i + 1] > most)
      return nullptr;
    end = places[i] + places[i + 1];
    total += places[i + 1];
  }
  if (places.size() % 2 || end > total || total > most)
    return nullptr;
  auto bytes = std::make_shared<std::vector<std::byte>>(static_cast<size_t>(total));
  size_t from = 0, to = 0;
  auto copyUntil = [&](size_t stop) {
    size_t count = std::min(stop - to, rest.size() - from);
    std::memcpy(bytes->data() + to, rest.data() + from, count);
    from += count;
    to += count;
  };
  for (size_t i = 0; i + 1 < places.size(); i += 2) {
    copyUntil(static_cast<size_t>(places[i]));
    to = static_cast<size_t>(places[i] + places[i + 1]);
  }
  copyUntil(bytes->size());
  return bytes;
}

std::vector<const Graph *> subgraphsOf(const Graph &model, size_t count) {
  std::vector<const Graph *> graphs;
  for (size_t i = 0; i < count; ++i)
    graphs.push_back(model.module().graph(subgraphName(model.name(), i)));
  return graphs;
}

namespace {

/// Puts weights into their places.
class Filler {
public:
  Filler(BaseFile &base, const Graph &model) : base(base), model(model) {}

  bool run() {
    const auto &stored = *base.file.model().subgraphs();
    auto graphs = subgraphsOf(model, stored.size());
    bool all = true;
    for (unsigned i = 0; i < stored.size(); ++i)
      all = graphs[i] && fill(*stored.Get(i), *graphs[i]) && all;
    return all;
  }

private:
  bool fill(const tfl::SubGraph &stored, const Graph &graph) {
    bool all = true;
    std::vector<std::string> names = valueNames(stored);
    for (unsigned i = 0; i < names.size(); ++i) {
      const Value *value = graph.value(names[i]);
      auto place = base.file.buffer(stored.tensors()->Get(i)->buffer());
      bool isEmptyVariable = stored.tensors()->Get(i)->is_variable() && place.empty();
      if (value && value->isWeight() && !isEmptyVariable)
        all = put(value->tensor(), place) && all;
    }
    return all;
  }

  bool put(const Tensor &tensor, std::span<const std::byte> place) {
    std::vector<std::byte> scratch;
    auto content = encodeContent(tensor, scratch);
    if (content.size() != place.size())
      return false;
    if (content.empty() || sameTruths(tensor, place))
      return true;
    if (!filled.insert(place.data()).second)
      return std::ranges::equal(content, place);
    auto offset = static_cast<size_t>(place.data() - base.bytes->data());
    std::memcpy(base.bytes->data() + offset, content.data(), content.size());
    return true;
  }

  /// Booleans that the file spells otherwise than by 0 and 1 stay.
  static bool sameTruths(const Tensor &tensor, std::span<const std::byte> place) {
    return tensor.dtype() == DType::Bool &&
           std::ranges::equal(tensor.bytes(), place, [](std::byte a, std::byte b) {
             return (a != std::byte{}) == (b != std::byte{});
           });
  }

  BaseFile &base;
  const Graph &model;
  std::unordered_set<const std::byte *> filled;
};

} // namespace

FailureOr<std::optional<BaseFile>> baseFileOf(const Graph &graph) {
  const auto *rest = graph.attrs().get<Bytes>(fileAttr);
  const auto *places = graph.attrs().get<Attribute::Ints>(contentsAttr);
  if (!rest)
    return std::optional<BaseFile>();
  Diagnostics &diags = graph.module().diagnostics();
  auto bytes = joined(rest->data, places ? *places : Attribute::Ints());
  if (!bytes)
    return diags.error(graph.location())
           << "attributes '" << fileAttr << "' and '" << contentsAttr << "' do not fit each other";
  auto file = ModelFile::open(graph.location().file, *bytes, bytes, diags);
  if (failed(file))
    return failure();
  std::optional<BaseFile> base(BaseFile{std::move(bytes), std::move(*file)});
  base->holdsWeights = Filler(*base, graph).run();
  return base;
}

} // namespace fixcon
