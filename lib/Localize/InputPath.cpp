// A mean or a factor in front of the first layer is how a model holds its preprocessing; the same op further on is
// arithmetic of the network. Ops are judged in the order of the graph, each by what it reads.
#include "InputPath.h"

#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/MainCore.h"

#include <algorithm>
#include <cstdio>
#include <unordered_set>

namespace fixcon {
namespace {

constexpr size_t pictureRank = 4;

bool isPicture(const Value &value) {
  const Type &type = value.type();
  return type.isTensor() && type.isRanked() && type.rank() == pictureRank;
}

/// One number, or one for each place along one axis.
bool isPerChannel(const Value &constant) {
  const Shape &shape = constant.tensor().shape();
  return isFloat(constant.tensor().dtype()) &&
         std::ranges::count_if(shape, [](int64_t size) { return size != 1; }) <= 1;
}

bool isMovement(const OpDef &def) { return def.family() == Family::Movement; }

bool isArithmetic(const OpDef &def) { return def.traits().sum || def.traits().product; }

bool mayPrepare(const OpDef *def) {
  return def && (isArithmetic(*def) || isMovement(*def) || def->name() == "cast");
}

/// Leaves the axes where they are.
bool selects(const OpDef &def) {
  return isMovement(def) && !def.traits().view && def.traits().permutation.empty();
}

/// The ops of a normal form between its pictures and its first layers.
class InputPath {
public:
  InputPath(const Graph &core, const Graph &faithful) {
    for (const auto &op : core.ops())
      if (mayPrepare(opDef(*op)) && isOwn(*op, faithful) && readsPictures(*op))
        ops.insert(op.get());
  }

  bool holds(const Op *op) const { return ops.contains(op); }

private:
  /// No part of a layer that means more.
  static bool isOwn(const Op &op, const Graph &faithful) {
    const Op *main = mainFaithfulOp(op, faithful);
    return !main || mayPrepare(mainCoreOf(*main));
  }

  /// Parts may be put together again, but no picture is added to another.
  bool readsPictures(const Op &op) const {
    bool computes = isArithmetic(*opDef(op));
    size_t read = 0;
    for (const Value *operand : op.operands())
      if (operand && operand->isWeight()) {
        if (computes && !isPerChannel(*operand))
          return false;
      } else if (operand) {
        if (!isFed(*operand))
          return false;
        ++read;
      }
    return computes ? read == 1 : read > 0;
  }

  bool isFed(const Value &value) const {
    return isPicture(value) && (value.isArgument() || ops.contains(value.definingOp()));
  }

  std::unordered_set<const Op *> ops;
};

/// Graphs are looked through only where something can be found.
std::vector<const Op *> onPath(const std::vector<const Op *> &ops, const Graph &core,
                               const Graph &faithful) {
  std::vector<const Op *> found;
  std::ranges::copy_if(ops, std::back_inserter(found),
                       [](const Op *op) { return mayPrepare(opDef(*op)); });
  if (!found.empty())
    std::erase_if(found,
                  [path = InputPath(core, faithful)](const Op *op) { return !path.holds(op); });
  return found;
}

/// Elements in another order along an axis, which itself stays.
bool reordersChannels(const Op &op) {
  const OpDef &def = *opDef(op);
  const Value *from = op.operand(0);
  return selects(def) && from && from->type() == op.result()->type();
}

/// One number where all are equal.
std::string numbersInWords(const Tensor &numbers) {
  std::string text;
  bool areEqual = true;
  for (int64_t i = 0; i < numbers.size(); ++i) {
    char number[32];
    std::snprintf(number, sizeof number, "%.4g", numbers.toDouble(i));
    text += (i ? ", " : "") + std::string(number);
    areEqual &= numbers.toDouble(i) == numbers.toDouble(0);
  }
  return areEqual ? text.substr(0, text.find(',')) : "(" + text + ") by channel";
}

std::string wordsOf(const Op &op) {
  const OpDef &def = *opDef(op);
  if (!isArithmetic(def))
    return "through " + op.name();
  unsigned at = op.operand(1)->isWeight() ? 1 : 0;
  bool undoes = def.traits().sum < 0 || def.traits().product < 0;
  std::string verb = def.traits().sum ? undoes ? "less " : "plus " : undoes ? "over " : "times ";
  std::string numbers = numbersInWords(op.operand(at)->tensor());
  // 1 - x and 1 / x
  return undoes && at == 0 ? numbers + " " + verb + "they" : verb + numbers;
}

} // namespace

DifferingPlace onInputPath(const DifferingPlace &place, const NormalPair &pair) {
  DifferingPlace part = place;
  part.target = onPath(place.target, *pair.targetNormal, *pair.target);
  part.source = onPath(place.source, *pair.sourceNormal, *pair.source);
  return part;
}

std::vector<std::string> preprocessingIn(const DifferingPlace &place, const NormalPair &pair) {
  bool areRounded = place.target.size() == place.source.size() && place.mayBeRounded();
  DifferingPlace part = onInputPath(place, pair);
  if (areRounded || part.target != place.target || part.source != place.source)
    return {};
  auto any = [&](auto test) {
    return std::ranges::any_of(place.target, test) || std::ranges::any_of(place.source, test);
  };
  std::vector<std::string> fields;
  if (any([](const Op *op) { return isArithmetic(*opDef(*op)); }))
    fields.emplace_back("normalization");
  if (any([](const Op *op) { return reordersChannels(*op); }))
    fields.emplace_back("channels");
  return fields;
}

std::string preprocessingInWords(const std::vector<const Op *> &ops) {
  std::string words;
  for (const Op *op : ops)
    words += (words.empty() ? "" : ", ") + wordsOf(*op);
  return words.empty() ? "as they are" : words;
}

} // namespace fixcon
