// Helpers of the IR's tests: text in, module out, diagnostics kept for looking at.
#pragma once

#include "fixcon/IR/Text.h"

#include <gtest/gtest.h>

namespace fixcon {

/// An engine that keeps what it formats.
struct CaughtDiagnostics {
  CaughtDiagnostics() {
    engine.setHandler([this](const Diagnostic &d) {
      last = d;
      text += engine.format(d);
    });
  }
  Diagnostics engine;
  Diagnostic last;
  std::string text;
};

/// The module of a text that is expected to be well-formed.
inline std::unique_ptr<Module> parsed(std::string_view text, CaughtDiagnostics &diags) {
  auto module = parseModule(text, "test.ir", diags.engine);
  EXPECT_TRUE(succeeded(module)) << diags.text << text;
  return failed(module) ? nullptr : std::move(*module);
}

/// What is reported about a text that is expected to be refused.
inline std::string complaint(std::string_view text) {
  CaughtDiagnostics diags;
  EXPECT_TRUE(failed(parseModule(text, "test.ir", diags.engine))) << text;
  EXPECT_FALSE(diags.text.empty()) << text;
  return diags.text;
}

/// The body of a graph without arguments.
inline std::string inGraph(const std::string &body) { return "graph @g() {\n" + body + "\n}\n"; }

} // namespace fixcon
