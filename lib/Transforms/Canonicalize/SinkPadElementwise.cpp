// relu(pad(%x, amounts, 0))   ->   pad(relu(%x), amounts, 0)
//
// where the op, of whose other operands each is one constant number, leaves the number that is filled
// in as it is. The pad must have no other use. It so runs on to the window that takes it in.
#include "Canonicalize/Support/Padding.h"
#include "fixcon/Exec/Executor.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

/// The pad that makes the only operand which is no constant number.
static Op *padOf(const Op &op) {
  Op *pad = nullptr;
  for (const Value *v : op.operands())
    if (Op *maker = v ? producer(v, "pad") : nullptr; maker && !pad)
      pad = maker;
    else if (v && !(v->isWeight() && v->tensor().size() == 1))
      return nullptr;
  return pad && pad->operand(0) && hasOneUse(pad->result()) ? pad : nullptr;
}

/// Whether the op makes `number` of `number`, exactly.
static bool keeps(const Op &op, const Op &pad, double number) {
  const Type &type = pad.result()->type();
  if (!opDef(op)->isDeterministic() || op.numResults() != 1 || op.numRegions() ||
      op.result()->type() != type || !type.isTensor() || !isFloat(type.dtype()))
    return false;
  Tensor filled = tensorOf(type.dtype(), {}, {number});
  std::vector<const Tensor *> operands;
  for (const Value *v : op.operands())
    operands.push_back(!v ? nullptr : v->isWeight() ? &v->tensor() : &filled);
  auto results = evaluateOp(op, operands, {});
  return succeeded(results) && results->size() == 1 && results->front().size() == 1 &&
         results->front().toDouble(0) == filled.toDouble(0);
}

bool canonicalizeSinkPadElementwise(Op &op) {
  const Op *pad = padOf(op);
  auto number = pad ? paddingValue(*pad) : std::nullopt;
  if (!number || !keeps(op, *pad, *number))
    return false;
  Rewriter b(op);
  std::vector<Value *> operands = op.operands(), padded = pad->operands();
  for (Value *&v : operands)
    if (v == pad->result())
      v = pad->operand(0);
  padded[0] = b.value(op.name(), operands, op.attrs());
  return b.replaceRoot(b.moved(b.value("pad", padded, pad->attrs()), {pad}));
}

} // namespace fixcon
