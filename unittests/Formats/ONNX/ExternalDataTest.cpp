// Elements in files beside the model: read in place, written back, and never taken from elsewhere.
#include "ModelFixture.h"

#include "fixcon/Support/File.h"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace fixcon {
namespace fs = std::filesystem;

namespace {

class ExternalData : public ModelFixture {
protected:
  static std::string weight(const std::string &name, const std::string &rest,
                            const std::string &location = "w.bin") {
    return "initializer { name: '" + name +
           "' data_location: EXTERNAL external_data { key: "
           "'location' value: '" +
           location + "' } " + rest + " } ";
  }
  static std::string entry(const std::string &key, const std::string &value) {
    return "external_data { key: '" + key + "' value: '" + value + "' } ";
  }
  static onnx::ModelProto model(const std::string &weights) {
    return parse("graph { name: 'g' " + weights + " output { name: 'w' } }");
  }
  std::string content(const std::string &name) const {
    std::ifstream in(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// Files beside models that hold what exports put there.
  size_t dataFiles() const {
    size_t count = 0;
    for (const auto &entry : fs::directory_iterator(fs::path(path("x")).parent_path()))
      count += entry.path().extension() == ".data" && !entry.is_symlink();
    return count;
  }
  /// Sets the location of every weight to `name`.
  static void relocate(onnx::ModelProto &model, const std::string &name) {
    for (auto &tensor : *model.mutable_graph()->mutable_initializer())
      for (auto &e : *tensor.mutable_external_data())
        if (e.key() == "location")
          e.set_value(name);
  }
};

TEST_F(ExternalData, sameOffsetsAndBytesComeBack) {
  write("w.bin", std::string(64, 'x') + std::string("\1\0\0\0\2\0\0\0\3\0\0\0", 12) + "abcd");
  auto before = model(weight("w", "data_type: 6 dims: 3 " + entry("offset", "64") +
                                      entry("length", "12") + entry("checksum", "c0ffee")) +
                      weight("v", "data_type: 2 dims: 4 doc_string: 'd' " + entry("offset", "076") +
                                      entry("length", "4")));
  auto imported = import(before);
  ASSERT_TRUE(imported->graph) << imported->said();
  EXPECT_EQ(imported->graph->value("w")->tensor().toInts(), (std::vector<int64_t>{1, 2, 3}));
  auto after = exported(*imported->graph);
  relocate(before, "out.onnx.data");
  EXPECT_EQ(difference(before, after), "");
  EXPECT_EQ(content("out.onnx.data").substr(64), content("w.bin").substr(64));
  auto again = importFile(path("out.onnx"));
  EXPECT_TRUE(again->graph->value("v")->tensor().identical(imported->graph->value("v")->tensor()));
}

TEST_F(ExternalData, lengthMayBeLeftOut) {
  write("w.bin", "abcd");
  auto imported = import(model(weight("w", "data_type: 2 dims: 4")));
  ASSERT_TRUE(imported->graph) << imported->said();
  EXPECT_EQ(imported->graph->value("w")->tensor().toInt(3), 'd');
  expectError(model(weight("w", "data_type: 2 dims: 3")), "needs 3 bytes of data, but has 4");
}

TEST_F(ExternalData, changedWeightsAreWrittenAndLoseTheirChecksum) {
  write("w.bin", "abcd");
  auto imported = import(model(weight("w", "data_type: 2 dims: 4 " + entry("checksum", "1"))));
  ASSERT_TRUE(imported->graph) << imported->said();
  imported->graph->value("w")->setTensor(Tensor::of<uint8_t>({5}, {1, 2, 3, 4, 5}));
  auto after = exported(*imported->graph);
  EXPECT_EQ(content("out.onnx.data"), "\1\2\3\4\5");
  for (const auto &e : after.graph().initializer(0).external_data())
    EXPECT_NE(e.key(), "checksum");
  EXPECT_EQ(content("w.bin"), "abcd");
}

TEST_F(ExternalData, writesOverItsOwnModel) {
  write("in.onnx.data", "abcd");
  auto imported = import(model(weight("w", "data_type: 2 dims: 4", "in.onnx.data")));
  ASSERT_TRUE(imported->graph) << imported->said();
  ASSERT_TRUE(succeeded(exportONNX(*imported->graph, path("in.onnx"))));
  EXPECT_EQ(importFile(path("in.onnx"))->graph->value("w")->tensor().toInt(0), 'a');
}

TEST_F(ExternalData, aFileThatNobodyNamedStays) {
  write("w.bin", "abcd");
  auto imported = import(model(weight("w", "data_type: 2 dims: 4")));
  ASSERT_TRUE(imported->graph) << imported->said();
  exported(*imported->graph);
  EXPECT_EQ(content("out.onnx.data"), "abcd");
  EXPECT_EQ(dataFiles(), 1u);
  // The same again is the same file; another one beside it has a name of its own.
  exported(*imported->graph);
  EXPECT_EQ(dataFiles(), 1u);
  write("out.onnx.data", "mine");
  auto after = exported(*imported->graph);
  EXPECT_EQ(content("out.onnx.data"), "mine");
  EXPECT_EQ(dataFiles(), 2u);
  EXPECT_EQ(importFile(path("out.onnx"))->graph->value("w")->tensor().toInt(0), 'a');
  exported(*imported->graph);
  EXPECT_EQ(dataFiles(), 2u);
}

TEST_F(ExternalData, nothingIsWrittenThroughALink) {
  write("w.bin", "abcd");
  auto imported = import(model(weight("w", "data_type: 2 dims: 4")));
  ASSERT_TRUE(imported->graph) << imported->said();
  write("elsewhere", "mine");
  fs::create_symlink("elsewhere", path("out.onnx.data"));
  exported(*imported->graph);
  EXPECT_EQ(content("elsewhere"), "mine");
  EXPECT_TRUE(fs::is_symlink(path("out.onnx.data")));
  fs::remove(path("out.onnx.data"));
  EXPECT_EQ(importFile(path("out.onnx"))->graph->value("w")->tensor().toInt(0), 'a');
}

TEST_F(ExternalData, aFolderInTheModelsPlaceLeavesTheDataAlone) {
  write("w.bin", "abcd");
  auto imported = import(model(weight("w", "data_type: 2 dims: 4")));
  ASSERT_TRUE(imported->graph) << imported->said();
  exported(*imported->graph);
  std::string before = content("out.onnx");
  imported->graph->value("w")->setTensor(Tensor::of<uint8_t>({4}, {1, 2, 3, 4}));
  fs::rename(path("out.onnx"), path("old"));
  fs::create_directory(path("out.onnx"));
  EXPECT_TRUE(failed(exportONNX(*imported->graph, path("out.onnx"))));
  EXPECT_EQ(content("out.onnx.data"), "abcd");
  EXPECT_EQ(content("old"), before);
  EXPECT_EQ(dataFiles(), 1u);
}

TEST_F(ExternalData, packedElementsAndAttributes) {
  write("w.bin", "\x21\x03");
  auto imported = import(model(
      weight("w", "data_type: 21 dims: 3") +
      "node { op_type: 'Constant' output: 'c' attribute { name: 'value' type: TENSOR t { dims: 2 "
      "data_type: 2 data_location: EXTERNAL " +
      entry("location", "w.bin") + "} } }"));
  ASSERT_TRUE(imported->graph) << imported->said();
  EXPECT_EQ(imported->graph->value("w")->tensor().toInts(), (std::vector<int64_t>{1, 2, 3}));
  auto after = exported(*imported->graph);
  auto again = importFile(path("out.onnx"));
  ASSERT_TRUE(again->graph) << again->said();
  EXPECT_EQ(again->graph->front()->attr<Tensor>("value")->toInt(1), 3);
}

TEST_F(ExternalData, staysInsideTheFolder) {
  write("w.bin", "abcd");
  fs::create_directory(path("sub"));
  fs::create_symlink(path("w.bin"), path("inside"));
  fs::create_symlink("/etc/hostname", path("outside"));
  fs::create_directory_symlink("/etc", path("folder"));
  auto at = [&](const std::string &location) {
    return model(weight("w", "data_type: 2 dims: 4", location));
  };
  EXPECT_TRUE(import(at("inside"))->graph);
  EXPECT_TRUE(import(at("./w.bin"))->graph);
  for (const char *location : {"../w.bin", "sub/../w.bin", "/etc/hostname", "", "..", "w.bin\\0x"})
    expectError(at(location), "which is no path inside the model's folder");
  for (const char *location : {"outside", "folder/hostname"})
    expectError(at(location), "a link that leaves the model's folder");
  expectError(at("missing"), "which cannot be opened");
  expectError(at("sub"), "is not a regular file");
}

TEST_F(ExternalData, numbersAreChecked) {
  write("w.bin", "abcd");
  auto with = [&](const std::string &entries) {
    return model(weight("w", "data_type: 2 dims: 2 " + entries));
  };
  expectError(with(entry("offset", "-1")), "has the offset '-1'");
  expectError(with(entry("offset", "1x")), "has the offset '1x'");
  expectError(with(entry("offset", "99999999999999999999")), "has the offset");
  expectError(with(entry("length", "")), "has the length ''");
  expectError(with(entry("length", "3")), "needs 2 bytes of data, but has 3");
  expectError(with(entry("offset", "3") + entry("length", "2")), "which has 4");
  expectError(with(entry("offset", "9223372036854775807") + entry("length", "2")), "which has 4");
  expectError(with("raw_data: 'ab'"), "and in another file");
  expectError(parse("graph { initializer { name: 'w' data_type: 2 dims: 2 data_location: EXTERNAL "
                    "} }"),
              "does not say where");
}

/// A file of holes: gigabytes that take no space.
TEST_F(ExternalData, beyondTwoGigabytes) {
  constexpr int64_t elements = (int64_t(1) << 29) + 1000; // a little more than 2 GB of f32
  int fd = ::open(path("w.bin").c_str(), O_RDWR | O_CREAT, 0600);
  ASSERT_GE(fd, 0);
  const float sample = 42;
  bool made =
      ::ftruncate(fd, elements * 4) == 0 && ::pwrite(fd, &sample, 4, (elements - 1) * 4) == 4;
  ::close(fd);
  auto space = fs::space(folder);
  if (!made || space.available < uintmax_t(8) << 30)
    GTEST_SKIP() << "no room for a large file in " << folder;
  auto before = model(weight("w", "data_type: 1 dims: " + std::to_string(elements) + " " +
                                      entry("length", std::to_string(elements * 4))));
  auto imported = import(before);
  ASSERT_TRUE(imported->graph) << imported->said();
  EXPECT_EQ(imported->graph->value("w")->tensor().toDouble(elements - 1), 42);
  auto after = exported(*imported->graph);
  relocate(before, "out.onnx.data");
  EXPECT_EQ(difference(before, after), "");
  auto again = importFile(path("out.onnx"));
  ASSERT_TRUE(again->graph) << again->said();
  for (int64_t at : {int64_t(0), elements / 2, elements - 1})
    EXPECT_EQ(again->graph->value("w")->tensor().toDouble(at), at == elements - 1 ? 42 : 0);
}

/// Weights that were inside go outside when they would make the model too large.
TEST_F(ExternalData, tooLargeForOneFile) {
  constexpr int64_t elements = int64_t(1) << 29; // 2 GB of f32
  int fd = ::open(path("zeros").c_str(), O_RDWR | O_CREAT, 0600);
  ASSERT_GE(fd, 0);
  bool made = ::ftruncate(fd, elements * 4) == 0;
  ::close(fd);
  if (!made || fs::space(folder).available < uintmax_t(6) << 30)
    GTEST_SKIP() << "no room for a large file in " << folder;
  Imported made2;
  auto file = MappedFile::open(path("zeros"), made2.diags);
  ASSERT_TRUE(succeeded(file));
  Graph *graph = made2.module->addGraph("m");
  graph->setDialect("onnx");
  graph->setOpsets({{"", 20}});
  graph->addWeight(Tensor::view(DType::F32, {elements}, (*file)->bytes(), *file), "w");
  graph->addWeight(Tensor::of<int64_t>({1}, {7}), "small");
  graph->addOutput(graph->value("w"));
  ASSERT_TRUE(succeeded(exportONNX(*graph, path("out.onnx")))) << made2.said();
  EXPECT_EQ(fs::file_size(path("out.onnx.data")), static_cast<uintmax_t>(elements * 4));
  auto again = importFile(path("out.onnx"));
  ASSERT_TRUE(again->graph) << again->said();
  EXPECT_EQ(again->graph->value("w")->tensor().size(), elements);
  EXPECT_EQ(again->graph->value("small")->tensor().toInt(0), 7);
  EXPECT_EQ(readModel(path("out.onnx")).graph().initializer(1).data_location(),
            onnx::TensorProto::DEFAULT);
}

} // namespace
} // namespace fixcon
