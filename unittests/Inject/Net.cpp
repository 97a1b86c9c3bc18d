#include "Net.h"

#include <cmath>

namespace fixcon {

Value *Net::input(const std::string &name, Dims dims) {
  return graph.addArgument(Type::tensor(DType::F32, std::move(dims)), name);
}

Value *Net::node(const std::string &type, const std::vector<Value *> &operands,
                 std::initializer_list<AttrDict::Entry> attrs, unsigned results) {
  AttrDict dict;
  for (const auto &[name, value] : attrs)
    dict.set(name, value);
  std::string label = type + std::to_string(++count);
  Op *op = graph.createOp("onnx." + type, operands, dict);
  op->setLocation(Location::atNode("", label, static_cast<int>(count)));
  for (unsigned i = 0; i < results; ++i)
    op->addResult(Type(), "v" + std::to_string(count) + (i ? "_" + std::to_string(i) : ""));
  return op->result();
}

Value *Net::ints(const std::vector<int64_t> &numbers) {
  return graph.addWeight(Tensor::of<int64_t>({static_cast<int64_t>(numbers.size())}, numbers),
                         graph.uniqueName("c"));
}

Value *Net::number(double value) {
  return graph.addWeight(Tensor::scalar(static_cast<float>(value)), graph.uniqueName("n"));
}

Value *Net::weight(Shape shape, double deviation) { return weight(std::move(shape), 0, deviation); }

Value *Net::weight(Shape shape, double mean, double deviation) {
  Tensor numbers(DType::F32, std::move(shape));
  for (float &element : numbers.mutableData<float>())
    element = static_cast<float>(mean + deviation * random.normal());
  return graph.addWeight(std::move(numbers), graph.uniqueName("w"));
}

Value *Net::conv(Value *x, Filters f) {
  int64_t perFilter = f.in / f.group * f.kernel * f.kernel;
  std::vector<Value *> operands{
      x, weight({f.out, f.in / f.group, f.kernel, f.kernel}, std::sqrt(2.0 / double(perFilter)))};
  if (f.bias)
    operands.push_back(weight({f.out}, 0.2));
  int64_t pad = f.kernel / 2;
  return node("Conv", operands,
              {{"kernel_shape", Attribute::Ints{f.kernel, f.kernel}},
               {"pads", Attribute::Ints{pad, pad, pad, pad}},
               {"strides", Attribute::Ints{f.stride, f.stride}},
               {"group", f.group}});
}

Value *Net::norm(Value *x, int64_t channels) {
  std::vector<Value *> operands{x, weight({channels}, 1, 0.2), weight({channels}, 0.2),
                                weight({channels}, 0.2)};
  Tensor variance(DType::F32, {channels});
  for (float &element : variance.mutableData<float>())
    element = static_cast<float>(random.uniform(0.5, 1.5));
  operands.push_back(graph.addWeight(std::move(variance), graph.uniqueName("w")));
  return node("BatchNormalization", operands, {{"epsilon", 1e-5}});
}

Value *Net::block(Value *x, Filters filters) {
  filters.bias = false;
  return relu(norm(conv(x, filters), filters.out));
}

Value *Net::dense(Value *x, int64_t in, int64_t out) {
  return node("Gemm", {x, weight({out, in}, std::sqrt(1.0 / double(in))), weight({out}, 0.2)},
              {{"transB", 1}});
}

Value *Net::project(Value *x, int64_t in, int64_t out) {
  Value *product = node("MatMul", {x, weight({in, out}, std::sqrt(1.0 / double(in)))});
  return node("Add", {product, weight({out}, 0.2)});
}

Value *Net::pool(Value *x, const std::string &type, int64_t kernel, int64_t stride, int64_t pad) {
  return node(type, {x},
              {{"kernel_shape", Attribute::Ints{kernel, kernel}},
               {"strides", Attribute::Ints{stride, stride}},
               {"pads", Attribute::Ints{pad, pad, pad, pad}}});
}

Value *Net::means(Value *x) { return node("Flatten", {node("GlobalAveragePool", {x})}); }

Graph &buildModel(Module &module, const std::string &name, const Architecture &architecture,
                  Random &random) {
  Graph &graph = *module.addGraph(name);
  graph.setDialect("onnx");
  graph.setOpsets({{"", 13}});
  Net net(graph, random);
  architecture.build(net);
  return graph;
}

} // namespace fixcon
