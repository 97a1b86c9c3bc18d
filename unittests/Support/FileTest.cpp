// Files are mapped, and written whole or not at all.
#include "fixcon/Support/File.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

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

TEST_F(File, ContentsStandOnABoundary) {
  for (size_t size : {1, 100, 1000, 16383, 16384, 100000}) {
    ASSERT_TRUE(succeeded(writeFile(path("a"), std::string(size, 'x'), engine)));
    auto file = MappedFile::open(path("a"), engine);
    ASSERT_TRUE(succeeded(file));
    EXPECT_EQ(reinterpret_cast<uintptr_t>((*file)->bytes().data()) % 64, 0u) << size;
  }
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

TEST_F(File, AFailureInTheMiddleLeavesWhatWasThere) {
  ASSERT_TRUE(succeeded(writeFile(path("a"), "old", engine)));
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit small{100, before.rlim_max};
  auto handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  EXPECT_TRUE(failed(writeFile(path("a"), std::string(1000, 'x'), engine)));
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(engine.errorCount(), 1u);
  EXPECT_EQ(content(path("a")), "old");
  EXPECT_EQ(filesInFolder(), 1u);
}

/// The second file grows beyond what is allowed, and the signal of that becomes one that ends.
TEST_F(File, ASignalInTheMiddleLeavesNothingBehind) {
  auto die = [&] {
    std::ignore = writeFile(path("a"), "old", engine);
    std::signal(SIGXFSZ, [](int) { std::raise(SIGTERM); });
    rlimit limit{100, 100};
    setrlimit(RLIMIT_FSIZE, &limit);
    std::ignore = writeFile(path("a"), std::string(1000, 'x'), engine);
  };
  EXPECT_EXIT(die(), testing::KilledBySignal(SIGTERM), "");
  EXPECT_EQ(content(path("a")), "old");
  EXPECT_EQ(filesInFolder(), 1u);
}

TEST_F(File, PermissionsAreThoseOfTheUmask) {
  mode_t before = ::umask(027);
  EXPECT_TRUE(succeeded(writeFile(path("a"), "x", engine)));
  ::umask(before);
  EXPECT_EQ(fs::status(path("a")).permissions(), fs::perms(0640));
}

TEST_F(File, AReplacedFileKeepsItsPermissions) {
  ASSERT_TRUE(succeeded(writeFile(path("a"), "old", engine)));
  fs::permissions(path("a"), fs::perms(0600));
  ASSERT_TRUE(succeeded(writeFile(path("a"), "new", engine)));
  EXPECT_EQ(fs::status(path("a")).permissions(), fs::perms(0600));
}

TEST_F(File, ALinkToNothingIsFollowedAndALoopIsAnError) {
  fs::create_symlink("a", path("link"));
  ASSERT_TRUE(succeeded(writeFile(path("link"), "new", engine)));
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(content(path("a")), "new");
  fs::create_symlink("loop", path("loop"));
  EXPECT_TRUE(failed(writeFile(path("loop"), "x", engine)));
  EXPECT_TRUE(fs::is_symlink(path("loop")));
}

TEST_F(File, WhatIsNotPutIntoPlaceIsGone) {
  ASSERT_TRUE(succeeded(writeFile(path("a"), "old", engine)));
  {
    auto file = PendingFile::write(path("a"), {}, engine);
    ASSERT_TRUE(file);
    EXPECT_EQ(content(path("a")), "old");
  }
  EXPECT_EQ(content(path("a")), "old");
  EXPECT_EQ(filesInFolder(), 1u);
}

TEST_F(File, AFileThatIsCutOffWhileItIsReadIsAnErrorThere) {
  ASSERT_TRUE(succeeded(writeFile(path("a"), std::string(100'000, 'x'), engine)));
  auto die = [&] {
    catchFileSignals();
    auto file = MappedFile::open(path("a"), engine);
    fs::resize_file(path("a"), 0);
    volatile char last = (*file)->text()[50'000];
    std::ignore = last;
  };
  EXPECT_EXIT(die(), testing::ExitedWithCode(2),
              "a: error: the file was cut off while it was read");
}

TEST_F(File, FoldersMayHaveAnyName) {
  fs::create_directory(path("100%%%% ü"));
  EXPECT_TRUE(succeeded(writeFile(path("100%%%% ü/%a"), "x", engine)));
  EXPECT_EQ(content(path("100%%%% ü/%a")), "x");
}

TEST_F(File, DevicesAreWrittenToAndNotReplaced) {
  EXPECT_TRUE(succeeded(writeFile("/dev/null", "x", engine)));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(File, WhereNothingCanBeWrittenIsSaidBefore) {
  EXPECT_TRUE(succeeded(checkWritable(path("new"), engine)));
  EXPECT_TRUE(succeeded(checkWritable("/dev/null", engine)));
  EXPECT_EQ(filesInFolder(), 0u);
  ASSERT_TRUE(succeeded(writeFile(path("a"), "x", engine)));
  EXPECT_TRUE(succeeded(checkWritable(path("a"), engine)));
  EXPECT_EQ(content(path("a")), "x");
  EXPECT_TRUE(failed(checkWritable(path("missing/b"), engine)));
  EXPECT_TRUE(failed(checkWritable(folder.string(), engine)));
  EXPECT_EQ(filesInFolder(), 1u);
}

TEST_F(File, OneFileHasManySpellings) {
  ASSERT_TRUE(succeeded(writeFile(path("a"), "x", engine)));
  ASSERT_TRUE(succeeded(writeFile(path("b"), "x", engine)));
  fs::create_symlink("a", path("soft"));
  fs::create_hard_link(path("a"), path("hard"));
  EXPECT_TRUE(isSameFile(path("a"), path("./a")));
  EXPECT_TRUE(isSameFile(path("a"), path("soft")));
  EXPECT_TRUE(isSameFile(path("a"), path("hard")));
  EXPECT_FALSE(isSameFile(path("a"), path("b")));
  EXPECT_TRUE(isSameFile(path("new"), path("./new")));
  EXPECT_FALSE(isSameFile(path("new"), path("newer")));
}

TEST_F(File, RefusesWhatIsNoFile) {
  EXPECT_TRUE(failed(MappedFile::open(folder.string(), engine)));
  EXPECT_TRUE(failed(MappedFile::open(path("missing"), engine)));
  EXPECT_TRUE(failed(MappedFile::open("/dev/null", engine)));
  EXPECT_EQ(engine.errorCount(), 3u);
}

} // namespace
} // namespace fixcon
