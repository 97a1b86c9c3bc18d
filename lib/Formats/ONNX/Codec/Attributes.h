// Attributes of nodes whose value is a number, a text, a type, or a list of them. Tensors and
// graphs are read and written by those who know about weights and regions.
#pragma once

#include "fixcon/IR/Attribute.h"

#include <optional>

namespace fixcon {
namespace onnx {
class AttributeProto;
}

/// The number in AttributeProto.AttributeType: as given, or by the one field that has a value; 0 if
/// none or several do.
int kindOf(const onnx::AttributeProto &proto);
/// Nothing if the attribute is of another kind.
std::optional<Attribute> readPlain(const onnx::AttributeProto &proto);
/// Sets type and value; false if the attribute is of another kind.
bool writePlain(const Attribute &attribute, onnx::AttributeProto &proto);
/// Whether a type or value is there.
bool hasValue(const onnx::AttributeProto &proto);
void clearValue(onnx::AttributeProto &proto);

} // namespace fixcon
