// Sequences and optionals: tensors put in and taken out again, split and joined, and a nested graph
// on each element. What comes out is a tensor, and often x itself.
#include "Makers.h"

namespace fixcon {
namespace {

/// One result of any type.
Value *one(Drawer &draw, const char *core, const std::vector<Value *> &operands,
           AttrDict attrs = {}) {
  return draw.makeAll(1, core, operands, std::move(attrs)).front();
}

Value *position(Drawer &draw, int64_t count, int64_t last) {
  return draw.integer(draw.random.between(-count, last));
}

/// A sequence of `count` tensors like x.
Value *listOf(Drawer &draw, Value *x, int64_t count) {
  if (draw.flip())
    return one(draw, "sequence_construct",
               std::vector<Value *>(static_cast<size_t>(count), draw.disturbed(x)));
  Value *list = one(draw, "sequence_empty", {}, attrsOf({{"dtype", draw.dtype}}));
  for (int64_t i = 0; i < count; ++i)
    list = one(
        draw, "sequence_insert",
        {list, draw.flip() ? x : draw.disturbed(x), draw.flip() ? position(draw, i, i) : nullptr});
  return list;
}

Value *elements(Drawer &draw, Value *x) {
  int64_t count = draw.random.between(1, 3);
  Value *list = listOf(draw, x, count);
  list = one(draw, "sequence_insert", {list, x, position(draw, count, count)});
  if (draw.flip())
    list = one(draw, "sequence_erase",
               {list, draw.flip() ? position(draw, count + 1, count) : nullptr});
  else
    ++count;
  if (draw.random.chance(0.3))
    return draw.make("mul", {x, draw.floats(draw.make("sequence_length", {list}))});
  return draw.makeTyped(x->type(), "sequence_at", {list, position(draw, count, count - 1)});
}

Value *parts(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  int64_t axis = draw.axisOf(x);
  bool drops = draw.flip();
  Value *size = drops ? nullptr : draw.integer(draw.random.between(1, 3));
  Value *list = one(draw, "split_to_sequence", {x, size},
                    attrsOf({{"axis", axis}, {"keepdims", int64_t(!drops)}}));
  return draw.makeTyped(x->type(), "concat_from_sequence", {list},
                        attrsOf({{"axis", axis}, {"new_axis", int64_t(drops)}}));
}

Value *optionals(Drawer &draw, Value *x) {
  Value *none = one(draw, "optional", {}, attrsOf({{"type", x->type()}}));
  Value *some = one(draw, "optional", {x});
  Value *has = draw.floats(draw.make("optional_has_element", {draw.flip() ? none : some}));
  Value *held = draw.makeTyped(x->type(), "optional_get_element", {some});
  return draw.make("add", {held, has});
}

Value *map(Drawer &draw, Value *x) {
  int64_t count = draw.random.between(1, 3);
  Value *list = listOf(draw, x, count);
  if (!list)
    return nullptr;
  Op *op = draw.graph.createOp("sequence_map", {list, x}, attrsOf({{"body", RegionRef{0}}}));
  Value *mapped = op->addResult(Type::sequence(x->type()), draw.freshName("v"));
  Graph &region = op->addRegion();
  Drawer body(draw, region);
  Value *element = region.addArgument(x->type(), draw.freshName("e"));
  Value *same = region.addArgument(x->type(), draw.freshName("a"));
  region.addOutput(body.make("add", {body.make("tanh", {element}), same}));
  return draw.makeTyped(x->type(), "sequence_at", {mapped, position(draw, count, count - 1)});
}

} // namespace

std::vector<MakerEntry> listMakers() {
  return {{"elements", elements}, {"parts", parts}, {"optionals", optionals}, {"map", map}};
}

} // namespace fixcon
