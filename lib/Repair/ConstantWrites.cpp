// A constant that several ops read is one fault if all of them want the same numbers, and is written once;
// else each op gets what it wants in a copy of its own, and the others keep theirs:
//
//   Conv %x, %w   (wants 2 w)               Conv %x, %w_1
//   Conv %y, %w   (wants w)       becomes   Conv %y, %w
#include "ConstantWrites.h"

#include "fixcon/Localize/EqualWeights.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace fixcon {

ConstantWrites::ConstantWrites(const NormalPair &pair)
    : pair(pair), constant(constantOps(*pair.target)) {}

void ConstantWrites::add(Value &value, const Tensor &values, const Op &reader) {
  auto known = std::ranges::find_if(writes, [&](const Write &write) {
    return write.constant == &value && equalWeights(write.values, values);
  });
  if (known == writes.end())
    known = writes.insert(writes.end(), {&value, values, {}});
  for (const Op *op : faithfulOps(reader, *pair.target))
    if (!constant.contains(op))
      known->readers.insert(op);
}

/// An output of the model wants what the source's output is.
bool ConstantWrites::wants(const Write &write, const Use &use) const {
  if (use.op)
    return write.readers.contains(use.op);
  const Graph &source = *pair.sourceNormal;
  const Value *output = use.index < source.numOutputs() ? source.output(use.index) : nullptr;
  return use.graph == pair.target && output && output->isWeight() &&
         equalWeights(output->tensor(), write.values);
}

std::string ConstantWrites::perform() {
  for (Write &write : writes)
    if (std::string refusal = perform(write); !refusal.empty())
      return refusal;
  return "";
}

std::string ConstantWrites::perform(Write &write) {
  std::vector<double> numbers = write.values.toDoubles();
  if (!std::ranges::all_of(numbers, [](double v) { return std::isfinite(v); }))
    return "the source's values are not finite, and no repair writes such numbers";
  auto found = FaithfulConstant::forReaders(*write.constant,
                                            [&](const Use &use) { return wants(write, use); });
  if (!found) {
    // A reader that is not known by its results, as the call of a function, is the one if it is alone.
    found = FaithfulConstant::of(write.constant);
    if (!found || found->isShared())
      return "other nodes read '" + write.constant->name() + "' as well";
  }
  ConstantWrite result = found->setReal(write.values);
  if (!result)
    return result.refusal;
  note(*write.constant, *found, result.maxError, maxMagnitude(write.values));
  return "";
}

void ConstantWrites::note(const Value &asked, const FaithfulConstant &constant, double error,
                          double largest) {
  std::string name = constant.value().name(), stored(fixcon::name(constant.stored().dtype()));
  if (&constant.value() != &asked)
    name += " (its own copy of " + asked.name() + ", which other nodes read)";
  if (std::ranges::find(names, name) == names.end())
    names.push_back(name);
  if (lost.empty() && error > unitRoundoff * largest) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2g", error);
    lost = "'" + asked.name() + "' is stored as " + stored +
           ", which holds the source's values to " + text + " only";
  }
}

} // namespace fixcon
