// Models written as protobuf text, brought through import and export in a folder of their own.
#pragma once

#include "fixcon/Formats/ONNX/Export.h"
#include "fixcon/Formats/ONNX/Import.h"
#include "fixcon/IR/Text.h"

#include "onnx.pb.h"

#include <gtest/gtest.h>

namespace fixcon {

/// A module with everything that was reported while it was made.
struct Imported {
  std::vector<std::string> messages;
  Diagnostics diags{[this](const Diagnostic &d) { messages.push_back(diags.format(d)); }};
  std::unique_ptr<Module> module = std::make_unique<Module>(diags);
  Graph *graph = nullptr;

  /// All messages, one behind the other.
  std::string said() const;
};

class ModelFixture : public ::testing::Test {
protected:
  void SetUp() override;
  void TearDown() override;

  std::string path(const std::string &name) const { return folder + "/" + name; }
  /// The model of this text, with an IR version and an opset if it gives none.
  static onnx::ModelProto parse(const std::string &text);
  void write(const std::string &name, const std::string &bytes) const;
  static onnx::ModelProto readModel(const std::string &path);
  std::unique_ptr<Imported> import(const onnx::ModelProto &model) const;
  static std::unique_ptr<Imported> importFile(const std::string &path);
  onnx::ModelProto exported(const Graph &graph) const;
  /// Import and export give the same model, directly and by way of the IR's text.
  void expectRoundTrip(const onnx::ModelProto &model) const;
  void expectRoundTrip(const std::string &text) const { expectRoundTrip(parse(text)); }
  /// Import fails with a message that holds `message`.
  void expectError(const onnx::ModelProto &model, const std::string &message) const;
  void expectError(const std::string &text, const std::string &message) const {
    expectError(parse(text), message);
  }

  std::string folder;
};

/// Empty if the models are equal in every field, unknown ones included; else where they differ.
std::string difference(const onnx::ModelProto &a, const onnx::ModelProto &b);

} // namespace fixcon
