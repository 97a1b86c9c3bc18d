// A constant that several ops read is one fault if all of them want the same numbers, and is written once;
// else each op gets what it wants in a copy of its own, and the others keep theirs:
//
//   Conv %x, %w   (wants 2 w)               Conv %x, %w_1
//   Conv %y, %w   (wants w)       becomes   Conv %y, %w
#include "ConstantWrites.h"

#include "Repairer.h"
#include "fixcon/Localize/EqualWeights.h"

#include <algorithm>
#include <cstdio>

namespace fixcon {

static std::string storedAs(const FaithfulConstant &constant) {
  return std::string(name(constant.stored().dtype()));
}

ConstantWrites::ConstantWrites(const NormalPair &pair)
    : pair(pair), constant(constantOps(*pair.target)) {}

ConstantWrites::Write &ConstantWrites::writeFor(Value &value, const Tensor &values) {
  auto held = [](Value &top) {
    auto constant = FaithfulConstant::of(&top);
    return constant ? &constant->heldBy() : &top;
  };
  auto known = std::ranges::find_if(writes, [&](const Write &write) {
    return held(*write.constant) == held(value) && equalWeights(write.values, values);
  });
  return known != writes.end() ? *known : writes.emplace_back(Write{&value, values, {}, {}});
}

void ConstantWrites::add(Value &value, const Tensor &values, const Op &reader) {
  Write &write = writeFor(value, values);
  for (const Op *op : faithfulOps(reader, *pair.target))
    if (!constant.contains(op))
      write.readers.insert(op);
}

void ConstantWrites::add(Value &value, const Tensor &values, const Use &reader) {
  writeFor(value, values).uses.push_back(reader);
}

/// An output of the model wants what the source's output is.
bool ConstantWrites::wants(const Write &write, const Use &use) const {
  if (use.op)
    return write.readers.contains(use.op) || std::ranges::find(write.uses, use) != write.uses.end();
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
  if (!isFinite(write.values))
    return notFinite;
  auto before = FaithfulConstant::of(write.constant);
  const std::string asked = before ? before->heldBy().name() : write.constant->name();
  auto found = FaithfulConstant::forReaders(*write.constant,
                                            [&](const Use &use) { return wants(write, use); });
  if (!found) {
    // A reader that is not known by its results, as the call of a function, is the one if it is alone.
    found = FaithfulConstant::of(write.constant);
    if (!found || found->isShared())
      return "other nodes read '" + asked + "' as well";
  }
  ConstantWrite result = found->setReal(write.values);
  if (!result)
    return result.refusal;
  if (!isFinite(found->real()))
    return "'" + asked + "' is stored as " + storedAs(*found) +
           ", which does not reach the source's values";
  note(asked, *found, result.maxError, maxMagnitude(write.values));
  return "";
}

void ConstantWrites::note(const std::string &asked, const FaithfulConstant &constant, double error,
                          double largest) {
  std::string name = constant.heldBy().name();
  if (name != asked)
    name += " (its own copy of " + asked + ", which other nodes read)";
  if (std::ranges::find(names, name) == names.end())
    names.push_back(name);
  if (lost.empty() && error > unitRoundoff * largest) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2g", error);
    lost = "'" + asked + "' is stored as " + storedAs(constant) +
           ", which holds the source's values to " + text + " only";
  }
}

} // namespace fixcon
