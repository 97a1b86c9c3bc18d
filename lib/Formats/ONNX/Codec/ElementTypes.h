// How the element types of TensorProto correspond to ours, and in which field and width TensorProto
// holds them.
#pragma once

#include "fixcon/Tensor/DType.h"

#include <string>

namespace fixcon {
namespace onnx {
class TensorProto;
}

/// Field numbers of TensorProto that hold elements.
enum class DataField : int {
  None = 0,
  Floats = 4,
  Int32s = 5,
  Strings = 6,
  Int64s = 7,
  Raw = 9,
  Doubles = 10,
  Uint64s = 11
};

struct ElementType {
  DType dtype;
  int number;      ///< in TensorProto.DataType
  unsigned bits;   ///< of one element in raw_data; 0 for strings
  DataField field; ///< that holds such elements if raw_data does not
};

/// Null if the number names no element type, or one that has no dtype.
const ElementType *elementTypeByNumber(int64_t number);
const ElementType &elementTypeOf(DType dtype);
/// "float_data" and so on.
std::string nameOf(DataField field);
/// Empties every field for elements but raw_data.
void clearTypedElements(onnx::TensorProto &proto);

} // namespace fixcon
