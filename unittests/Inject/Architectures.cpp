// Each network has the parts by which its kind is known, in sizes that run in a few milliseconds.
#include "Net.h"

#include <cmath>

namespace fixcon {
namespace {

Value *picture(Net &net, int64_t size = 12) {
  return net.input("image", {Dim::symbol("N"), 3, size, size});
}

Value *results(const Value *first, unsigned i) { return first->definingOp()->result(i); }

void plain(Net &net) {
  Value *x = net.relu(net.conv(picture(net), {3, 8}));
  x = net.pool(x, "MaxPool", 3, 2, 1);
  x = net.relu(net.conv(x, {8, 12}));
  x = net.pool(x, "AveragePool", 2, 2);
  x = net.relu(net.dense(net.node("Flatten", {x}), 12 * 3 * 3, 16));
  net.output(net.dense(x, 16, 7), "scores");
}

Value *residualBlock(Net &net, Value *x, int64_t in, int64_t out, int64_t stride) {
  Value *y = net.block(x, {in, out, 3, stride});
  y = net.norm(net.conv(y, {out, out, 3, 1, 1, false}), out);
  Value *around =
      in == out && stride == 1 ? x : net.norm(net.conv(x, {in, out, 1, stride, 1, false}), out);
  return net.relu(net.node("Add", {y, around}));
}

void residual(Net &net) {
  Value *x = net.block(picture(net), {3, 8});
  x = residualBlock(net, x, 8, 8, 1);
  x = residualBlock(net, x, 8, 8, 1);
  x = residualBlock(net, x, 8, 12, 2);
  net.output(net.dense(net.means(x), 12, 7), "scores");
}

Value *invertedBlock(Net &net, Value *x, int64_t channels) {
  auto bounded = [&](Value *v) { return net.node("Clip", {v, net.number(0), net.number(6)}); };
  int64_t wide = 2 * channels;
  Value *y = bounded(net.norm(net.conv(x, {channels, wide, 1, 1, 1, false}), wide));
  y = bounded(net.norm(net.conv(y, {wide, wide, 3, 1, wide, false}), wide));
  y = net.norm(net.conv(y, {wide, channels, 1, 1, 1, false}), channels);
  return net.node("Add", {x, y});
}

void invertedResidual(Net &net) {
  Value *x = net.block(picture(net), {3, 8, 3, 2});
  for (int i = 0; i < 3; ++i)
    x = invertedBlock(net, x, 8);
  net.output(net.dense(net.means(x), 8, 7), "scores");
}

Value *gated(Net &net, Value *x, int64_t channels) {
  Value *gate = net.relu(net.conv(net.node("GlobalAveragePool", {x}), {channels, 4, 1}));
  gate = net.node("Sigmoid", {net.conv(gate, {4, channels, 1})});
  return net.node("Mul", {x, gate});
}

Value *hardSwish(Net &net, Value *x) {
  return net.node("Mul", {x, net.node("HardSigmoid", {x}, {{"alpha", 1.0 / 6}, {"beta", 0.5}})});
}

void squeezeExcite(Net &net) {
  Value *x = hardSwish(net, net.norm(net.conv(picture(net), {3, 8, 3, 2}), 8));
  x = gated(net, x, 8);
  x = hardSwish(net, net.norm(net.conv(x, {8, 12}), 12));
  x = net.node("Add", {gated(net, x, 12), x});
  net.output(net.dense(net.means(x), 12, 7), "scores");
}

void dense(Net &net) {
  Value *x = net.block(picture(net), {3, 8, 3, 2});
  int64_t channels = 8;
  for (int i = 0; i < 3; ++i) {
    Value *more = net.conv(net.relu(net.norm(x, channels)), {channels, 4, 3, 1, 1, false});
    x = net.node("Concat", {x, more}, {{"axis", 1}});
    channels += 4;
  }
  x = net.pool(net.conv(net.relu(net.norm(x, channels)), {channels, 10, 1}), "AveragePool", 2, 2);
  net.output(net.dense(net.means(x), 10, 7), "scores");
}

void inception(Net &net) {
  Value *x = net.block(picture(net), {3, 8, 3, 2});
  for (int i = 0; i < 2; ++i) {
    Value *narrow = net.block(x, {8, 2, 1});
    Value *wide = net.block(net.block(x, {8, 4, 1}), {4, 2});
    Value *pooled = net.block(net.pool(x, "AveragePool", 3, 1, 1), {8, 2, 1});
    Value *largest = net.block(net.pool(x, "MaxPool", 3, 1, 1), {8, 2, 1});
    x = net.node("Concat", {narrow, wide, pooled, largest}, {{"axis", 1}});
  }
  net.output(net.node("Softmax", {net.dense(net.means(x), 8, 7)}), "probabilities");
}

Value *shuffled(Net &net, Value *x, int64_t channels, int64_t size) {
  x = net.node("Reshape", {x, net.ints({0, 2, channels / 2, size, size})});
  x = net.node("Transpose", {x}, {{"perm", Attribute::Ints{0, 2, 1, 3, 4}}});
  return net.node("Reshape", {x, net.ints({0, channels, size, size})});
}

void channelSplit(Net &net) {
  Value *x = net.block(picture(net), {3, 8, 3, 2});
  for (int i = 0; i < 3; ++i) {
    Value *kept = net.node("Split", {x, net.ints({4, 4})}, {{"axis", 1}}, 2);
    Value *y = net.block(results(kept, 1), {4, 4, 1});
    y = net.norm(net.conv(y, {4, 4, 3, 1, 4, false}), 4);
    y = net.block(y, {4, 4, 1});
    x = shuffled(net, net.node("Concat", {kept, y}, {{"axis", 1}}), 8, 6);
  }
  net.output(net.dense(net.means(x), 8, 7), "scores");
}

void recurrent(Net &net) {
  Value *x = net.input("sequence", {Dim::symbol("N"), 6, 5});
  x = net.node("Transpose", {x}, {{"perm", Attribute::Ints{1, 0, 2}}});
  Value *y = net.node(
      "LSTM",
      {x, net.weight({1, 24, 5}, 0.5), net.weight({1, 24, 6}, 0.5), net.weight({1, 48}, 0.2)},
      {{"hidden_size", 6}});
  y = net.node("Squeeze", {y, net.ints({1})});
  y = net.node(
      "GRU",
      {y, net.weight({1, 15, 6}, 0.5), net.weight({1, 15, 5}, 0.5), net.weight({1, 30}, 0.2)},
      {{"hidden_size", 5}, {"linear_before_reset", 1}});
  y = net.node("Transpose", {net.node("Squeeze", {y, net.ints({1})})},
               {{"perm", Attribute::Ints{1, 0, 2}}});
  net.output(net.dense(net.node("Reshape", {y, net.ints({-1, 30})}), 30, 4), "scores");
}

Value *layerNorm(Net &net, Value *x, int64_t width) {
  AttrDict::Entry axes{"axes", Attribute::Ints{-1}};
  Value *centred = net.node("Sub", {x, net.node("ReduceMean", {x}, {axes})});
  Value *variance = net.node("ReduceMean", {net.node("Mul", {centred, centred})}, {axes});
  Value *deviation = net.node("Sqrt", {net.node("Add", {variance, net.number(1e-5)})});
  Value *scaled =
      net.node("Mul", {net.node("Div", {centred, deviation}), net.weight({width}, 1, 0.2)});
  return net.node("Add", {scaled, net.weight({width}, 0.2)});
}

Value *heads(Net &net, Value *x, int64_t tokens, int64_t width, Attribute::Ints order) {
  x = net.node("Reshape", {x, net.ints({-1, tokens, 2, width / 2})});
  return net.node("Transpose", {x}, {{"perm", std::move(order)}});
}

/// What `x` looks up in `y`, both [N, tokens, width].
Value *attend(Net &net, Value *x, Value *y, int64_t tokens, int64_t width) {
  Value *query = heads(net, net.project(x, width, width), tokens, width, {0, 2, 1, 3});
  Value *key = heads(net, net.project(y, width, width), tokens, width, {0, 2, 3, 1});
  Value *value = heads(net, net.project(y, width, width), tokens, width, {0, 2, 1, 3});
  Value *scores = net.node("Div", {net.node("MatMul", {query, key}), net.number(2)});
  Value *found = net.node("MatMul", {net.node("Softmax", {scores}, {{"axis", -1}}), value});
  found = net.node("Transpose", {found}, {{"perm", Attribute::Ints{0, 2, 1, 3}}});
  found = net.node("Reshape", {found, net.ints({-1, tokens, width})});
  return net.project(found, width, width);
}

Value *feedForward(Net &net, Value *x, int64_t width) {
  Value *y = net.project(x, width, 2 * width);
  Value *gelu = net.node("Erf", {net.node("Div", {y, net.number(std::sqrt(2.0))})});
  gelu = net.node("Mul", {y, net.node("Add", {gelu, net.number(1)})});
  return net.project(net.node("Mul", {gelu, net.number(0.5)}), 2 * width, width);
}

Value *transformerBlock(Net &net, Value *x, Value *memory, int64_t tokens, int64_t width) {
  Value *y = layerNorm(net, x, width);
  x = net.node("Add", {x, attend(net, y, memory ? memory : y, tokens, width)});
  return net.node("Add", {x, feedForward(net, layerNorm(net, x, width), width)});
}

void attention(Net &net) {
  Value *x = net.input("query", {Dim::symbol("N"), 5, 8});
  Value *memory = net.input("memory", {Dim::symbol("N"), 5, 8});
  x = transformerBlock(net, x, nullptr, 5, 8);
  x = transformerBlock(net, x, memory, 5, 8);
  net.output(net.project(layerNorm(net, x, 8), 8, 6), "scores");
}

void convolutionalTransformer(Net &net) {
  Value *x = net.block(picture(net), {3, 8, 3, 2});
  x = net.conv(x, {8, 8, 3, 2});
  x = net.node("Reshape", {x, net.ints({0, 8, 9})});
  x = net.node("Transpose", {x}, {{"perm", Attribute::Ints{0, 2, 1}}});
  x = net.node("Add", {x, net.weight({1, 9, 8}, 0.3)});
  x = transformerBlock(net, x, nullptr, 9, 8);
  x = net.node("ReduceMean", {x}, {{"axes", Attribute::Ints{1}}, {"keepdims", 0}});
  net.output(net.dense(x, 8, 7), "scores");
}

void detector(Net &net) {
  Value *fine = net.block(picture(net), {3, 8, 3, 2});
  Value *coarse = net.block(fine, {8, 8, 3, 2});
  std::vector<Value *> boxes, scores;
  for (Value *level : {fine, coarse}) {
    Value *head = net.node("LeakyRelu", {net.conv(level, {8, 8})}, {{"alpha", 0.1}});
    auto flat = [&](Value *v) {
      v = net.node("Transpose", {v}, {{"perm", Attribute::Ints{0, 2, 3, 1}}});
      return net.node("Reshape", {v, net.ints({0, -1, 4})});
    };
    boxes.push_back(flat(net.conv(head, {8, 4, 1})));
    scores.push_back(flat(net.conv(head, {8, 4, 1})));
  }
  Value *box = net.node("Concat", boxes, {{"axis", 1}});
  net.output(net.node("Mul", {net.node("Exp", {box}), net.number(0.5)}), "boxes");
  net.output(net.node("Sigmoid", {net.node("Concat", scores, {{"axis", 1}})}), "scores");
}

void segmentation(Net &net) {
  Value *x = net.block(picture(net), {3, 6});
  Value *deep = net.block(x, {6, 10, 3, 2});
  deep = net.block(deep, {10, 12, 3, 1});
  deep =
      net.node("DepthToSpace", {net.conv(deep, {12, 24, 1})}, {{"blocksize", 2}, {"mode", "CRD"}});
  x = net.block(net.node("Concat", {x, deep}, {{"axis", 1}}), {12, 8});
  net.output(net.node("Softmax", {net.conv(x, {8, 4, 1})}, {{"axis", 1}}), "classes");
}

} // namespace

const std::vector<Architecture> &architectures() {
  static const std::vector<Architecture> list = {
      {"plain", plain},
      {"residual", residual},
      {"inverted residual", invertedResidual},
      {"squeeze-excite", squeezeExcite},
      {"dense", dense},
      {"inception", inception},
      {"channel-split", channelSplit},
      {"recurrent", recurrent},
      {"attention", attention},
      {"convolutional transformer", convolutionalTransformer},
      {"detector", detector},
      {"segmentation", segmentation},
  };
  return list;
}

} // namespace fixcon
