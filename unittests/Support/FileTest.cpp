// Files are mapped, and written whole or not at all.
#include "fixcon/Support/File.h"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace fixcon {
namespace {

namespace fs = std::filesystem;

struct File : testing::Test {
  File() {
    std::string pattern = (fs::temp_directory_path() / "fixcon-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~File() override { fs::remove_all(folder); }
  std::string path(const char *name) { return (folder / name).string(); }
  std::string content(const std::string &of) {
    auto file = MappedFile::open(of, engine);
    return failed(file) ? "<failed>" : std::string((*file)->text());
  }
  size_t filesInFolder() {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder), {}));
  }

  fs::path folder;
  Diagnostics engine;
};

TEST_F(File, WritesAndMaps) {
  EXPECT_TRUE(succeeded(writeFile(path("a"), "hello", engine)));
  EXPECT_EQ(content(path("a")), "hello");
  EXPECT_TRUE(succeeded(writeFile(path("a"), "", engine)));
  EXPECT_EQ(content(path("a")), "");
  EXPECT_EQ(filesInFolder(), 1u);
}

TEST_F(File, WritesPartsInOrder) {
  std::string first = "ab", second = "", third = "c";
  std::vector<std::span<const std::byte>> parts;
  for (const std::string *part : {&first, &second, &third})
    parts.push_back(std::as_bytes(std::span(*part)));
  EXPECT_TRUE(succeeded(writeFile(path("a"), parts, engine)));
  EXPECT_EQ(content(path("a")), "abc");
}

TEST_F(File, AMappingOutlivesItsReplacement) {
  ASSERT_TRUE(succeeded(writeFile(path("a"), "old", engine)));
  auto old = MappedFile::open(path("a"), engine);
  ASSERT_TRUE(succeeded(writeFile(path("a"), "new", engine)));
  EXPECT_EQ((*old)->text(), "old");
  EXPECT_EQ(content(path("a")), "new");
}

TEST_F(File, ALinkStaysALink) {
  ASSERT_TRUE(succeeded(writeFile(path("a"), "old", engine)));
  fs::create_symlink("a", path("link"));
  ASSERT_TRUE(succeeded(writeFile(path("link"), "new", engine)));
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(content(path("a")), "new");
}

TEST_F(File, FailureLeavesNothingBehind) {
  EXPECT_TRUE(failed(writeFile(path("missing/a"), "x", engine)));
  EXPECT_EQ(filesInFolder(), 0u);
  EXPECT_EQ(engine.errorCount(), 1u);
}

TEST_F(File, DevicesAreWrittenToAndNotReplaced) {
  EXPECT_TRUE(succeeded(writeFile("/dev/null", "x", engine)));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(File, RefusesWhatIsNoFile) {
  EXPECT_TRUE(failed(MappedFile::open(folder.string(), engine)));
  EXPECT_TRUE(failed(MappedFile::open(path("missing"), engine)));
  EXPECT_TRUE(failed(MappedFile::open("/dev/null", engine)));
  EXPECT_EQ(engine.errorCount(), 3u);
}

} // namespace
} // namespace fixcon
