// One core op by itself, in a module of its own: what it would give if it were there.
#pragma once

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

struct ScratchResults {
  std::vector<Type> types = {}; ///< empty if the op does not fit its operands
  std::string complaint = {};   ///< then why
};

/// The first result on these operands; nullopt if the op does not run on them.
std::optional<Tensor> evaluateAlone(const OpDef &def,
                                    std::span<const std::optional<Tensor>> operands,
                                    const AttrDict &attrs);

/// Types of the results from those (and the known elements) of operands.
ScratchResults inferAlone(const OpDef &def, std::span<const OperandInfo> operands,
                          const AttrDict &attrs, unsigned results);

} // namespace fixcon
