// Variables hold a tensor from the operator that assigns it to those that read it:
//
//   %h = tfl.VAR_HANDLE {shared_name = "v"}
//   tfl.ASSIGN_VARIABLE %h, %x
//   %y = tfl.READ_VARIABLE %h              ->   %y = identity %x
//
// Operators run in their order, and a run begins with what CALL_ONCE assigns. What is read without being assigned stays, opaque.
#include "Legalize.h"

#include "fixcon/Transforms/InlineGraph.h"

#include <map>

namespace fixcon {
namespace {

class Variables {
public:
  void run(Graph &graph) {
    for (Op *op = graph.front(), *next = nullptr; op; op = next) {
      next = op->next();
      if (op->dialect() == "tfl")
        next = follow(*op, next);
    }
    for (Op *op : handles)
      if (op->result()->uses().empty())
        op->erase();
  }

private:
  /// The op to go on with.
  Op *follow(Op &op, Op *next) {
    if (op.type() == "VAR_HANDLE")
      return handle(op, next);
    if (op.type() == "CALL_ONCE" && op.numRegions() == 1)
      return unfold(op, next);
    auto variable = op.numOperands() ? names.find(op.operand(0)) : names.end();
    if (variable == names.end())
      return next;
    Value *&content = held[variable->second];
    if (op.type() == "ASSIGN_VARIABLE" && op.numOperands() == 2) {
      content = op.operand(1);
      op.erase();
    } else if (op.type() == "READ_VARIABLE" && content) {
      op.setOperands({content});
      op.setName("identity");
    }
    return next;
  }

  Op *handle(Op &op, Op *next) {
    names[op.result()] = op.attrs().getOr<std::string>("container", "") + "/" +
                         op.attrs().getOr<std::string>("shared_name", "");
    handles.push_back(&op);
    return next;
  }

  /// The operators of the nested graph take the place of the one that calls it.
  Op *unfold(Op &op, Op *next) {
    Graph &graph = op.parent();
    Op *before = op.previous();
    ValueMap map;
    copyInFrontOf(op.region(0), op, map);
    op.erase();
    Op *first = before ? before->next() : graph.front();
    return first ? first : next;
  }

  std::map<const Value *, std::string> names;
  std::map<std::string, Value *> held;
  std::vector<Op *> handles;
};

} // namespace

void resolveVariables(Graph &graph) { Variables().run(graph); }

} // namespace fixcon
