// Normal forms as text that does not depend on how a model spells its meaning.
#pragma once

#include "RunGraph.h"

#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

/// A graph without names: ops, attributes, weights, types and wiring in order.
inline std::string withoutNames(const Graph &graph) {
  std::string out;
  std::unordered_map<const Value *, size_t> numbers;
  graph.walk([&](const Op &op) {
    out += op.name();
    for (const Value *v : op.operands())
      out += !v ? " -"
             : v->isWeight()
                 ? " " + Attribute(v->tensor()).str()
                 : " %" + std::to_string(numbers.emplace(v, numbers.size()).first->second);
    for (const auto &[name, value] : op.attrs())
      out += " " + name + "=" + value.str();
    out += " : " + op.result()->type().str() + "\n";
  });
  return out;
}

/// The normal form of a text's first graph without names.
inline std::string anonymous(const std::string &text) {
  Caught diags;
  auto module = parsed(text, diags);
  if (!module)
    return diags.text;
  auto normal = normalize(*module, *module->graphs()[0]);
  EXPECT_TRUE(succeeded(normal)) << diags.text << text;
  return failed(normal) ? diags.text : withoutNames(**normal);
}

} // namespace fixcon
