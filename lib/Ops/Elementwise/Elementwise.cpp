// Shape rule and values of elementwise ops. The result is computed in blocks of consecutive
// elements; an operand that repeats is spread into a block first, one that lies as the result does
// is read in place.
#include "Elementwise.h"

#include "fixcon/Ops/Broadcast.h"
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Support/Stop.h"

#include <algorithm>
#include <cstring>

namespace fixcon {

LogicalResult inferBroadcast(InferContext &context, DType result) {
  const std::string &op = context.op().name();
  std::optional<Dims> dims = Dims();
  bool ranked = true;
  for (unsigned i = 0; i < context.numOperands(); ++i) {
    if (!context.has(i))
      continue;
    if (!context.type(i).isTensor()) // c1
      return context.error(op + "_c1") << "operand " << i << " has type " << context.type(i).str();
    ranked &= context.isRanked(i);
    if (!ranked)
      continue;
    auto next = broadcast(*dims, context.type(i).dims());
    if (!next) // c2
      return context.error(op + "_c2")
             << "shape " << context.type(i).str() << " of operand " << i
             << " does not broadcast with " << Type::tensor(context.type(i).dtype(), *dims).str();
    dims = std::move(next);
  }
  context.setResult(0, ranked ? Type::tensor(result, std::move(*dims)) : Type::unranked(result));
  return success();
}

Scalar foldBalanced(std::span<const Scalar> args, Scalar (*combine)(Scalar, Scalar)) {
  if (args.size() == 1)
    return args[0];
  size_t half = args.size() / 2;
  return combine(foldBalanced(args.first(half), combine),
                 foldBalanced(args.subspan(half), combine));
}

LogicalResult inferElementwise(const OpDef &def, InferContext &context) {
  if (context.numOperands() == 0 || !context.has(0))
    return context.error(def.name() + "_form") << "no operand";
  return inferBroadcast(context, def.resultDType().value_or(context.type(0).dtype()));
}

namespace {

/// Reads consecutive elements of the broadcast operand, converted to T.
template <class T> class OperandStream {
public:
  OperandStream(const Tensor *tensor, const Shape &result) : tensor(tensor) {
    repeats = tensor && tensor->size() == 1;
    if (tensor && !repeats) {
      Shape repeated = broadcastStrides(tensor->shape(), result);
      for (size_t i = 0; i < result.size(); ++i)
        append(result[i], repeated[i]);
    }
    if (!tensor)
      return;
    position.assign(extents.size(), 0);
    inPlace = !repeats && extents.size() <= 1 && tensor->dtype() == detail::dtypeOf<T>();
    buffer.resize(inPlace ? 0 : ScalarEvaluator<T>::blockSize);
    if (repeats)
      fill(buffer.data(), 0, 0, static_cast<int64_t>(buffer.size()));
  }

  /// The next `count` elements; valid until the next call.
  const T *next(int64_t count) {
    if (!tensor)
      return nullptr;
    if (repeats)
      return buffer.data();
    if (inPlace) {
      const T *at = tensor->data<T>().data() + offset;
      offset += count;
      return at;
    }
    for (int64_t done = 0; done < count;)
      done += fillRow(buffer.data() + done, count - done);
    return buffer.data();
  }

private:
  /// Dims that continue each other are one, so that rows are as long as they can be.
  void append(int64_t extent, int64_t stride) {
    if (extent == 1)
      return;
    if (!extents.empty() && strides.back() == stride * extent) {
      extents.back() *= extent;
      strides.back() = stride;
      return;
    }
    extents.push_back(extent);
    strides.push_back(stride);
  }

  /// What is left of the current row, at most `room` elements.
  int64_t fillRow(T *out, int64_t room) {
    size_t last = extents.size() - 1;
    int64_t count = std::min(room, extents[last] - position[last]);
    fill(out, offset, strides[last], count);
    position[last] += count;
    offset += count * strides[last];
    for (size_t d = last; d > 0 && position[d] == extents[d]; --d) {
      offset += strides[d - 1] - position[d] * strides[d];
      position[d] = 0;
      ++position[d - 1];
    }
    return count;
  }

  template <class From> static void copy(T *out, const From *from, int64_t stride, int64_t count) {
    if (stride == 0)
      std::fill_n(out, count, static_cast<T>(*from));
    else
      for (int64_t i = 0; i < count; ++i)
        out[i] = static_cast<T>(from[i * stride]);
  }

  void fill(T *out, int64_t from, int64_t stride, int64_t count) {
    bool known = withArithmeticType(tensor->dtype(), [&](auto tag) {
      using From = typename decltype(tag)::type;
      copy(out, tensor->data<From>().data() + from, stride, count);
    });
    for (int64_t i = 0; !known && i < count; ++i)
      out[i] = static_cast<T>(tensor->toDouble(from + i * stride));
  }

  const Tensor *tensor;
  Shape extents, strides, position;
  int64_t offset = 0;
  bool repeats = false, inPlace = false;
  std::vector<T> buffer;
};

/// Keeps the low bits that the narrow integer dtypes have, extended over the byte.
int64_t wrapNarrow(DType type, int64_t value) {
  unsigned bits = type == DType::I4 || type == DType::U4   ? 4
                  : type == DType::I2 || type == DType::U2 ? 2
                                                           : 0;
  if (bits == 0)
    return value;
  auto low = static_cast<uint64_t>(value) << (64 - bits);
  return classOf(type) == DTypeClass::Signed ? static_cast<int64_t>(low) >> (64 - bits)
                                             : static_cast<int64_t>(low >> (64 - bits));
}

/// Out of range floats become what Tensor::converted makes of them.
template <class Into, class T> Into narrowed(T value) {
  if constexpr (std::is_same_v<Into, bool>)
    return value != 0;
  else if constexpr (std::is_floating_point_v<T> && std::is_integral_v<Into>)
    return static_cast<Into>(Tensor::scalar(static_cast<double>(value)).toInt(0));
  else
    return static_cast<Into>(value);
}

template <class T> void store(Tensor &out, int64_t at, const T *values, int64_t count) {
  DType dtype = out.dtype();
  bool known = withArithmeticType(dtype, [&](auto tag) {
    using Into = typename decltype(tag)::type;
    Into *to = out.mutableData<Into>().data() + at;
    for (int64_t i = 0; i < count; ++i)
      to[i] = narrowed<Into>(values[i]);
    if constexpr (std::is_same_v<Into, int8_t> || std::is_same_v<Into, uint8_t>)
      if (dtype != DType::I8 && dtype != DType::U8)
        for (int64_t i = 0; i < count; ++i)
          to[i] = static_cast<Into>(wrapNarrow(dtype, to[i]));
  });
  if (known)
    return;
  std::vector<double> wide(values, values + count);
  Tensor rounded = Tensor::of({count}, wide).converted(dtype);
  std::memcpy(out.mutableBytes().data() + static_cast<size_t>(at) * byteSize(dtype),
              rounded.bytes().data(), rounded.bytes().size());
}

template <class T> void computeIn(const Scalar &formula, EvalContext &context) {
  Tensor &out = context.out();
  std::vector<OperandStream<T>> streams;
  for (const Tensor *input : context.tensors())
    streams.emplace_back(input, out.shape());
  ScalarEvaluator<T> evaluator(formula);
  bool direct = out.dtype() == detail::dtypeOf<T>();
  T *results = direct ? out.mutableData<T>().data() : nullptr;
  std::vector<T> buffer(direct ? 0 : ScalarEvaluator<T>::blockSize);
  std::vector<const T *> arguments(streams.size());
  StopCheck stop;
  for (int64_t at = 0; at < out.size();) {
    auto count = std::min<int64_t>(ScalarEvaluator<T>::blockSize, out.size() - at);
    for (size_t i = 0; i < streams.size(); ++i)
      arguments[i] = streams[i].next(count);
    T *block = direct ? results + at : buffer.data();
    evaluator.run(arguments, block, static_cast<size_t>(count));
    if (!direct)
      store(out, at, block, count);
    at += count;
    stop.after(count * static_cast<int64_t>(streams.size() + 1));
  }
}

enum class Domain { Float, Signed, Unsigned };

/// 64-bit unsigned numbers need their own domain; all narrower integers fit the signed one, where
/// wrapping at the end is as good as wrapping at each step.
Domain domainOf(const EvalContext &context) {
  Domain domain = Domain::Signed;
  for (const Datum *input : context.inputs) {
    if (input && isFloat(input->dtype()))
      return Domain::Float;
    if (input && input->dtype() == DType::U64)
      domain = Domain::Unsigned;
  }
  return domain;
}

} // namespace

/// The dtype among operands and result that formulas cannot compute with.
static std::optional<DType> unrealDType(EvalContext &context) {
  for (const Datum *input : context.inputs)
    if (input && !isReal(input->dtype()))
      return input->dtype();
  return isReal(context.out().dtype()) ? std::nullopt : std::optional(context.out().dtype());
}

LogicalResult evaluateElementwise(const OpDef &def, EvalContext &context) {
  if (auto dtype = unrealDType(context)) {
    if (def.reference())
      return def.reference()(context);
    return context.error() << "no meaning on " << name(*dtype);
  }
  // A formula may ask for operands that the op leaves out at its end.
  std::vector<Scalar> arguments(std::max<size_t>(context.numOperands(), def.operands().size()));
  for (unsigned i = 0; i < context.numOperands(); ++i)
    if (context.has(i))
      arguments[i] = Scalar::argument(i);
  Scalar expression = def.formula()(arguments, context.op());
  Domain domain = domainOf(context);
  if (domain == Domain::Float)
    computeIn<double>(expression, context);
  else if (domain == Domain::Unsigned)
    computeIn<uint64_t>(expression, context);
  else
    computeIn<int64_t>(expression, context);
  return success();
}

} // namespace fixcon
