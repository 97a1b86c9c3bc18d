// Attributes of ONNX hold element types as numbers, those of core ops as words; all else is a rename:
//
//   %y = onnx.Cast %x {to = 10}
// becomes
//   %y = cast %x {to = "f16"}
//
// Which attributes these are the core op's definition says.
#include "fixcon/Formats/ONNX/ElementNumbers.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleONNXElementNumbers(Op &op, RuleBuilder &b) {
  const OpDef &core = *opDef(b.coreName());
  AttrDict attrs = b.takeRest();
  for (const AttrDef &attribute : core.attributes()) {
    const auto *number = attribute.isDType ? attrs.get<int64_t>(attribute.name) : nullptr;
    if (!number)
      continue;
    auto dtype = dtypeOfElementNumber(*number);
    if (!dtype)
      return b.error() << "attribute '" << attribute.name << "' of " << op.name() << ": " << *number
                       << " is the number of no element type";
    attrs.set(attribute.name, *dtype);
  }
  return b.becomes(core.name(), op.operands(), std::move(attrs));
}

} // namespace fixcon
