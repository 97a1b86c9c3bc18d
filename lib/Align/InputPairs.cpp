// Names come first, for that is what runtimes feed by. What a converter has renamed goes by place; if it has reordered
// it too, sizes tell where they can. What equal sizes leave open shows in what reads the inputs
// (ExchangedInputs.cpp).
#include "fixcon/Align/InputPairs.h"

#include "fixcon/Align/Layout.h"
#include "fixcon/Align/NormalPair.h"
#include "fixcon/Pass/Pass.h"

#include <algorithm>

namespace fixcon {
namespace {

enum class NumberKind { Real, Whole, Truth, Text };

NumberKind kindOf(DType dtype) {
  if (dtype == DType::String)
    return NumberKind::Text;
  if (dtype == DType::Bool)
    return NumberKind::Truth;
  return isFloat(dtype) ? NumberKind::Real : NumberKind::Whole;
}

/// Elements behind the first axis, which counts samples; nothing if some size is open.
std::optional<int64_t> elementsOfOne(const Type &type) {
  int64_t elements = 1;
  for (size_t axis = 1; type.isRanked() && axis < type.rank(); ++axis) {
    if (!type.dim(axis).isStatic())
      return std::nullopt;
    elements *= type.dim(axis).size();
  }
  return type.isRanked() ? std::optional(elements) : std::nullopt;
}

bool mayHoldTheSame(const Type &a, const Type &b) {
  if (!a.isTensor() || !b.isTensor())
    return a.isTensor() == b.isTensor();
  if (kindOf(a.dtype()) != kindOf(b.dtype()))
    return false;
  auto ours = elementsOfOne(a), theirs = elementsOfOne(b);
  return !ours || !theirs || *ours == *theirs;
}

/// The only one left that fits; null if none or several do.
const Value *onlyFitting(const Value &argument, const std::vector<const Value *> &left) {
  const Value *found = nullptr;
  for (const Value *other : left)
    if (mayHoldTheSame(argument.type(), other->type())) {
      if (found)
        return nullptr;
      found = other;
    }
  return found;
}

bool holdTheSame(const Tensor &a, const Tensor &b) {
  return !a.isString() && !b.isString() && solveLayout(std::span(&a, 1), std::span(&b, 1), 0);
}

/// Null if the input is not fed.
const Tensor *numbersOf(const std::map<std::string, Tensor> &inputs, const std::string &name) {
  auto found = inputs.find(name);
  return found == inputs.end() ? nullptr : &found->second;
}

} // namespace

InputPartners inputPartners(const Graph &target, const Graph &source) {
  InputPartners partners(target.arguments().size());
  std::vector<const Value *> left;
  for (const auto &argument : source.arguments()) {
    const Value *named = target.value(argument->name());
    if (named && named->isArgument())
      partners[named->index()] = argument.get();
    else
      left.push_back(argument.get());
  }
  auto take = [&](size_t at, const Value *partner) {
    partners[at] = partner;
    std::erase(left, partner);
  };
  for (bool mustFit : {true, false})
    for (const auto &argument : target.arguments()) {
      size_t at = argument->index();
      auto same = std::ranges::find(left, at, [](const Value *v) { return size_t(v->index()); });
      if (partners[at] || same == left.end())
        continue;
      if (!mustFit || mayHoldTheSame(argument->type(), (*same)->type()))
        take(at, *same);
      else if (const Value *other = onlyFitting(*argument, left))
        take(at, other);
    }
  for (const auto &argument : target.arguments())
    if (const Value *other = onlyFitting(*argument, left); other && !partners[argument->index()])
      take(argument->index(), other);
  return partners;
}

InputPartners fedPartners(const NormalPair &pair, SampleSource &samples) {
  InputPartners partners = inputPartners(*pair.targetNormal, *pair.sourceNormal);
  if (partners.size() < 2)
    return partners;
  auto ours = samples.load(*pair.source, 0), theirs = samples.load(*pair.target, 0);
  for (size_t i = 0; succeeded(ours) && succeeded(theirs) && i < partners.size(); ++i) {
    const Tensor *own =
        numbersOf(*theirs, pair.targetNormal->argument(static_cast<unsigned>(i))->name());
    const Value *found = nullptr;
    int count = 0;
    for (const auto &argument : pair.sourceNormal->arguments())
      if (const Tensor *data = numbersOf(*ours, argument->name());
          own && data && holdTheSame(*data, *own)) {
        ++count;
        if (!found || argument.get() == partners[i])
          found = argument.get();
      }
    if (found && (count == 1 || found == partners[i]))
      partners[i] = found;
  }
  return partners;
}

} // namespace fixcon
