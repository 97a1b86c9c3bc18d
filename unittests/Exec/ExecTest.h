// Helpers of the executor's tests.
#pragma once

#include "fixcon/Exec/Executor.h"
#include "fixcon/IR/Text.h"

#include <gtest/gtest.h>

namespace fixcon {

/// A module from text, and what was reported about it.
struct ParsedModule {
  explicit ParsedModule(std::string_view text)
      : diags([this](const Diagnostic &d) { messages += diags.format(d); }) {
    auto parsed = parseModule(text, "test.ir", diags);
    EXPECT_TRUE(succeeded(parsed)) << messages;
    if (succeeded(parsed))
      module = std::move(*parsed);
  }
  const Graph &graph(std::string_view name = "main") const { return *module->graph(name); }
  const Value *value(std::string_view name) const { return graph().value(name); }

  std::string messages;
  Diagnostics diags;
  std::unique_ptr<Module> module;
};

inline std::unique_ptr<Executor> executorOf(const Graph &graph, const ExecOptions &options = {}) {
  auto executor = makeReferenceExecutor(graph, options);
  return succeeded(executor) ? std::move(*executor) : nullptr;
}

inline ExecOptions typed() {
  ExecOptions options;
  options.numerics = Numerics::Typed;
  return options;
}

} // namespace fixcon
