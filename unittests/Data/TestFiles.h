// What the tests of this folder share: collected diagnostics, temporary folders, committed
// pictures.
#pragma once

#include "generated/SourceFolder.h"

#include "fixcon/Support/Diagnostic.h"
#include "fixcon/Support/File.h"

#include <filesystem>
#include <gtest/gtest.h>

namespace fixcon {

/// Keeps every diagnostic as it would be printed.
struct Collected {
  std::vector<std::string> texts;
  Diagnostics diags{[this](const Diagnostic &d) { texts.push_back(diags.format(d)); }};

  std::string all() const {
    std::string joined;
    for (const std::string &text : texts)
      joined += text;
    return joined;
  }
};

/// A fresh folder that goes away with the test.
class TemporaryFolder {
public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "fixcon-XXXXXX").native();
    path = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TemporaryFolder(const TemporaryFolder &) = delete;
  TemporaryFolder &operator=(const TemporaryFolder &) = delete;

  std::string operator/(const std::string &name) const { return (path / name).native(); }
  std::string str() const { return path.native(); }
  /// Writes a file, making the folders above it.
  std::string write(const std::string &name, std::string_view content) const {
    std::filesystem::create_directories((path / name).parent_path());
    Diagnostics diags;
    EXPECT_TRUE(succeeded(writeFile(*this / name, content, diags)));
    return *this / name;
  }

private:
  std::filesystem::path path;
};

inline std::string inputFile(const std::string &name) {
  return FIXCON_SOURCE_DIR "/unittests/Data/Inputs/" + name;
}

inline std::string contentOf(const std::string &path) {
  Diagnostics diags;
  auto file = MappedFile::open(path, diags);
  EXPECT_TRUE(succeeded(file)) << path;
  return succeeded(file) ? std::string((*file)->text()) : std::string();
}

} // namespace fixcon
