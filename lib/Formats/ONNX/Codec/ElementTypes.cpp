// The one table of ONNX's element types. A number that is not in it is a later version's or hostile.
#include "ElementTypes.h"

#include "fixcon/Formats/ONNX/ElementNumbers.h"

#include "onnx.pb.h"

namespace fixcon {

static constexpr ElementType elementTypes[] = {
    {DType::F32, 1, 32, DataField::Floats},      {DType::U8, 2, 8, DataField::Int32s},
    {DType::I8, 3, 8, DataField::Int32s},        {DType::U16, 4, 16, DataField::Int32s},
    {DType::I16, 5, 16, DataField::Int32s},      {DType::I32, 6, 32, DataField::Int32s},
    {DType::I64, 7, 64, DataField::Int64s},      {DType::String, 8, 0, DataField::Strings},
    {DType::Bool, 9, 8, DataField::Int32s},      {DType::F16, 10, 16, DataField::Int32s},
    {DType::F64, 11, 64, DataField::Doubles},    {DType::U32, 12, 32, DataField::Uint64s},
    {DType::U64, 13, 64, DataField::Uint64s},    {DType::C64, 14, 64, DataField::Floats},
    {DType::C128, 15, 128, DataField::Doubles},  {DType::BF16, 16, 16, DataField::Int32s},
    {DType::F8E4M3FN, 17, 8, DataField::Int32s}, {DType::F8E4M3FNUZ, 18, 8, DataField::Int32s},
    {DType::F8E5M2, 19, 8, DataField::Int32s},   {DType::F8E5M2FNUZ, 20, 8, DataField::Int32s},
    {DType::U4, 21, 4, DataField::Int32s},       {DType::I4, 22, 4, DataField::Int32s},
    {DType::F4E2M1, 23, 4, DataField::Int32s},   {DType::F8E8M0, 24, 8, DataField::Int32s},
    {DType::U2, 25, 2, DataField::Int32s},       {DType::I2, 26, 2, DataField::Int32s},
};

const ElementType *elementTypeByNumber(int64_t number) {
  for (const ElementType &type : elementTypes)
    if (type.number == number)
      return &type;
  return nullptr;
}

const ElementType &elementTypeOf(DType dtype) {
  for (const ElementType &type : elementTypes)
    if (type.dtype == dtype)
      return type;
  __builtin_unreachable();
}

std::optional<DType> dtypeOfElementNumber(int64_t number) {
  const ElementType *type = elementTypeByNumber(number);
  return type ? std::optional(type->dtype) : std::nullopt;
}

int64_t elementNumberOf(DType dtype) { return elementTypeOf(dtype).number; }

std::string nameOf(DataField field) {
  switch (field) {
  case DataField::None:
    return "no field";
  case DataField::Floats:
    return "float_data";
  case DataField::Int32s:
    return "int32_data";
  case DataField::Strings:
    return "string_data";
  case DataField::Int64s:
    return "int64_data";
  case DataField::Raw:
    return "raw_data";
  case DataField::Doubles:
    return "double_data";
  case DataField::Uint64s:
    return "uint64_data";
  }
  return "";
}

void clearTypedElements(onnx::TensorProto &proto) {
  proto.clear_float_data();
  proto.clear_int32_data();
  proto.clear_string_data();
  proto.clear_int64_data();
  proto.clear_double_data();
  proto.clear_uint64_data();
}

} // namespace fixcon
