// Scan of opset 8 runs its body over the sequences of a batch; newer ones know no batch. So it is a
// scan over the batch whose body is the scan over one sequence:
//
//   onnx.Scan %lens, %init, %x ({ body })
//   ->  scan %init, %x, %lens ({ scan %init_b, slice %x_b, 0, %len_b ({ body }) })
//
// With lengths, what is scanned out is as long as the longest sequence may be, with zeros behind.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

namespace {

using Ints = Attribute::Ints;

/// The body of the scan over the batch.
class SampleBody {
public:
  SampleBody(Op &foreign, RuleBuilder &b, Graph &graph) : foreign(foreign), b(b), graph(graph) {}

  void build(unsigned scanned, RegionRef body, AttrDict attrs);

private:
  Value *addArgument(const Value *batch);
  Op *append(const std::string &core, const std::vector<Value *> &operands, AttrDict attrs,
             unsigned results = 1);
  Value *value(const std::string &core, const std::vector<Value *> &operands, AttrDict attrs = {});
  /// A failure has been reported and makes the rule fail.
  void infer(Op &op) {
    if (failed(inferOp(op)))
      b.fail();
  }
  /// `out` continued by zeros to the dim that `whole` has.
  Value *padded(Value *out, Value *whole, Value *length);

  Op &foreign;
  RuleBuilder &b;
  Graph &graph;
};

} // namespace

Value *SampleBody::addArgument(const Value *batch) {
  Type type = batch->type();
  if (type.isTensor() && type.isRanked() && type.rank())
    type = Type::tensor(type.dtype(), Dims(type.dims().begin() + 1, type.dims().end()));
  return graph.addArgument(type, graph.uniqueName(batch->name() + "_sample"));
}

Op *SampleBody::append(const std::string &core, const std::vector<Value *> &operands,
                       AttrDict attrs, unsigned results) {
  Op *op = graph.createOp(core, operands, std::move(attrs));
  op->setLocation(foreign.location());
  op->setOrigins(b.origins());
  for (unsigned i = 0; i < results; ++i)
    op->addResult(Type(), graph.uniqueName(originName(foreign) + "_" + core));
  return op;
}

Value *SampleBody::value(const std::string &core, const std::vector<Value *> &operands,
                         AttrDict attrs) {
  Op *op = append(core, operands, std::move(attrs));
  infer(*op);
  return op->result();
}

Value *SampleBody::padded(Value *out, Value *whole, Value *length) {
  AttrDict first = attrsOf({{"start", int64_t(0)}, {"end", int64_t(1)}});
  Value *room = value("sub", {value("shape", {whole}, first), length});
  Value *pads = value("concat", {b.ints({0}), room}, attrsOf({{"axis", int64_t(0)}}));
  return value("pad", {out, pads, nullptr, b.ints({0})});
}

void SampleBody::build(unsigned scanned, RegionRef body, AttrDict attrs) {
  std::vector<Value *> operands;
  unsigned carried = foreign.numOperands() - 1 - scanned;
  for (unsigned i = 1; i < foreign.numOperands(); ++i)
    operands.push_back(addArgument(foreign.operand(i)));
  Value *whole = operands.back(), *length = nullptr;
  if (foreign.operand(0))
    length = value("reshape", {addArgument(foreign.operand(0)), b.ints({1})});
  for (unsigned i = carried; length && i < operands.size(); ++i)
    operands[i] = value("slice", {operands[i], b.ints({0}), length, b.ints({0})});
  Op *scan = append("scan", operands, std::move(attrs), foreign.numResults());
  ValueMap map;
  scan->addRegion().cloneFrom(foreign.region(body.index), map);
  infer(*scan);
  for (unsigned i = 0; i < scan->numResults(); ++i)
    graph.addOutput(length && i >= carried ? padded(scan->result(i), whole, length)
                                           : scan->result(i));
}

LogicalResult ruleONNXScan8(Op &op, RuleBuilder &b) {
  auto body = b.take<RegionRef>("body");
  int64_t scanned = b.take<int64_t>("num_scan_inputs", 0);
  bool present = scanned >= 1 && scanned < int64_t(op.numOperands());
  for (unsigned i = 1; i < op.numOperands(); ++i)
    present &= op.operand(i) != nullptr;
  if (!body || body->index >= op.numRegions() || !present)
    return b.error() << "the body, a state or a sequence is missing";
  AttrDict inner = attrsOf({{"body", RegionRef{0}}, {"num_scan_inputs", scanned}});
  if (auto directions = b.take<Ints>("directions"))
    inner.set("scan_input_directions", *directions);
  std::vector<Value *> operands(op.operands().begin() + 1, op.operands().end());
  if (op.operand(0))
    operands.push_back(op.operand(0));
  auto batched = static_cast<int64_t>(operands.size());
  AttrDict outer = attrsOf({{"body", RegionRef{0}}, {"num_scan_inputs", batched}});
  Op *scan = b.create("scan", operands, outer, op.numResults(), [&](Op &holder) {
    SampleBody sample(op, b, holder.addRegion());
    sample.build(static_cast<unsigned>(scanned), *body, inner);
  });
  b.results(scan);
  return success();
}

} // namespace fixcon
