// Faithful graphs from text, edited by spellings, and printed.
#pragma once

#include "fixcon/IR/Module.h"
#include "fixcon/IR/Text.h"
#include "fixcon/Spelling/Speller.h"

#include <gtest/gtest.h>

namespace fixcon {

/// A graph @m of dialect onnx.
struct FaithfulText {
  FaithfulText(int opset, const std::string &arguments, const std::string &body) {
    auto parsed = parseModule("graph @m(" + arguments + ") dialect(\"onnx\", opset = " +
                                  std::to_string(opset) + ") {\n" + body + "\n}",
                              "m.ir", diags);
    EXPECT_TRUE(succeeded(parsed)) << body;
    module = std::move(*parsed);
    graph = module->graph("m");
  }
  Op &op(const std::string &result) const { return *graph->value(result)->definingOp(); }
  /// Its ops, one a line, without places.
  std::string text() const {
    std::string out;
    for (const auto &op : graph->ops()) {
      op->setLocation({});
      out += print(*op) + "\n";
    }
    return out;
  }

  Diagnostics diags;
  std::unique_ptr<Module> module;
  Graph *graph = nullptr;
};

} // namespace fixcon
