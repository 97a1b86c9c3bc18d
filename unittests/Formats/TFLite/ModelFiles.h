// Files of models in a folder of the test's own.
#pragma once

#include "../../IR/TemporaryFolder.h"

#include "fixcon/Formats/Models.h"
#include "fixcon/IR/Text.h"
#include "fixcon/Support/File.h"

#include <gtest/gtest.h>

namespace fixcon {

struct ModelFiles : testing::Test {
  std::string said;
  Diagnostics diags{[this](const Diagnostic &d) { said += diags.format(d); }};
  TemporaryFolder folder;
  const Format &tflite = format(FormatId::TFLite);

  std::string path(const std::string &name) const { return folder.path(name); }

  std::unique_ptr<Module> parsed(const std::string &text) {
    auto module = parseModule(text, "test.ir", diags);
    EXPECT_TRUE(succeeded(module)) << said;
    return succeeded(module) ? std::move(*module) : nullptr;
  }
  /// The bytes of the file that is written for a module; empty, with a diagnostic, if none is.
  std::string written(const Module &module) {
    std::string file = path("written.tflite");
    if (failed(writeModel(module, "", tflite, file, {})))
      return {};
    auto bytes = MappedFile::open(file, diags);
    return succeeded(bytes) ? std::string((*bytes)->text()) : std::string();
  }
  std::unique_ptr<Module> read(const std::string &bytes) {
    EXPECT_TRUE(succeeded(writeFile(path("read.tflite"), bytes, diags)));
    auto module = readModel(tflite, path("read.tflite"), diags);
    return succeeded(module) ? std::move(*module) : nullptr;
  }
  /// The text of a module without what is kept of its file.
  static std::string textOf(const Module &module) {
    auto copy = module.clone();
    for (const auto &graph : copy->graphs()) {
      graph->attrs().erase("tfl.file");
      graph->attrs().erase("tfl.contents");
    }
    PrintOptions options;
    options.locations = false;
    return print(*copy, options);
  }
};

/// A model with many kinds of things.
inline const char *const manyKinds = R"(module {
  graph @main(%x: f32[?,2,2,1], %n: i32[]) dialect("tfl", opset = 3) {
    weight %filter : f32[1,1,1,1] = dense<[[[[2]]]]>
    weight %nibbles : i4[3]q<axis 0, [0.5, 0.25, 2]> = dense<[1, -2, 7]>
    weight %words : string[2] = dense<["a", ""]>
    weight %truths : bool[2] = dense<[false, true]>
    weight %state : f32[2] = dense<[0, 0]> {tfl.variable = true}
    %conv = tfl.CONV_2D %x, %filter, _ {padding = "VALID", stride_w = 2, stride_h = 1, tfl.version = 2} : f32[?,2,1,1]
    %same = tfl.RELU %conv : f32[?,2,1,1]
    %r = tfl.custom.Frobnicate %nibbles, %words, %truths, %state {custom_options = bytes("\x01\x00")} : i8[4]q<0.0078125, 3>
    %m = tfl.WHILE %n {cond_subgraph_index = @main.fn.1, body_subgraph_index = @main.fn.2} : i32[]
    %t = tfl.STABLEHLO_TRANSPOSE %same {permutation = [0, 2, 1, 3]} : f32[?,1,2,1]
    %b = tfl.BUCKETIZE %same {boundaries = [0.5, 2.0]} : i32[?,2,1,1]
    return %t, %r, %m, %b
  }
  graph @main.fn.1(%a: i32[]) dialect("tfl", opset = 3) function_of(@main) {
    weight %limit : i32[] = dense<3>
    %less = tfl.LESS %a, %limit : bool[]
    return %less
  }
  graph @main.fn.2(%a: i32[]) dialect("tfl", opset = 3) function_of(@main) {
    weight %one : i32[] = dense<1>
    %sum = tfl.ADD %a, %one {fused_activation_function = "RELU"} : i32[]
    return %sum
  }
}
)";

} // namespace fixcon
