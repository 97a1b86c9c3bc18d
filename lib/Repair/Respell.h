// Writing a core op in the words of the target's dialect and opset.
#pragma once

#include "fixcon/IR/Graph.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// The foreign name that means a core op in the graph's dialect and opsets; null if there is none.
const ForeignName *spellingOf(const OpDef &def, const Graph &faithful);

/// Whether `faithful` is that foreign name: its operands are those of the core op.
bool isSpelling(const OpDef &def, const Op &faithful);

/// The value of a core op's attribute as the op's foreign names hold it.
Attribute foreignValue(const OpDef &def, std::string_view attribute, const Attribute &value);

/// Adds a foreign op with the meaning of core op `def` in front of `before`: operands are faithful
/// values (null: absent), attributes are the core op's. Null if the dialect cannot say it.
Op *respell(const OpDef &def, Graph &faithful, const std::vector<Value *> &operands,
            const AttrDict &attrs, Op *before);

/// Erases ops, last first, whose results nobody uses.
void eraseUnused(const std::vector<Op *> &ops);

} // namespace fixcon
