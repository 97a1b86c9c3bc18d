// Kahn's algorithm on a heap of positions in the file: of the nodes that may come next, the first
// of the file does. A node uses what its nested graphs take from outside; a name that a nested
// graph declares itself is its own. Names that two nodes make are reported by whoever declares
// them.
#include "NodeOrder.h"

#include "onnx.pb.h"

#include <algorithm>
#include <numeric>
#include <queue>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace fixcon {
namespace {

using Names = std::unordered_set<std::string_view>;

void collectUses(const onnx::NodeProto &node, Names &uses);

void collectFree(const onnx::GraphProto &graph, Names &free) {
  Names uses;
  for (const auto &node : graph.node())
    collectUses(node, uses);
  for (const auto &output : graph.output())
    uses.insert(output.name());
  for (const auto &input : graph.input())
    uses.erase(input.name());
  for (const auto &weight : graph.initializer())
    uses.erase(weight.name());
  for (const auto &weight : graph.sparse_initializer())
    uses.erase(weight.values().name());
  for (const auto &node : graph.node())
    for (const auto &output : node.output())
      uses.erase(output);
  free.insert(uses.begin(), uses.end());
}

/// Names of values that a node uses, those that its graphs take from outside included.
void collectUses(const onnx::NodeProto &node, Names &uses) {
  uses.insert(node.input().begin(), node.input().end());
  for (const auto &attribute : node.attribute()) {
    if (attribute.has_g())
      collectFree(attribute.g(), uses);
    for (const auto &graph : attribute.graphs())
      collectFree(graph, uses);
  }
}

class Sorter {
public:
  Sorter(const std::vector<onnx::NodeProto *> &nodes, const std::string &path, Diagnostics &diags)
      : nodes(nodes), path(path), diags(diags) {}

  FailureOr<std::vector<int>> run();

private:
  void connect();
  bool isSorted() const;
  FailureOr<std::vector<int>> sorted() const;
  LogicalResult reportCycle(const std::vector<int> &missing) const;
  Location at(int i) const { return Location::atNode(path, nodes[size_t(i)]->name(), i); }
  std::string label(int i) const;

  const std::vector<onnx::NodeProto *> &nodes;
  const std::string &path;
  Diagnostics &diags;
  std::vector<std::vector<int>> producers; ///< of each node's uses, those of this graph
};

std::string Sorter::label(int i) const {
  const std::string &name = nodes[size_t(i)]->name();
  return name.empty() ? "#" + std::to_string(i) : "'" + name + "'";
}

void Sorter::connect() {
  std::unordered_map<std::string_view, int> makers;
  for (size_t i = 0; i < nodes.size(); ++i)
    for (const std::string &output : nodes[i]->output())
      if (!output.empty())
        makers.emplace(output, static_cast<int>(i));
  producers.resize(nodes.size());
  for (size_t i = 0; i < nodes.size(); ++i) {
    Names uses;
    collectUses(*nodes[i], uses);
    for (std::string_view use : uses)
      if (auto maker = makers.find(use); maker != makers.end())
        producers[i].push_back(maker->second);
    std::sort(producers[i].begin(), producers[i].end());
  }
}

bool Sorter::isSorted() const {
  for (size_t i = 0; i < nodes.size(); ++i)
    if (!producers[i].empty() && producers[i].back() >= static_cast<int>(i))
      return false;
  return true;
}

/// Every node that is left has a producer that is left: going from one to the next ends in a
/// circle.
LogicalResult Sorter::reportCycle(const std::vector<int> &missing) const {
  int start = static_cast<int>(
      std::find_if(missing.begin(), missing.end(), [](int m) { return m > 0; }) - missing.begin());
  std::vector<int> walk;
  std::vector<bool> seen(nodes.size());
  for (int at = start; walk.empty() || !seen[size_t(at)];) {
    seen[size_t(at)] = true;
    walk.push_back(at);
    at = *std::find_if(producers[size_t(at)].begin(), producers[size_t(at)].end(),
                       [&](int p) { return missing[size_t(p)] > 0; });
    start = at;
  }
  walk.erase(walk.begin(), std::find(walk.begin(), walk.end(), start));
  auto error = diags.error(at(start));
  error << "nodes use each other in a circle: " << label(start);
  constexpr size_t maxShown = 20;
  for (size_t i = walk.size(), shown = 0; i-- > 0; ++shown) {
    if (shown == maxShown) {
      error << " -> ... (" << walk.size() << " nodes)";
      break;
    }
    error << " -> " << label(walk[i]);
  }
  return error;
}

/// Of the nodes that may come next, the first of the file does.
FailureOr<std::vector<int>> Sorter::sorted() const {
  std::vector<int> order, missing(nodes.size());
  std::vector<std::vector<int>> users(nodes.size());
  std::priority_queue<int, std::vector<int>, std::greater<>> ready;
  for (size_t i = 0; i < nodes.size(); ++i) {
    missing[i] = static_cast<int>(producers[i].size());
    for (int p : producers[i])
      users[size_t(p)].push_back(static_cast<int>(i));
    if (missing[i] == 0)
      ready.push(static_cast<int>(i));
  }
  while (!ready.empty()) {
    int next = ready.top();
    ready.pop();
    order.push_back(next);
    for (int user : users[size_t(next)])
      if (--missing[size_t(user)] == 0)
        ready.push(user);
  }
  if (order.size() != nodes.size())
    return reportCycle(missing);
  return order;
}

FailureOr<std::vector<int>> Sorter::run() {
  connect();
  if (!isSorted())
    return sorted();
  std::vector<int> order(nodes.size());
  std::iota(order.begin(), order.end(), 0);
  return order;
}

} // namespace

FailureOr<std::vector<int>> nodeOrder(const std::vector<onnx::NodeProto *> &nodes,
                                      const std::string &path, Diagnostics &diags) {
  return Sorter(nodes, path, diags).run();
}

} // namespace fixcon
