#include "PadInFront.h"

#include "TFLite/Window.h"
#include "fixcon/Spelling/FaithfulConstant.h"

#include <algorithm>

namespace fixcon {

/// The op of the normal form that the node is most of.
static const Op *inNormal(const Op &foreign, const Op &core, const Graph *normal) {
  if (!normal || !foreign.numResults())
    return nullptr;
  const Op *found = nullptr;
  for (const auto &op : normal->ops())
    if (op->name() == core.name() &&
        std::ranges::find(op->origins(), foreign.result()->name()) != op->origins().end()) {
      if (found)
        return nullptr;
      found = op.get();
    }
  return found;
}

std::optional<PadInFront> padInFront(const Op &foreign, const Op &core, const Graph *normal) {
  const OpDef *def = opDef(core);
  Value *x = foreign.operand(0);
  Op *pad = def->traits().window && x ? x->definingOp() : nullptr;
  bool pads = pad && (pad->name() == "tfl.PAD" || pad->name() == "tfl.PADV2") &&
              pad->result()->uses().size() == 1;
  const Op *normalized = pads ? inNormal(foreign, core, normal) : nullptr;
  const auto *amounts =
      normalized ? normalized->attr<Attribute::Ints>(def->traits().window->pads) : nullptr;
  bool isAdded = amounts && std::ranges::find(normalized->origins(), pad->result()->name()) !=
                                normalized->origins().end();
  return isAdded ? std::optional(PadInFront{pad, *amounts}) : std::nullopt;
}

static Attribute::Ints kernelOf(const CoreCall &call, const Op &core) {
  const auto &window = *call.def->traits().window;
  if (const auto *kernel = call.attrs.get<Attribute::Ints>(window.kernel))
    return *kernel;
  const Value *weight = core.numOperands() > 1 ? core.operand(1) : nullptr;
  if (!weight || !weight->type().isStatic() || weight->type().rank() < 3)
    return {};
  Shape shape = weight->type().shape();
  return {shape.begin() + 2, shape.end()};
}

void sayAmounts(CoreCall &call, const Op &core, const PadInFront *pad, std::string_view name) {
  const auto &window = call.def->traits().window;
  if (!window || name == window->autoPad)
    return;
  Attribute::Ints kernel = kernelOf(call, core);
  auto listed = [&](std::string_view attribute) {
    const auto *list = call.attrs.get<Attribute::Ints>(attribute);
    return list ? *list : Attribute::Ints(kernel.size(), 1);
  };
  std::string mode = call.attrs.getOr<std::string>(window->autoPad, "NOTSET");
  std::optional<Attribute::Ints> amounts;
  if (pad)
    amounts = pad->amounts;
  else if (mode == "SAME_UPPER" || mode == "SAME_LOWER")
    amounts = samePads(core.operand(0)->type(), kernel, listed(window->strides),
                       listed(window->dilations), mode == "SAME_UPPER");
  else if (mode == "VALID")
    amounts = Attribute::Ints(2 * kernel.size(), 0);
  if (!amounts)
    return;
  call.attrs.erase(window->autoPad);
  call.attrs.set(window->pads, *amounts);
  // A mean counts what an operator in front of it has padded.
  const auto &attributes = call.def->attributes();
  if (pad && std::ranges::find(attributes, "count_include_pad", &AttrDef::name) != attributes.end())
    call.attrs.set("count_include_pad", int64_t(1));
}

void onlyOneSays(CoreCall &call, std::string_view name) {
  const auto &window = call.def->traits().window;
  if (!window)
    return;
  if (name == window->pads)
    call.attrs.erase(window->autoPad);
  if (name == window->autoPad &&
      call.attrs.getOr<std::string>(window->autoPad, "NOTSET") != "NOTSET")
    call.attrs.erase(window->pads);
}

} // namespace fixcon
