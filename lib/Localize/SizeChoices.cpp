// Other batches are twice and three times the data's. Other sizes are twice the data's, which suits networks that
// halve their input several times, and less by 1, 2 and 3, which meets each remainder of strides of 2 and
// 4; and each named size alone is doubled, so that height is not taken for width.
#include "SizeChoices.h"

#include "fixcon/Align/Samples.h"

#include <algorithm>
#include <functional>
#include <set>

namespace fixcon {
namespace {

/// The size of an open axis of the source, from that of the data.
using Sizing = std::function<int64_t(const Dim &declared, size_t axis, int64_t size)>;

using Inputs = std::map<std::string, Tensor>;

class Chooser {
public:
  Chooser(const Graph &source, const Graph &target, const Inputs &sourceInputs,
          const Inputs &targetInputs, const ShapePartners &partners)
      : source(source), target(target), sourceInputs(sourceInputs), targetInputs(targetInputs),
        partners(partners) {}

  SizeChoices run() {
    for (const auto &argument : target.arguments())
      compareDeclared(*argument);
    add(false, "", [](const Dim &, size_t, int64_t size) { return size; });
    if (isAnyOpen(true))
      for (int64_t times : {2, 3})
        add(true, "a batch of " + std::to_string(times * batch()),
            [times](const Dim &, size_t axis, int64_t size) { return axis ? size : size * times; });
    if (isAnyOpen(false))
      addSizes();
    return std::move(result);
  }

private:
  static bool isOpen(const Type &type, size_t axis) {
    return type.isTensor() && type.isRanked() && axis < type.rank() && !type.dim(axis).isStatic();
  }

  bool isAnyOpen(bool isBatch) const {
    for (const auto &argument : source.arguments())
      for (size_t axis = 0; axis < argument->type().dims().size(); ++axis)
        if ((axis == 0) == isBatch && isOpen(argument->type(), axis))
          return true;
    return false;
  }

  /// Of the data, at the first input that leaves it open.
  int64_t batch() const {
    for (const auto &argument : source.arguments())
      if (auto found = sourceInputs.find(argument->name());
          found != sourceInputs.end() && isOpen(argument->type(), 0))
        return found->second.shape()[0];
    return 1;
  }

  void addSizes() {
    add(false, "twice the size",
        [](const Dim &, size_t axis, int64_t size) { return axis ? 2 * size : size; });
    for (int64_t less : {1, 2, 3})
      add(false, "a size less " + std::to_string(less),
          [less](const Dim &, size_t axis, int64_t size) { return axis ? size - less : size; });
    std::set<std::string> names;
    for (const auto &argument : source.arguments())
      for (size_t axis = 1; axis < argument->type().dims().size(); ++axis)
        if (const Dim &dim = argument->type().dim(axis); dim.isSymbol())
          names.insert(dim.symbolName());
    if (names.size() > 1)
      for (const std::string &name : names)
        add(false, "twice '" + name + "'", [name](const Dim &dim, size_t axis, int64_t size) {
          return axis && dim.isSymbol() && dim.symbolName() == name ? 2 * size : size;
        });
  }

  void add(bool isBatch, std::string what, const Sizing &sizing) {
    SizeChoice choice{isBatch, std::move(what), {}, {}};
    for (const auto &argument : source.arguments()) {
      auto found = sourceInputs.find(argument->name());
      if (found == sourceInputs.end())
        continue;
      Shape shape = found->second.shape();
      for (size_t axis = 0; axis < shape.size(); ++axis)
        if (isOpen(argument->type(), axis))
          shape[axis] = sizing(argument->type().dim(axis), axis, shape[axis]);
      if (std::ranges::any_of(shape, [](int64_t size) { return size < 1; }))
        return;
      choice.source[argument->name()] = Type::tensor(found->second.dtype(), std::move(shape));
    }
    for (const auto &argument : target.arguments())
      if (auto type = targetType(*argument, choice.source))
        choice.target[argument->name()] = *type;
    result.choices.push_back(std::move(choice));
  }

  const Value *sourceOf(const Value &argument) const {
    const ShapePartner *partner = partners.find(argument.name());
    const Value *value = partner ? source.value(partner->source) : nullptr;
    return value && value->isArgument() ? value : nullptr;
  }

  /// The data's, with the source's sizes along the axes that the source leaves open.
  std::optional<Type> targetType(const Value &argument, const ArgumentTypeMap &sized) const {
    auto found = targetInputs.find(argument.name());
    if (found == targetInputs.end())
      return std::nullopt;
    Shape shape = found->second.shape();
    const Value *from = sourceOf(argument);
    auto type = from ? sized.find(from->name()) : sized.end();
    if (type != sized.end()) {
      const Permutation &perm = partners.find(argument.name())->perm;
      for (size_t i = 0; i < shape.size() && i < perm.size(); ++i)
        if (isOpen(from->type(), static_cast<size_t>(perm[i])))
          shape[i] = type->second.dim(static_cast<size_t>(perm[i])).size();
    }
    return Type::tensor(found->second.dtype(), std::move(shape));
  }

  void compareDeclared(const Value &argument) {
    const Value *from = sourceOf(argument);
    const Type &type = argument.type();
    if (!from || !type.isTensor() || !type.isRanked())
      return;
    Dims dims = type.dims();
    const Permutation &perm = partners.find(argument.name())->perm;
    for (size_t i = 0; i < dims.size() && i < perm.size(); ++i) {
      auto axis = static_cast<size_t>(perm[i]);
      if (!dims[i].isStatic() || !isOpen(from->type(), axis))
        continue;
      dims[i] = from->type().dim(axis);
      result.frozen.push_back(
          {argument.name(), static_cast<unsigned>(i), dims[i], from->name(), axis == 0});
    }
    result.open[argument.name()] = Type::tensor(type.dtype(), std::move(dims));
  }

  const Graph &source, &target;
  const Inputs &sourceInputs, &targetInputs;
  const ShapePartners &partners;
  SizeChoices result;
};

} // namespace

std::optional<SizeChoices> chooseSizes(Module &module, PassContext &context,
                                       const ShapePartners &partners) {
  const Graph &source = *module.graph("source"), &target = *module.graph("target");
  DiagnosticSuppressor suppressor(module.diagnostics());
  auto samples = samplesOf(module, context);
  for (int64_t i = 0; i < samples->size(); ++i) {
    auto sourceInputs = samples->load(source, i);
    auto targetInputs =
        succeeded(sourceInputs) ? samples->load(target, i) : FailureOr<Inputs>(failure());
    if (succeeded(targetInputs))
      return Chooser(source, target, *sourceInputs, *targetInputs, partners).run();
  }
  return std::nullopt;
}

} // namespace fixcon
