// An untouched list of opsets is written as it was: what the IR does not say of it, absent fields and
// the long name of the default domain among it, is in the residue, which holds as long as the list
// that it is read as is the graph's.
#include "Opsets.h"

#include "Residue.h"

#include "onnx.pb.h"

namespace fixcon {

using Versions = std::vector<std::pair<std::string, int64_t>>;

static Versions versionsOf(const OpsetList &list) {
  Versions versions;
  for (const auto &opset : list)
    versions.emplace_back(canonicalDomain(opset.domain()), opset.version());
  return versions;
}

static void fill(const Versions &versions, OpsetList &list) {
  list.Clear();
  for (const auto &[domain, version] : versions) {
    auto *opset = list.Add();
    opset->set_domain(domain);
    opset->set_version(version);
  }
}

void readOpsets(const OpsetList &list, Graph &graph, OpsetList &residue) {
  Versions versions = versionsOf(list);
  OpsetList again;
  fill(versions, again);
  bool same = true;
  for (int i = 0; i < list.size(); ++i)
    same &= again.Get(i).SerializeAsString() == list.Get(i).SerializeAsString();
  if (!same)
    residue = list;
  graph.setOpsets(std::move(versions));
}

void writeOpsets(const Graph &graph, const OpsetList &residue, OpsetList &list) {
  if (residue.size() && versionsOf(residue) == graph.opsets())
    list = residue;
  else
    fill(graph.opsets(), list);
}

} // namespace fixcon
