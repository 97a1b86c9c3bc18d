// Writes small networks in the words of ONNX, with random weights.
#pragma once

#include "fixcon/IR/Module.h"
#include "fixcon/Support/Random.h"

namespace fixcon {

class Net {
public:
  Net(Graph &graph, Random &random) : graph(graph), random(random) {}

  Value *input(const std::string &name, Dims dims);
  void output(Value *value, const std::string &name) { graph.addOutput(value, name); }
  /// One node with that many results, the first of which is given.
  Value *node(const std::string &type, const std::vector<Value *> &operands,
              std::initializer_list<AttrDict::Entry> attrs = {}, unsigned results = 1);
  Value *ints(const std::vector<int64_t> &numbers);
  Value *number(double value);
  Value *weight(Shape shape, double deviation);
  /// Around a mean.
  Value *weight(Shape shape, double mean, double deviation);

  struct Filters {
    int64_t in, out;
    int64_t kernel = 3, stride = 1, group = 1;
    bool bias = true;
  };
  /// Padded so that a stride of 1 keeps sizes.
  Value *conv(Value *x, Filters filters);
  Value *norm(Value *x, int64_t channels);
  /// Convolution without bias, normalisation, rectifier.
  Value *block(Value *x, Filters filters);
  Value *relu(Value *x) { return node("Relu", {x}); }
  /// [N, in] times a matrix, plus a bias.
  Value *dense(Value *x, int64_t in, int64_t out);
  /// The same over the last axis, as product and sum.
  Value *project(Value *x, int64_t in, int64_t out);
  Value *pool(Value *x, const std::string &type, int64_t kernel, int64_t stride, int64_t pad = 0);
  /// Means over all positions, [N, channels].
  Value *means(Value *x);

  Random &rng() { return random; }

private:
  Graph &graph;
  Random &random;
  unsigned count = 0;
};

/// A network for the graph, which gets inputs, nodes and outputs.
struct Architecture {
  const char *name;
  void (*build)(Net &net);
};
const std::vector<Architecture> &architectures();

/// The model `name` of the module, of opset 13.
Graph &buildModel(Module &module, const std::string &name, const Architecture &architecture,
                  Random &random);

} // namespace fixcon
