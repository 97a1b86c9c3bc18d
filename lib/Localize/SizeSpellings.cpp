// Nothing is known here of any op: a list is tried by the op's own shape rule at every choice of sizes, and the
// first one that gives the right shapes at all of them is taken. A list that is the same for all sizes comes
// before one that has to be computed.
#include "SizeSpellings.h"

#include <algorithm>
#include <numeric>

namespace fixcon {

std::optional<Shape> shapeOf(const Type &type) {
  return type.isTensor() && type.isStatic() ? std::optional(type.shape()) : std::nullopt;
}

std::optional<Shape> SizeSpellings::shapeIn(size_t lane, const std::string &value) const {
  return shapeOf(lanes[lane].typeOf(value));
}

static Tensor listOf(const std::vector<int64_t> &numbers, DType dtype) {
  return Tensor::of<int64_t>({static_cast<int64_t>(numbers.size())}, numbers).converted(dtype);
}

OperandChange SizeSpellings::changeIn(size_t lane, const Op &op,
                                      const SizeSpelling &spelling) const {
  using Way = SizeSpelling::Way;
  if (spelling.way == Way::Constant)
    return {spelling.operand, spelling.constant, {}};
  if (spelling.way == Way::Absent)
    return {spelling.operand, std::nullopt, Type::none()};
  if (spelling.way == Way::Unmade)
    return {spelling.operand, std::nullopt, lanes[lane].typeOf(spelling.value)};
  std::vector<int64_t> numbers;
  for (const SizeTerm &term : spelling.terms) {
    auto shape = term.value.empty() ? std::nullopt : shapeIn(lane, term.value);
    numbers.push_back(term.value.empty() ? term.factor
                      : shape            ? (*shape)[term.axis] * term.factor / term.divisor
                                         : 0);
  }
  DType dtype = lanes[0].typeOf(op.operand(spelling.operand)->name()).dtype();
  if (spelling.way == Way::Repeated)
    return {spelling.operand, std::nullopt, Type::tensor(dtype, numbers)};
  return {spelling.operand, listOf(numbers, dtype), {}};
}

OperandChanges SizeSpellings::changesIn(size_t lane, const Op &op,
                                        const std::vector<SizeSpelling> &spellings) const {
  OperandChanges changes;
  for (const SizeSpelling &spelling : spellings)
    if (spelling.way != SizeSpelling::Way::Said && spelling.way != SizeSpelling::Way::Other)
      changes.push_back(changeIn(lane, op, spelling));
  return changes;
}

bool SizeSpellings::areRight(const LaneOps &ops, const std::vector<SizeSpelling> &spellings,
                             const LaneShapes &wanted) {
  for (size_t lane = 0; lane < lanes.size(); ++lane) {
    Inferred inferred = lanes[lane].infer(*ops[lane], changesIn(lane, *ops[lane], spellings));
    auto made = inferred.types ? shapeOf(inferred.types->front()) : std::nullopt;
    const auto &right = lane ? wanted[lane] : shapeIn(0, ops[0]->result()->name());
    if (!inferred.types || (right && made != right))
      return false;
  }
  return true;
}

/// A 0 or a -1 in place of the elements that vary; of one after the other where it is not known which do.
std::vector<std::vector<int64_t>> SizeSpellings::variants(const std::vector<int64_t> &now,
                                                          const Shape &result,
                                                          const LaneShapes &wanted) const {
  std::vector<std::vector<size_t>> places;
  bool isKnown = now.size() == result.size() &&
                 std::ranges::any_of(wanted, [](const auto &shape) { return shape.has_value(); });
  if (isKnown) {
    places.emplace_back();
    for (size_t i = 0; i < now.size(); ++i)
      if (std::ranges::any_of(wanted, [&](const auto &shape) {
            return shape && shape->size() == result.size() && (*shape)[i] != result[i];
          }))
        places.back().push_back(i);
  } else {
    for (size_t i = 0; i < now.size(); ++i)
      places.push_back({i});
  }
  std::vector<std::vector<int64_t>> out;
  for (const std::vector<size_t> &varying : places)
    for (size_t asked = 0; asked <= varying.size(); ++asked) {
      std::vector<int64_t> list = now;
      for (size_t i = 0; i < list.size(); ++i)
        if (asked > 0 && list[i] == -1 && i < result.size())
          list[i] = result[i];
      for (size_t k = 0; k < varying.size(); ++k)
        list[varying[k]] = k + 1 == asked ? -1 : 0;
      out.push_back(std::move(list));
    }
  return out;
}

std::optional<SizeSpelling> SizeSpellings::list(const LaneOps &ops, unsigned operand,
                                                const LaneShapes &wanted,
                                                const std::vector<Tensor> &constants) {
  for (const Tensor &constant : constants)
    if (SizeSpelling same{operand, SizeSpelling::Way::Constant, constant};
        areRight(ops, {same}, wanted))
      return same;
  auto now = lanes[0].elementsOf(*ops[0]->operand(operand));
  auto result = shapeIn(0, ops[0]->result()->name());
  if (!now || !result || now->rank() != 1)
    return std::nullopt;
  for (const std::vector<int64_t> &list : variants(now->toInts(), *result, wanted))
    if (SizeSpelling variant{operand, SizeSpelling::Way::Constant, listOf(list, now->dtype())};
        areRight(ops, {variant}, wanted))
      return variant;
  return computed(ops, operand, wanted);
}

/// How many times the sizes of the first operand those of the result are; nothing where they are not.
static std::optional<std::vector<int64_t>> ratiosOf(const Shape &result,
                                                    const std::optional<Shape> &data) {
  if (!data || data->size() != result.size())
    return std::nullopt;
  std::vector<int64_t> ratios;
  for (size_t i = 0; i < result.size(); ++i) {
    if ((*data)[i] <= 0 || result[i] % (*data)[i] != 0)
      return std::nullopt;
    ratios.push_back(result[i] / (*data)[i]);
  }
  return ratios;
}

/// The list at hand with the result's size in place of each element that is one which varies.
static std::vector<int64_t> resized(std::vector<int64_t> list, const Shape &first,
                                    const Shape &result) {
  for (int64_t &element : list)
    for (size_t i = 0; i < first.size(); ++i)
      if (element == first[i] && first[i] != result[i]) {
        element = result[i];
        break;
      }
  return list;
}

/// The sizes of the result, or how many times they are those of the first operand, or some of them.
std::optional<SizeSpelling> SizeSpellings::computed(const LaneOps &ops, unsigned operand,
                                                    const LaneShapes &wanted) {
  Rows sizes, ratios, some;
  const Value *data = ops[0]->operand(0);
  auto first = shapeIn(0, ops[0]->result()->name());
  auto list = lanes[0].elementsOf(*ops[0]->operand(operand));
  for (size_t lane = 0; first && list && lane < lanes.size(); ++lane) {
    const auto &shape = lane ? wanted[lane] : first;
    if (!shape || shape->size() != first->size())
      return std::nullopt;
    sizes.push_back(*shape);
    if (auto row = ratiosOf(*shape, data ? shapeIn(lane, data->name()) : std::nullopt))
      ratios.push_back(std::move(*row));
    some.push_back(resized(list->toInts(), *first, *shape));
  }
  for (const Rows &rows : {sizes, ratios, some})
    if (!rows.empty() && rows.size() == lanes.size())
      if (auto terms = termsFor(*ops[0], rows))
        if (SizeSpelling spelling{operand, SizeSpelling::Way::Computed, {}, std::move(*terms)};
            areRight(ops, {spelling}, wanted))
          return spelling;
  return std::nullopt;
}

std::optional<SizeSpelling> SizeSpellings::repetition(const LaneOps &ops, unsigned operand,
                                                      const LaneShapes &needed) const {
  auto now = shapeIn(0, ops[0]->operand(operand)->name());
  Rows rows;
  for (size_t lane = 0; lane < lanes.size(); ++lane) {
    const auto &shape = lane ? needed[lane] : now;
    if (!now || !shape || shape->size() != now->size())
      return std::nullopt;
    for (size_t i = 0; i < now->size(); ++i)
      if ((*now)[i] != 1 && (*now)[i] != (*shape)[i])
        return std::nullopt;
    rows.push_back(*shape);
  }
  auto terms = termsFor(*ops[0], rows);
  if (!terms)
    return std::nullopt;
  return SizeSpelling{operand, SizeSpelling::Way::Repeated, {}, std::move(*terms)};
}

std::optional<std::vector<SizeTerm>> SizeSpellings::termsFor(const Op &op, const Rows &rows) const {
  std::vector<SizeTerm> terms;
  for (size_t i = 0; i < rows[0].size(); ++i) {
    auto term = termFor(op, rows, i);
    if (!term)
      return std::nullopt;
    terms.push_back(std::move(*term));
  }
  return terms;
}

/// A number if it is the same for all sizes, else a part of a dim: of what the op reads, or of an input.
std::optional<SizeTerm> SizeSpellings::termFor(const Op &op, const Rows &rows,
                                               size_t element) const {
  if (std::ranges::all_of(rows, [&](const auto &row) { return row[element] == rows[0][element]; }))
    return SizeTerm{"", 0, rows[0][element], 1};
  for (const Value *value : op.operands())
    if (value && faithful.value(value->name()))
      if (auto term = partOf(value->name(), rows, element))
        return term;
  for (const auto &argument : faithful.arguments())
    if (auto term = partOf(argument->name(), rows, element))
      return term;
  return std::nullopt;
}

std::optional<SizeTerm> SizeSpellings::partOf(const std::string &value, const Rows &rows,
                                              size_t element) const {
  auto first = shapeIn(0, value);
  for (unsigned axis = 0; first && axis < first->size(); ++axis) {
    int64_t common = std::gcd(rows[0][element], (*first)[axis]);
    if (common == 0)
      continue;
    SizeTerm term{value, axis, rows[0][element] / common, (*first)[axis] / common};
    bool fits = true;
    for (size_t lane = 0; fits && lane < rows.size(); ++lane) {
      auto shape = shapeIn(lane, value);
      fits = shape && shape->size() == first->size() &&
             (*shape)[axis] * term.factor == rows[lane][element] * term.divisor;
    }
    if (fits)
      return term;
  }
  return std::nullopt;
}

} // namespace fixcon
