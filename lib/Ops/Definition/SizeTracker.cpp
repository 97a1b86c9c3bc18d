// An index map moves integers but no products, so the elements are put into a table and the map
// moves their numbers in it: an op's own map does for symbols what it does for values, without a
// rule more. Elementwise ops compute numbers by their own definition, and symbols by a rule if they
// have one. A number that the dtype does not hold is unknown, since the run would wrap.
#include "fixcon/Ops/SizeTracker.h"
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/Opaque.h"

#include "SizeTensor.h"

#include <limits>
#include <unordered_map>

namespace fixcon {
namespace {

bool fits(int64_t number, DType dtype) {
  if (dtype == DType::I32)
    return number >= std::numeric_limits<int32_t>::min() &&
           number <= std::numeric_limits<int32_t>::max();
  return dtype != DType::Bool || number == 0 || number == 1;
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
    std::vector<int64_t> tickets;
    for (SizeProduct &element : sizes->elements) {
      tickets.push_back(static_cast<int64_t>(table.size()));
      table.push_back(std::move(element));
    }
    operands.back() = Tensor::of(sizes->shape, tickets);
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

/// What an elementwise op gives on numbers alone, whatever it is.
std::vector<SizeTensor> computed(const OpDef &def, const InferContext &context) {
  EvalContext run;
  run.theOp = &context.op();
  std::vector<Datum> operands;
  for (unsigned i = 0; i < context.numOperands(); ++i) {
    if (!context.value(i) || !shortShape(context.type(i)))
      return {};
    operands.emplace_back(*context.value(i));
  }
  for (const Datum &operand : operands)
    run.inputs.push_back(&operand);
  const Type &type = context.results()[0];
  run.outputs.emplace_back(Tensor(type.dtype(), type.shape()));
  if (failed(def.evaluate(run)))
    return {};
  SizeTensor result{type.shape(), {}};
  for (int64_t number : run.out().toInts())
    result.elements.emplace_back(number);
  return {std::move(result)};
}

/// One tensor a result, or nothing.
std::vector<SizeTensor> resultsOf(const OpDef &def, const InferContext &context) {
  if (def.family() == Family::Movement)
    return moved(def, context);
  if (def.family() == Family::Elementwise)
    if (auto numbers = computed(def, context); !numbers.empty())
      return numbers;
  auto sizes = def.sizes() ? def.sizes()(context) : std::nullopt;
  return sizes ? std::vector{std::move(*sizes)} : std::vector<SizeTensor>();
}

} // namespace

struct SizeTracker::Knowledge {
  struct Entry {
    SizeTensor sizes;
    std::optional<Tensor> numbers;
  };
  std::unordered_map<const Value *, Entry> entries;
};

/// A weight may stand where a result was that is gone.
static bool mayBeFollowed(const Value *value) { return value->definingOp() || value->isArgument(); }

SizeTracker::SizeTracker() : known(std::make_unique<Knowledge>()) {}
SizeTracker::~SizeTracker() = default;

InferContext SizeTracker::contextOf(const Op &op) const {
  std::vector<OperandInfo> operands;
  for (const Value *value : op.operands()) {
    if (!value) {
      operands.push_back({Type::none()});
      continue;
    }
    operands.push_back({value->type(), numbersOf(value)});
    auto at = mayBeFollowed(value) ? known->entries.find(value) : known->entries.end();
    if (at != known->entries.end() && !at->second.numbers)
      operands.back().sizes = &at->second.sizes;
  }
  return InferContext(op, std::move(operands));
}

void SizeTracker::follow(const Op &op, const OpDef &def, const InferContext &context) {
  // A graph that is being changed may have had another value at this address.
  for (unsigned i = 0; i < op.numResults(); ++i)
    known->entries.erase(op.result(i));
  bool whole =
      !op.numRegions() && def.isDeterministic() && op.numResults() <= context.results().size();
  for (unsigned i = 0; whole && i < op.numResults(); ++i)
    whole = shortShape(context.results()[i]).has_value();
  if (!whole)
    return;
  std::vector<SizeTensor> results = resultsOf(def, context);
  for (unsigned i = 0; i < results.size() && i < op.numResults(); ++i) {
    DType dtype = context.results()[i].dtype();
    for (SizeProduct &element : results[i].elements)
      if (element.isNumber() && !fits(element.number(), dtype))
        element = SizeProduct::unknown();
    if (!op.hasResult(i) || !results[i].saysSomething())
      continue;
    auto numbers = results[i].numbers(dtype);
    known->entries[op.result(i)] = {std::move(results[i]), std::move(numbers)};
  }
}

void SizeTracker::follow(const Op &op) {
  if (isOpaque(op))
    return;
  const OpDef *def = opDef(op);
  InferContext context = contextOf(op);
  if (def && succeeded(def->inferTypes(context)))
    follow(op, *def, context);
}

void SizeTracker::know(const Value &argument, const Tensor &numbers) {
  SizeTensor sizes{numbers.shape(), {}};
  for (int64_t number : numbers.toInts())
    sizes.elements.emplace_back(number);
  known->entries[&argument] = {std::move(sizes), numbers};
}

const Tensor *SizeTracker::numbersOf(const Value *value) const {
  if (value->isWeight())
    return &value->tensor();
  auto at = mayBeFollowed(value) ? known->entries.find(value) : known->entries.end();
  return at != known->entries.end() && at->second.numbers ? &*at->second.numbers : nullptr;
}

} // namespace fixcon
