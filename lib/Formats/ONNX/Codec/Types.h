// TypeProto from and to the types of the IR.
#pragma once

#include "fixcon/IR/Type.h"

namespace fixcon {
namespace onnx {
class TypeProto;
}

/// Unknown for what the IR has no type for (opaque types, no or unsupported element type); a
/// dimension that is negative or says nothing is unknown.
Type readType(const onnx::TypeProto &proto);
/// What makes a type impossible: a dimension below -1 or more elements than can be counted; empty
/// if nothing does.
std::string problemOf(const onnx::TypeProto &proto);
/// Clears `proto` if the type is unknown.
void writeType(const Type &type, onnx::TypeProto &proto);
/// Whether writeType(readType(proto)) gives `proto` back.
bool isPlain(const onnx::TypeProto &proto);

} // namespace fixcon
