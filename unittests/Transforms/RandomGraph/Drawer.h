// Draws ops into a graph. A maker is a small function that appends one op, or a few that belong
// together, to a value of floats; its result is again of floats and of static shape, so that any
// maker can follow.
#pragma once

#include "fixcon/IR/Module.h"
#include "fixcon/Support/Random.h"

namespace fixcon {

class Drawer {
public:
  /// Into `graph`, floats of dtype `dtype`. `names` counts over a graph and its nested ones.
  Drawer(Random &random, Graph &graph, DType dtype, unsigned &names)
      : random(random), graph(graph), dtype(dtype), names(names) {}

  /// Draws into a nested graph.
  Drawer(Drawer &outer, Graph &region) : Drawer(outer.random, region, outer.dtype, outer.names) {}

  // Ops. What does not fit its operands is removed again and null; null operands beyond the
  // optional ones do not fit.
  Value *make(const std::string &core, const std::vector<Value *> &operands, AttrDict attrs = {});
  /// Several results, of which the op's rule need not know the shapes; empty if it does not fit.
  std::vector<Value *> makeAll(unsigned results, const std::string &core,
                               const std::vector<Value *> &operands, AttrDict attrs = {});
  /// An op with a result that has this type whatever the rule can tell.
  Value *makeTyped(const Type &type, const std::string &core, const std::vector<Value *> &operands,
                   AttrDict attrs = {});
  std::string freshName(const char *stem) { return stem + std::to_string(++names); }

  // Constants.
  Value *constant(Tensor tensor) { return graph.addWeight(std::move(tensor), freshName("w")); }
  Value *weight(const Shape &shape, double low = -1, double high = 1);
  Value *scalar(double value) { return constant(Tensor::scalar(value).converted(dtype)); }
  Value *integer(int64_t value) { return constant(Tensor::scalar(value)); }
  Value *ints(const std::vector<int64_t> &values);
  /// Random whole numbers from low to high.
  Value *integers(const Shape &shape, int64_t low, int64_t high, DType type = DType::I64);

  // The same elements otherwise.
  Value *reshaped(Value *x, const std::vector<int64_t> &shape);
  /// With this rank, by joining leading dims or adding dims of 1.
  Value *ranked(Value *x, size_t rank);
  Value *image(Value *x) { return ranked(x, 4); }
  Value *converted(Value *x, DType type);
  Value *floats(Value *x) { return converted(x, dtype); }
  /// Away from the places where functions jump, and without equal elements.
  Value *disturbed(Value *x) { return make("add", {x, weight(shapeOf(x), 0.1, 0.9)}); }
  /// Whole numbers that depend on x, from low to high.
  Value *wholes(Value *x, int64_t low, int64_t high, DType type = DType::I64);
  /// A condition that depends on x, element by element.
  Value *condition(Value *x);
  /// Inside (low, high), smoothly.
  Value *within(Value *x, double low, double high);
  /// Another value of the same type made before; null if there is none.
  Value *sibling(Value *x);
  /// What `operand` broadcasts against x, of a random shape.
  Shape broadcastable(const Shape &shape);

  /// Of null, and of what has no static shape, that of a scalar.
  Shape shapeOf(const Value *x) const {
    return x && x->type().isStatic() ? x->type().shape() : Shape();
  }
  int64_t rankOf(const Value *x) const { return static_cast<int64_t>(shapeOf(x).size()); }
  int64_t countOf(const Value *x) const;
  bool isImage(const Value *x) const { return rankOf(x) == 4; }

  // Chance.
  bool flip() { return random.chance(0.5); }
  template <class T, size_t N> const T &pick(const T (&items)[N]) { return items[random.below(N)]; }
  int64_t axisOf(const Value *x) { return random.between(-rankOf(x), rankOf(x) - 1); }
  Attribute::Ints pads(size_t count, int64_t most);

  Random &random;
  Graph &graph;
  DType dtype;

private:
  unsigned &names;
};

/// Null if what it would make does not fit x.
using Maker = Value *(*)(Drawer &, Value *x);

struct MakerEntry {
  const char *name;
  Maker make;
  /// The result jumps where x moves a little: not for graphs whose weights are rounded.
  bool jumps = false;
  /// How often it is drawn against the others.
  unsigned weight = 1;
};

/// Every maker of the files of this folder.
const std::vector<MakerEntry> &allMakers();

/// A value made by a random maker that fits x; x itself if none does.
Value *anything(Drawer &draw, Value *x, bool mayJump);

} // namespace fixcon
