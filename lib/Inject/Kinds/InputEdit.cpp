// What is inserted stands in front of all ops, and reads the input itself.
#include "InputEdit.h"

namespace fixcon {

std::string readInstead(EditSite &site, Value &input, Value &by) {
  for (const Use &use : std::vector<Use>(input.uses()))
    if (use.op && use.op != by.definingOp())
      use.op->setOperand(use.index, &by);
    else if (!use.op)
      site.graph.setOutput(use.index, &by);
  return "input " + input.name();
}

std::string changePicture(EditSite &site, std::string_view core, double first, double step) {
  Value *x = site.op.operand(0);
  if (!x || !x->isArgument() || !site.isFloatTensor(0))
    return {};
  Type type = site.typeOf(*x);
  if (type.rank() != 4 || !type.dim(1).isStatic())
    return {};
  Tensor numbers(DType::F64, {1, type.dim(1).size(), 1, 1});
  for (double channel = 0; double &number : numbers.mutableData<double>())
    number = first + step * channel++;
  Value *changed = site.emit(core, {x, numbers.converted(type.dtype())}, {}, site.graph.front());
  return changed ? readInstead(site, *x, *changed) : "";
}

} // namespace fixcon
