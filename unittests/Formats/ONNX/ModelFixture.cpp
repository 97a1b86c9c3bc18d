#include "ModelFixture.h"

#include "fixcon/Support/File.h"

#include <filesystem>
#include <fstream>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <sstream>

namespace fixcon {

std::string Imported::said() const {
  std::string all;
  for (const std::string &message : messages)
    all += message;
  return all;
}

std::string difference(const onnx::ModelProto &a, const onnx::ModelProto &b) {
  google::protobuf::util::DefaultFieldComparator comparator;
  comparator.set_treat_nan_as_equal(true);
  google::protobuf::util::MessageDifferencer differencer;
  differencer.set_field_comparator(&comparator);
  std::string report;
  differencer.ReportDifferencesToString(&report);
  bool equal = differencer.Compare(a, b);
  if (equal && a.SerializeAsString() != b.SerializeAsString())
    return "the bytes differ, the fields do not";
  return equal ? "" : "differs: " + report;
}

void ModelFixture::SetUp() {
  std::string pattern = (std::filesystem::temp_directory_path() / "fixcon-import-XXXXXX").string();
  ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
  folder = pattern;
}

void ModelFixture::TearDown() { std::filesystem::remove_all(folder); }

onnx::ModelProto ModelFixture::parse(const std::string &text) {
  onnx::ModelProto model;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &model)) << text;
  if (!model.has_ir_version())
    model.set_ir_version(9);
  if (!model.opset_import_size())
    // Fields are the subject here, not operators: schemas say nothing of an opset to come.
    model.add_opset_import()->set_version(1000);
  return model;
}

void ModelFixture::write(const std::string &name, const std::string &bytes) const {
  std::ofstream(path(name), std::ios::binary) << bytes;
}

onnx::ModelProto ModelFixture::readModel(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  onnx::ModelProto model;
  EXPECT_TRUE(model.ParseFromIstream(&in)) << path;
  return model;
}

std::unique_ptr<Imported> ModelFixture::importFile(const std::string &path) {
  auto result = std::make_unique<Imported>();
  auto graph = importONNX(path, *result->module, "m");
  if (succeeded(graph)) {
    result->graph = *graph;
    EXPECT_TRUE(succeeded(verifyStructure(*result->module))) << path << "\n" << result->said();
  } else {
    EXPECT_FALSE(result->messages.empty()) << "failure without a word: " << path;
    EXPECT_TRUE(result->module->graphs().empty());
  }
  return result;
}

std::unique_ptr<Imported> ModelFixture::import(const onnx::ModelProto &model) const {
  write("in.onnx", model.SerializeAsString());
  return importFile(path("in.onnx"));
}

onnx::ModelProto ModelFixture::exported(const Graph &graph) const {
  EXPECT_TRUE(succeeded(exportONNX(graph, path("out.onnx"))));
  return readModel(path("out.onnx"));
}

void ModelFixture::expectRoundTrip(const onnx::ModelProto &model) const {
  auto imported = import(model);
  ASSERT_TRUE(imported->graph) << imported->said();
  EXPECT_EQ(difference(model, exported(*imported->graph)), "");
  std::string text = print(*imported->module);
  auto parsed = parseModule(text, "text", imported->diags);
  ASSERT_TRUE(succeeded(parsed)) << imported->said() << text;
  EXPECT_EQ(difference(model, exported(*(*parsed)->graph("m"))), "") << text;
}

void ModelFixture::expectError(const onnx::ModelProto &model, const std::string &message) const {
  auto imported = import(model);
  EXPECT_FALSE(imported->graph);
  EXPECT_NE(imported->said().find(message), std::string::npos)
      << "expected: " << message << "\nfound: " << imported->said();
}

} // namespace fixcon
