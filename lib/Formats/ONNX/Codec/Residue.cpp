// protobuf's limit on nesting is raised to what import accepts, and its limit on size to all that
// it can count. impliedInfos() is what both sides go by: export writes these without being told, so
// import keeps only what a file has otherwise.
#include "Residue.h"

#include "fixcon/IR/Text.h"

#include <climits>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message_lite.h>

namespace fixcon {

/// A nested graph takes three messages, and types and residues may stand below the deepest.
static constexpr int maxMessageDepth = 4 * static_cast<int>(maxNesting) + 64;

bool parseMessage(std::span<const std::byte> bytes, google::protobuf::MessageLite &message) {
  if (bytes.size() > INT_MAX)
    return false;
  google::protobuf::io::CodedInputStream stream(reinterpret_cast<const uint8_t *>(bytes.data()),
                                                static_cast<int>(bytes.size()));
  stream.SetTotalBytesLimit(INT_MAX);
  stream.SetRecursionLimit(maxMessageDepth);
  return message.ParseFromCodedStream(&stream) && stream.ConsumedEntireMessage();
}

void storeResidue(const google::protobuf::MessageLite &residue, AttrDict &attrs) {
  if (std::string bytes = residue.SerializeAsString(); !bytes.empty())
    attrs.set(residueAttr, Bytes{std::move(bytes)});
}

bool loadResidue(const AttrDict *attrs, google::protobuf::MessageLite &residue) {
  const Attribute *found = attrs ? attrs->find(residueAttr) : nullptr;
  if (!found)
    return true;
  const Bytes *bytes = found->get<Bytes>();
  return bytes && parseMessage(std::as_bytes(std::span(bytes->data)), residue);
}

std::string canonicalDomain(const std::string &domain) { return domain == "ai.onnx" ? "" : domain; }

std::string opNameFor(const std::string &domain, const std::string &type) {
  std::string canonical = canonicalDomain(domain);
  return std::string(reservedPrefix) + (canonical.empty() ? "" : canonical + ".") + type;
}

static bool isOutput(const Value &value, const Graph &graph) {
  for (const Use &use : value.uses())
    if (use.graph == &graph)
      return true;
  return false;
}

std::vector<const Value *> impliedInfos(const Graph &graph, bool isFunction) {
  std::vector<const Value *> out;
  if (isFunction)
    for (const auto &argument : graph.arguments())
      if (!argument->type().isUnknown())
        out.push_back(argument.get());
  for (const auto &op : graph.ops())
    for (unsigned i = 0; i < op->numResults(); ++i)
      if (const Value *v = op->result(i);
          op->hasResult(i) && !v->type().isUnknown() && (isFunction || !isOutput(*v, graph)))
        out.push_back(v);
  return out;
}

} // namespace fixcon
