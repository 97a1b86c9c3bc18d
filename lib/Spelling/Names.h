// Where the core definitions and the standard call one thing by two names, and which words an
// attribute has not had from the beginning: the lines of Names.def.
#pragma once

#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// What a configuring operand of a core op is called where it is an attribute.
std::string attributeNameOf(const OpDef &def, const OperandDef &operand);

/// The opset in which an attribute of an operator begins to know a word; 1 if it always has.
int64_t firstOpsetOf(std::string_view type, std::string_view attribute, std::string_view word);

} // namespace fixcon
