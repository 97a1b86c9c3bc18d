// An input is declared for the batch of the trace alone.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantDeclaredBatch(EditSite &site) {
  Value *x = site.op.operand(0);
  if (!x || !x->isArgument() || !x->type().isRanked() || !x->type().rank() ||
      x->type().dim(0).isStatic())
    return {};
  Dims dims = x->type().dims();
  dims[0] = Dim(1);
  x->setType(Type::tensor(x->type().dtype(), dims));
  return "input " + x->name() + " has batch 1";
}

} // namespace fixcon
