// A plain layer is the core op. One with a projection or a normalisation is a scan over its steps:
//
//   sum of a gate = weights * x + recurrent weights * h + peephole * c
//                   normalised over the numbers of a sample, times coefficients; plus the bias
//   c' = forget * c + input * f(cell),  h' = projection * (output * f(c'))
#include "LSTMLayer.h"

#include "fixcon/Ops/Activation.h"
#include "fixcon/Ops/Computed.h"

#include <algorithm>

namespace fixcon {

namespace {

enum Gate : unsigned { Input, Forget, Cell, Output };

class Layer {
public:
  Layer(RuleBuilder &b, const LSTMLayer &places, const LSTMOptions &options)
      : b(b), places(places), options(options) {}

  LogicalResult check() const {
    if (failed(b.needs({places.weights + Forget, places.weights + Cell, places.weights + Output,
                        places.weights + 4 + Forget, places.weights + 4 + Cell,
                        places.weights + 4 + Output, places.output, places.cell})))
      return failure();
    return success();
  }
  bool isPlain() const { return !projection() && !normed(); }
  Value *plain(Value *x) const;
  Value *stepByStep(Value *x) const;

private:
  Value *weights(unsigned gate) const { return b.in(places.weights + gate); }
  Value *recurrent(unsigned gate) const { return b.in(places.weights + 4 + gate); }
  /// Not of the cell itself.
  Value *peephole(unsigned gate) const {
    return gate == Cell ? nullptr : b.in(places.weights + 8 + (gate == Output ? 2 : gate));
  }
  Value *bias(unsigned gate) const { return b.in(places.weights + 11 + gate); }
  Value *projection() const { return b.in(places.weights + 15); }
  Value *norm(unsigned gate) const { return places.norms ? b.in(*places.norms + gate) : nullptr; }
  bool normed() const { return norm(Forget) != nullptr; }

  bool neverClips(Value *x) const;
  Value *rounded(CoreBuilder &c, Value *x) const;
  Value *sum(CoreBuilder &c, unsigned gate, Value *x, Value *h, Value *cell) const;
  Value *activated(CoreBuilder &c, Value *x) const;
  std::pair<Value *, Value *> step(CoreBuilder &c, Value *x, Value *h, Value *cell) const;

  RuleBuilder &b;
  const LSTMLayer &places;
  const LSTMOptions &options;
};

/// A cell grows by less than 1 at each step, so it does not reach a bound as high as there are steps. Converters
/// write 10 for layers that have none.
bool Layer::neverClips(Value *x) const {
  const Tensor *start = b.weight(places.cell);
  if (options.cellClip <= 0)
    return true;
  bool fromZero =
      start && std::ranges::all_of(start->toDoubles(), [](double value) { return value == 0; });
  if (!fromZero || !x->type().isRanked())
    return false;
  const Dim &steps = x->type().dim(0);
  return steps.isStatic() && static_cast<double>(steps.size()) <= options.cellClip;
}

/// Without weights of its own the input gate is 1 less the forget gate, that is the sigmoid of the negated sum.
Value *Layer::plain(Value *x) const {
  auto all = [&](auto part) {
    Value *input = part(Input) ? part(Input) : b.value("neg", {part(Forget)});
    return gates(b, {input, part(Output), part(Forget), part(Cell)});
  };
  Value *bias = all([&](unsigned gate) { return this->bias(gate); });
  bias = b.value("concat", {bias, b.value("mul", {bias, b.scalarLike(bias, 0)})},
                 attrsOf({{"axis", 1}}));
  Value *peepholes = nullptr;
  if (peephole(Forget)) {
    Value *input = peephole(Input) ? peephole(Input) : b.value("neg", {peephole(Forget)});
    peepholes = gates(b, {input, peephole(Output), peephole(Forget)});
  }
  AttrDict attrs = attrsOf(
      {{"activations", Attribute::Strings{"Sigmoid", options.activation, options.activation}}});
  attrs.set("hidden_size", hiddenSize(b, places.weights + 4 + Forget));
  if (places.backward)
    attrs.set("direction", "reverse");
  if (!neverClips(x))
    attrs.set("cell_clip", options.cellClip);
  if (options.rounding)
    attrs.set(roundedState, *options.rounding);
  Value *y = b.value("lstm",
                     {x, all([&](unsigned gate) { return weights(gate); }),
                      all([&](unsigned gate) { return recurrent(gate); }), bias, nullptr,
                      state(b, places.output), state(b, places.cell), peepholes},
                     std::move(attrs));
  return b.value("squeeze", {y, b.ints({1})});
}

Value *Layer::rounded(CoreBuilder &c, Value *x) const {
  if (!options.rounding)
    return x;
  return c.value("rounded_rows", {x}, attrsOf({{"symmetric", *options.rounding == "symmetric"}}));
}

Value *Layer::sum(CoreBuilder &c, unsigned gate, Value *x, Value *h, Value *cell) const {
  AttrDict transposed = attrsOf({{"transB", 1}});
  Value *y = c.value("gemm", {x, weights(gate), normed() ? nullptr : bias(gate)}, transposed);
  y = c.value("add", {y, c.value("gemm", {h, recurrent(gate)}, transposed)});
  if (peephole(gate))
    y = c.value("add", {y, c.value("mul", {cell, peephole(gate)})});
  if (!normed())
    return y;
  y = c.value("layer_normalization", {y, norm(gate), bias(gate)},
              attrsOf({{"axis", -1}, {"epsilon", 1e-8}}));
  return y;
}

Value *Layer::activated(CoreBuilder &c, Value *x) const {
  const OpDef *def = activationNamed(options.activation);
  return options.activation == "Affine" || !def ? x : c.value(def->name(), {x});
}

Value *clippedTo(CoreBuilder &c, Value *x, double bound) {
  return bound > 0 ? c.value("clip", {x, c.scalarLike(x, -bound), c.scalarLike(x, bound)}) : x;
}

/// The next output and the next cell.
std::pair<Value *, Value *> Layer::step(CoreBuilder &c, Value *x, Value *h, Value *cell) const {
  h = rounded(c, h);
  Value *forget = c.value("sigmoid", {sum(c, Forget, x, h, cell)});
  Value *input = weights(Input) ? c.value("sigmoid", {sum(c, Input, x, h, cell)})
                                : c.value("sub", {c.scalarLike(forget, 1), forget});
  Value *candidate = activated(c, sum(c, Cell, x, h, cell));
  Value *next =
      c.value("add", {c.value("mul", {forget, cell}), c.value("mul", {input, candidate})});
  next = clippedTo(c, next, options.cellClip);
  Value *output = c.value("sigmoid", {sum(c, Output, x, h, next)});
  Value *y = c.value("mul", {output, activated(c, next)});
  if (projection()) {
    y = c.value("gemm", {rounded(c, y), projection(), b.in(places.weights + 16)},
                attrsOf({{"transB", 1}}));
    y = clippedTo(c, y, options.projectionClip);
  }
  return {y, next};
}

Value *Layer::stepByStep(Value *x) const {
  AttrDict attrs = attrsOf({{"body", RegionRef{0}}, {"num_scan_inputs", 1}});
  if (places.backward)
    for (const char *name : {"scan_input_directions", "scan_output_directions"})
      attrs.set(name, Attribute::Ints{1});
  std::vector<Value *> operands = {b.in(places.output), b.in(places.cell), x};
  return b
      .create("scan", operands, std::move(attrs), 3,
              [&](Op &holder) {
                Graph &body = holder.addRegion();
                auto argument = [&](const Value *like, bool slice) {
                  Type type = like->type();
                  if (slice && type.isRanked())
                    type = type.withDims(Dims(type.dims().begin() + 1, type.dims().end()));
                  return body.addArgument(type, body.uniqueName(holder.name()));
                };
                Value *h = argument(operands[0], false), *cell = argument(operands[1], false),
                      *slice = argument(x, true);
                Op *end = body.createOp("identity", {slice}, {}, nullptr);
                CoreBuilder inner(*end, originName(b.position()), b.origins());
                auto [output, next] = step(inner, slice, h, cell);
                for (Value *value : {output, next, output})
                  body.addOutput(value);
                end->erase();
                if (inner.hasFailed())
                  b.fail();
              })
      ->result(2);
}

} // namespace

FailureOr<LSTMOptions> LSTMOptions::take(RuleBuilder &b) {
  LSTMOptions options;
  auto activation = activationOf(b);
  if (failed(activation))
    return failure();
  options.activation = *activation;
  options.cellClip = b.take("cell_clip", 0.0);
  options.projectionClip = b.take("proj_clip", 0.0);
  options.rounding = b.take<std::string>(roundedState);
  b.ignore({"asymmetric_quantize_inputs"});
  return options;
}

Value *lstmLayer(RuleBuilder &b, const LSTMLayer &places, const LSTMOptions &options, Value *x) {
  Layer layer(b, places, options);
  if (failed(layer.check()))
    return nullptr;
  return layer.isPlain() ? layer.plain(x) : layer.stepByStep(x);
}

} // namespace fixcon
