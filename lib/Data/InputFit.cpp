// An array must have every dim that the input fixes, as runtimes demand; only the batch may be 1 where the
// model says more, for samples come one by one. A cast of whole numbers is exact if it can be taken back.
#include "InputFit.h"

#include "fixcon/Data/RecipeRecord.h"
#include "fixcon/Tensor/Quantize.h"

#include <algorithm>

namespace fixcon {

std::string describe(const InputSpec &input) {
  std::string text = "input '" + input.name + "'";
  return input.model.empty() ? text : text + " of " + input.model;
}

/// Stored = real / scale + zero point, as the model's own quantising op would round it.
static Tensor quantised(const Tensor &real, const InputGrid &grid, DType type) {
  std::vector<double> stored = real.toDoubles();
  for (double &value : stored)
    value = quantize(value / grid.scale, static_cast<double>(grid.zeroPoint), type);
  return Tensor::of<double>(real.shape(), stored).converted(type);
}

static bool isWhole(DType type) { return isInteger(type) || type == DType::Bool; }

/// Whole numbers under another dtype; nullopt if one of them would change.
static std::optional<Tensor> exactly(const Tensor &whole, DType type) {
  DType own = whole.dtype();
  Tensor cast = whole.converted(type);
  if (!cast.converted(own).identical(whole))
    return std::nullopt;
  // What wraps around comes back too: between signed and unsigned, the sign tells.
  bool mayWrap = isInteger(type) && classOf(type) != classOf(own);
  for (int64_t i = 0; mayWrap && i < whole.size(); ++i)
    if (whole.toInt(i) < 0 || cast.toInt(i) < 0)
      return std::nullopt;
  return cast;
}

static std::optional<Tensor> withDType(const Tensor &tensor, const InputSpec &input) {
  DType from = tensor.dtype(), to = input.type.dtype();
  if (from == to)
    return tensor;
  if (isFloat(from) && isFloat(to))
    return tensor.converted(to);
  if (isFloat(from) && input.grid && isQuantizable(to))
    return quantised(tensor, *input.grid, to);
  return isWhole(from) && (isWhole(to) || isFloat(to)) ? exactly(tensor, to) : std::nullopt;
}

static FailureOr<Tensor> asDTypeOf(const InputSpec &input, const Tensor &tensor,
                                   Diagnostics &diags) {
  DType from = tensor.dtype(), to = input.type.dtype();
  auto cast = withDType(tensor, input);
  if (!cast)
    return diags.error(Location{})
           << describe(input) << " wants " << input.type.str() << ", the data is "
           << typeOf(tensor).str()
           << (isWhole(from) ? ", whose numbers " + std::string(name(to)) + " cannot hold" : "");
  if (from != to && isWhole(from))
    (void)(diags.remark(Location{}) << describe(input) << " is " << name(to) << ", the data is "
                                    << name(from) << ": the numbers are taken as they are");
  return *cast;
}

/// Adds or drops the batch axis.
static Tensor withBatchOf(const Type &type, const Tensor &tensor) {
  Shape shape = tensor.shape();
  if (type.rank() + 1 == tensor.rank() && shape[0] == 1)
    shape.erase(shape.begin());
  else if (type.rank() == tensor.rank() + 1)
    shape.insert(shape.begin(), 1);
  return tensor.reshaped(std::move(shape));
}

static bool fits(const Shape &shape, const Type &type) {
  if (type.admits(shape))
    return true;
  if (shape.empty() || shape.size() != type.rank() || shape[0] != 1 || !type.dim(0).isStatic())
    return false;
  Shape batched = shape;
  batched[0] = type.dim(0).size();
  return type.admits(batched);
}

/// What to do about a shape that would fit with its channels at the other end.
static std::string layoutHint(Shape shape, const Type &type) {
  constexpr size_t fewest = 3;
  if (shape.size() < fewest)
    return "";
  std::rotate(shape.begin() + 1, shape.end() - 1, shape.end());
  if (fits(shape, type))
    return "; it looks like channels last (NHWC), the input has channels first";
  std::rotate(shape.begin() + 1, shape.begin() + 3, shape.end());
  return fits(shape, type) ? "; it looks like channels first (NCHW), the input has channels last"
                           : "";
}

FailureOr<Tensor> fitArray(Tensor array, const InputSpec &input, Diagnostics &diags) {
  const Type &type = input.type;
  if (!type.isTensor())
    return array;
  if (type.isRanked()) {
    array = withBatchOf(type, array);
    if (!fits(array.shape(), type))
      return diags.error(Location{})
             << describe(input) << " wants " << type.str() << ", the data is "
             << typeOf(array).str() << layoutHint(array.shape(), type);
  }
  return asDTypeOf(input, array, diags);
}

/// The field of a recipe that makes pictures of the input's size.
static std::string sizeHint(const Type &type, const Recipe &recipe) {
  auto layout = imageLayoutOf(type);
  size_t row = layout == ImageLayout::NHWC ? 1 : 2;
  if (!layout || recipe.pad || !type.dim(row).isStatic() || !type.dim(row + 1).isStatic())
    return "";
  std::string size = "[" + std::to_string(type.dim(row).size()) + ", " +
                     std::to_string(type.dim(row + 1).size()) + "]";
  return recipe.crop ? "; \"crop\": " + size + " in the recipe does"
                     : "; \"resize\": {\"size\": " + size + "} in the recipe does";
}

FailureOr<Tensor> fitPicture(const Tensor &picture, const InputSpec &input, const Recipe &recipe,
                             Diagnostics &diags) {
  const Type &type = input.type;
  if (!type.isTensor())
    return picture;
  if (!type.isRanked())
    return asDTypeOf(input, picture, diags);
  bool batched = type.rank() >= 4;
  Shape wanted;
  for (size_t i = 0; i < type.rank(); ++i)
    wanted.push_back(batched && i == 0        ? 1
                     : type.dim(i).isStatic() ? type.dim(i).size()
                     : i < picture.rank()     ? picture.shape()[i]
                                              : 1);
  if (elementCount(wanted) != picture.size())
    return diags.error(Location{})
           << describe(input) << " wants " << type.str() << ", the recipe makes "
           << str(picture.shape()) << sizeHint(type, recipe);
  return asDTypeOf(input, picture.reshaped(std::move(wanted)), diags);
}

} // namespace fixcon
