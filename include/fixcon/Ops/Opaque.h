// Opaque ops: foreign ops that stay in a graph of core ops, for nobody can say what they compute - the
// operator is not known, or what it reads lies behind one that is not, so that its types are open.
#pragma once

#include "fixcon/Ops/Shadow.h"

#include <map>

namespace fixcon {

class OpDef;

/// Whether an op of a core graph is opaque.
inline bool isOpaque(const Op &op) { return !op.dialect().empty(); }
/// What opDef() says of all of them: any operands, results and attributes, and no meaning.
const OpDef &opaqueOpDef();

/// As its file calls the operator: "acme.MyOp".
std::string foreignName(const Op &op);
/// "'acme.MyOp' (node 'n1')", for messages.
std::string describeOpaque(const Op &op);

/// What of a core graph lies behind opaque ops. A result of theirs is known only if it is given.
class OpaqueShadow : public Shadow {
public:
  /// `given`: what a run is fed, by name; results of opaque ops may be among it.
  explicit OpaqueShadow(const Graph &graph, const std::map<std::string, Tensor> &given = {});
};

/// The opaque ops of a graph, in order; those of nested graphs are left out.
std::vector<const Op *> opaqueOps(const Graph &graph);

} // namespace fixcon
