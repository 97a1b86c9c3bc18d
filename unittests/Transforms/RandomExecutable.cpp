#include "RandomExecutable.h"

#include "RandomGraph/Drawer.h"
#include "fixcon/Ops/InferTypes.h"

namespace fixcon {

/// Forgets what followed from the sizes of the argument, one or more of which become symbols.
static void makeDynamic(Graph &graph, Random &random) {
  Dims dims = graph.argument(0)->type().dims();
  dims[0] = Dim::symbol("N");
  for (size_t i = 1; i < dims.size(); ++i)
    if (random.chance(0.3))
      dims[i] = random.chance(0.5) ? Dim::symbol("D" + std::to_string(i)) : Dim();
  graph.argument(0)->setType(Type::tensor(graph.argument(0)->type().dtype(), dims));
  for (const auto &op : graph.ops())
    for (unsigned i = 0; !op->numRegions() && i < op->numResults(); ++i)
      op->result(i)->setType(Type());
}

RandomExecutable randomExecutable(Module &module, const std::string &name, Random &random,
                                  unsigned makers, DType dtype) {
  RandomExecutable made;
  made.graph = module.addGraph(name);
  unsigned names = 0;
  Drawer draw(random, *made.graph, dtype, names);
  made.shape = {random.between(1, 2), random.between(1, 4), random.between(3, 6),
                random.between(3, 6)};
  std::vector<Value *> values{made.graph->addArgument(Type::tensor(dtype, made.shape), "x")};
  for (unsigned i = 0; i < makers; ++i) {
    // Mostly the newest value, so that chains become long.
    Value *x = random.chance(0.8) ? values.back() : values[random.below(values.size())];
    values.push_back(anything(draw, x, dtype == DType::F64));
  }
  made.graph->addOutput(values.back());
  if (draw.flip())
    made.graph->addOutput(values[random.below(values.size())], "second");
  if (random.chance(0.3)) {
    makeDynamic(*made.graph, random);
    made.wellTyped = succeeded(inferTypes(*made.graph));
  }
  return made;
}

} // namespace fixcon
