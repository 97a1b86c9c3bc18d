// Every model at hand comes back as it was, field by field and byte by byte.
#include "ModelFixture.h"
#include "generated/SourceFolder.h"

#include <filesystem>

namespace fixcon {
namespace fs = std::filesystem;

namespace {

class Corpus : public ModelFixture {
protected:
  static std::vector<fs::path> modelsBelow(const fs::path &root) {
    std::vector<fs::path> found;
    for (const auto &entry : fs::recursive_directory_iterator(root))
      if (entry.path().extension() == ".onnx" && entry.is_regular_file())
        found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
  }

  /// The text form holds weights in full: large models are not worth its price.
  void expectSameByText(const fs::path &model, const Imported &imported,
                        const onnx::ModelProto &original) {
    constexpr uintmax_t largest = 256 << 10;
    if (fs::file_size(model) > largest)
      return;
    auto parsed =
        parseModule(print(*imported.module), "text", const_cast<Diagnostics &>(imported.diags));
    ASSERT_TRUE(succeeded(parsed)) << model << imported.said();
    EXPECT_EQ(difference(original, exported(*(*parsed)->graph("m"))), "") << model;
  }

  void roundTrip(const fs::path &model) {
    auto imported = importFile(model.string());
    ASSERT_TRUE(imported->graph) << model << imported->said();
    onnx::ModelProto original = readModel(model.string());
    EXPECT_EQ(difference(original, exported(*imported->graph)), "") << model;
    expectSameByText(model, *imported, original);
    ++compared;
  }

  void roundTripAll(const fs::path &root) {
    std::vector<fs::path> models = modelsBelow(root);
    for (const fs::path &model : models)
      roundTrip(model);
    std::cout << "[ counted  ] " << compared << " of " << models.size() << " models below " << root
              << " compared\n";
    EXPECT_EQ(compared, models.size());
    EXPECT_GT(compared, 0u);
  }

  size_t compared = 0;
};

TEST_F(Corpus, publishedTestModels) {
  fs::path root = "/usr/share/libonnx-testdata";
  if (!fs::exists(root))
    GTEST_SKIP() << "the package libonnx-testdata is not installed";
  roundTripAll(root);
}

TEST_F(Corpus, realConversions) {
  fs::path root = fs::path(FIXCON_SOURCE_DIR) / ".." / "shared" / "cases";
  if (!fs::exists(root))
    GTEST_SKIP() << "no collection of converted models stands beside the sources";
  roundTripAll(root);
}

} // namespace
} // namespace fixcon
