#include "SizeTensor.h"

#include "fixcon/Ops/Broadcast.h"

#include <algorithm>
#include <limits>

namespace fixcon {
namespace {

bool holdsSizes(DType dtype) {
  return dtype == DType::I64 || dtype == DType::I32 || dtype == DType::Bool;
}

/// The shape of a tensor that may be followed.
std::optional<Shape> shortShape(const Type &type) {
  if (!type.isTensor() || !type.isStatic() || !holdsSizes(type.dtype()))
    return std::nullopt;
  Shape shape = type.shape();
  auto count = elementCount(shape);
  return count && *count <= SizeTensor::longest ? std::optional(shape) : std::nullopt;
}

bool fits(int64_t number, DType dtype) {
  if (dtype == DType::I32)
    return number >= std::numeric_limits<int32_t>::min() &&
           number <= std::numeric_limits<int32_t>::max();
  return dtype != DType::Bool || number == 0 || number == 1;
}

bool saysSomething(const SizeTensor &sizes) {
  return sizes.elements.empty() ||
         std::ranges::any_of(sizes.elements, [](const SizeProduct &e) { return e.isKnown(); });
}

/// The operands' elements as places in a table, so that an index map can move what is no number.
struct Tickets {
  std::vector<SizeProduct> table{SizeProduct(0)}; ///< a fill of zero is ticket 0
  std::vector<Tensor> operands;
  std::vector<bool> given;

  void add(const InferContext &context, unsigned i) {
    auto sizes = sizesOf(context, i);
    given.push_back(sizes.has_value());
    operands.emplace_back();
    if (!sizes)
      return;
    Tensor tickets(DType::I64, sizes->shape);
    for (int64_t &ticket : tickets.mutableData<int64_t>()) {
      ticket = static_cast<int64_t>(table.size());
      table.push_back(sizes->elements[size_t(&ticket - tickets.data<int64_t>().data())]);
    }
    operands.back() = std::move(tickets);
  }
};

bool readsGivenOnly(const IndexMap &map, const Tickets &tickets) {
  auto given = [&](unsigned i) { return i < tickets.given.size() && tickets.given[i]; };
  for (const IndexMap::Piece &piece : map.pieces)
    if (piece.operand != IndexMap::Piece::fill && !given(piece.operand))
      return false;
  return !map.fillOperand || given(*map.fillOperand);
}

/// One tensor a result, empty if the op's map is not known.
std::vector<SizeTensor> moved(const OpDef &def, const InferContext &given) {
  InferContext context = given;
  Tickets tickets;
  bool any = false;
  for (unsigned i = 0; i < context.numOperands(); ++i) {
    tickets.add(context, i);
    any |= context.value(i) || context.sizes(i);
    if (context.has(i) && (!context.isRanked(i) || !context.type(i).isStatic()))
      return {};
    // A list that decides what moves where must be known whole.
    Role role = def.operandDef(i)->role;
    if (context.has(i) && (role == Role::Shape || role == Role::Index) && !context.value(i))
      return {};
  }
  if (!any)
    return {};
  auto maps = def.movement()(context);
  if (failed(maps))
    return {};
  std::vector<const Tensor *> operands;
  for (const Tensor &tensor : tickets.operands)
    operands.push_back(&tensor);
  std::vector<SizeTensor> results;
  for (const IndexMap &map : *maps) {
    if (!readsGivenOnly(map, tickets))
      return {};
    Tensor places = gather(map, operands);
    results.push_back({places.shape(), {}});
    for (int64_t ticket : places.data<int64_t>())
      results.back().elements.push_back(tickets.table[static_cast<size_t>(ticket)]);
  }
  return results;
}

} // namespace

std::optional<Tensor> SizeTensor::numbers(DType dtype) const {
  std::vector<int64_t> values;
  for (const SizeProduct &element : elements) {
    if (!element.isNumber())
      return std::nullopt;
    values.push_back(element.number());
  }
  return Tensor::of<int64_t>(shape, values).converted(dtype);
}

std::optional<SizeTensor> sizesOf(const InferContext &context, unsigned i) {
  auto shape = context.has(i) ? shortShape(context.type(i)) : std::nullopt;
  if (!shape)
    return std::nullopt;
  if (const SizeTensor *sizes = context.sizes(i))
    return *sizes;
  SizeTensor result{*shape, {}};
  result.elements.resize(static_cast<size_t>(*elementCount(*shape)), SizeProduct::unknown());
  if (const Tensor *value = context.value(i))
    std::ranges::transform(value->toInts(), result.elements.begin(),
                           [](int64_t number) { return SizeProduct(number); });
  return result;
}

std::optional<std::vector<SizeProduct>> knownSizes(const InferContext &context, unsigned i) {
  auto sizes = sizesOf(context, i);
  if (!sizes || !saysSomething(*sizes))
    return std::nullopt;
  return std::move(sizes->elements);
}

OpDef::Sizes elementwiseSizes(SizeProduct (*rule)(std::span<const SizeProduct> args)) {
  return [rule](const InferContext &context) -> std::optional<SizeTensor> {
    auto shape = shortShape(context.results()[0]);
    if (!shape)
      return std::nullopt;
    std::vector<SizeTensor> operands;
    std::vector<Shape> strides;
    for (unsigned i = 0; i < context.numOperands(); ++i) {
      auto sizes = sizesOf(context, i);
      if (!sizes)
        return std::nullopt;
      strides.push_back(broadcastStrides(sizes->shape, *shape));
      operands.push_back(std::move(*sizes));
    }
    SizeTensor result{*shape, {}};
    Shape steps = stridesOf(*shape);
    for (int64_t e = 0; e < *elementCount(*shape); ++e) {
      std::vector<SizeProduct> args;
      for (size_t i = 0; i < operands.size(); ++i) {
        int64_t at = 0;
        for (size_t d = 0; d < steps.size(); ++d)
          at += e / steps[d] % (*shape)[d] * strides[i][d];
        args.push_back(operands[i].elements[static_cast<size_t>(at)]);
      }
      result.elements.push_back(rule(args));
    }
    return result;
  };
}

InferContext SizeTracker::contextOf(const Op &op) const {
  std::vector<OperandInfo> operands;
  for (const Value *value : op.operands()) {
    if (!value) {
      operands.push_back({Type::none()});
      continue;
    }
    auto at = known.find(value);
    if (value->isWeight())
      operands.push_back({value->type(), &value->tensor()});
    else if (at == known.end())
      operands.push_back({value->type()});
    else if (at->second.numbers)
      operands.push_back({value->type(), &*at->second.numbers});
    else
      operands.push_back({value->type(), nullptr, &at->second.sizes});
  }
  return InferContext(op, std::move(operands));
}

void SizeTracker::follow(const Op &op, const OpDef &def, const InferContext &context) {
  bool whole = !op.numRegions() && op.numResults() <= context.results().size();
  for (unsigned i = 0; whole && i < op.numResults(); ++i)
    whole = shortShape(context.results()[i]).has_value();
  if (!whole)
    return;
  std::vector<SizeTensor> results;
  if (def.sizes()) {
    if (auto result = def.sizes()(context))
      results.push_back(std::move(*result));
  } else if (def.family() == Family::Movement) {
    results = moved(def, context);
  }
  for (unsigned i = 0; i < results.size() && i < op.numResults(); ++i) {
    DType dtype = context.results()[i].dtype();
    for (SizeProduct &element : results[i].elements)
      if (element.isNumber() && !fits(element.number(), dtype))
        element = SizeProduct::unknown();
    if (!op.hasResult(i) || !saysSomething(results[i]))
      continue;
    auto numbers = results[i].numbers(dtype);
    known[op.result(i)] = {std::move(results[i]), std::move(numbers)};
  }
}

const Tensor *SizeTracker::numbersOf(const Value *value) const {
  auto at = known.find(value);
  return at != known.end() && at->second.numbers ? &*at->second.numbers : nullptr;
}

} // namespace fixcon
