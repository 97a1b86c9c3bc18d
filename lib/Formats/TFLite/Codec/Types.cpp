// The enumerators of the format name the dtypes one by one. A file may say of a tensor of rank 0 that it has
// a rank; of one that says nothing, neither sizes nor rank are known.
#include "Types.h"

namespace fixcon {

namespace {

struct Pair {
  tfl::TensorType stored;
  DType dtype;
};

constexpr Pair pairs[] = {
    {tfl::TensorType_FLOAT32, DType::F32},   {tfl::TensorType_FLOAT16, DType::F16},
    {tfl::TensorType_INT32, DType::I32},     {tfl::TensorType_UINT8, DType::U8},
    {tfl::TensorType_INT64, DType::I64},     {tfl::TensorType_STRING, DType::String},
    {tfl::TensorType_BOOL, DType::Bool},     {tfl::TensorType_INT16, DType::I16},
    {tfl::TensorType_COMPLEX64, DType::C64}, {tfl::TensorType_INT8, DType::I8},
    {tfl::TensorType_FLOAT64, DType::F64},   {tfl::TensorType_COMPLEX128, DType::C128},
    {tfl::TensorType_UINT64, DType::U64},    {tfl::TensorType_UINT32, DType::U32},
    {tfl::TensorType_UINT16, DType::U16},    {tfl::TensorType_INT4, DType::I4},
    {tfl::TensorType_BFLOAT16, DType::BF16}, {tfl::TensorType_INT2, DType::I2},
    {tfl::TensorType_UINT4, DType::U4}};

} // namespace

std::optional<DType> dtypeOf(tfl::TensorType type) {
  for (const Pair &pair : pairs)
    if (pair.stored == type)
      return pair.dtype;
  return std::nullopt;
}

std::optional<tfl::TensorType> tensorTypeOf(DType dtype) {
  for (const Pair &pair : pairs)
    if (pair.dtype == dtype)
      return pair.stored;
  return std::nullopt;
}

Type typeOf(const tfl::Tensor &tensor) {
  auto dtype = dtypeOf(tensor.type());
  if (!dtype)
    return {};
  const auto *shape = tensor.shape(), *signature = tensor.shape_signature();
  if (!tensor.has_rank() && (!shape || shape->size() == 0))
    return Type::unranked(*dtype);
  if (signature && signature->size() > 0)
    shape = signature;
  Dims dims;
  for (unsigned i = 0; shape && i < shape->size(); ++i)
    dims.push_back(shape->Get(i) < 0 ? Dim() : Dim(shape->Get(i)));
  return Type::tensor(*dtype, std::move(dims));
}

std::shared_ptr<const Quantization> gridOf(const tfl::Tensor &tensor) {
  const tfl::QuantizationParameters *stored = tensor.quantization();
  if (!stored || !stored->scale() || stored->scale()->size() == 0 ||
      stored->details_type() != tfl::QuantizationDetails_NONE)
    return nullptr;
  Quantization grid;
  grid.scales.assign(stored->scale()->begin(), stored->scale()->end());
  if (stored->zero_point())
    grid.zeroPoints.assign(stored->zero_point()->begin(), stored->zero_point()->end());
  else
    grid.zeroPoints.resize(grid.scales.size());
  if (grid.scales.size() > 1)
    grid.axis = stored->quantized_dimension();
  return std::make_shared<const Quantization>(std::move(grid));
}

} // namespace fixcon
