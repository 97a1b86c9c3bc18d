// A pattern in core ops, and what the canonical form makes of it.
#pragma once

#include "RunGraph.h"

#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

struct CanonicalCase {
  const char *name;
  const char *arguments, *before;
  std::vector<const char *> ops; ///< names in order afterwards
};

inline void PrintTo(const CanonicalCase &c, std::ostream *os) { *os << c.name; }

inline std::vector<std::string> opNames(const Graph &graph) {
  std::vector<std::string> names;
  for (const auto &op : graph.ops())
    names.push_back(op->name());
  return names;
}

/// The rewrites give these ops, and the meaning stays.
inline void expectCanonical(const CanonicalCase &c) {
  Caught diags;
  auto module = parsed("graph @g(" + std::string(c.arguments) + ") {\n" + c.before + "\n}", diags);
  ASSERT_TRUE(module);
  Graph &before = *module->graph("g");
  ASSERT_TRUE(succeeded(inferTypes(before))) << diags.text;
  Graph &after = *module->cloneGraph(before, "after");
  canonicalize(after);
  eliminateDeadCode(after);
  EXPECT_TRUE(succeeded(verify(*module))) << diags.text;
  EXPECT_EQ(opNames(after), std::vector<std::string>(c.ops.begin(), c.ops.end()))
      << print(after) << diags.text;
  EXPECT_LE(distance(before, after, 7), 1e-6) << print(after) << diags.text;
}

} // namespace fixcon
