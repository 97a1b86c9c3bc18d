#include "Target.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace fs = std::filesystem;

namespace fixcon {

void mustHold(bool holds, std::string_view what, std::string_view details) {
  if (holds)
    return;
  std::cerr << what << "\n" << details << std::endl;
  std::abort();
}

namespace {
/// In memory where the system has a folder for that and lets us write there: a run writes one file for each input.
struct ScratchFolder {
  ScratchFolder() {
    for (const fs::path &base : {fs::path("/dev/shm"), fs::temp_directory_path()}) {
      std::string pattern = (base / "fixcon-fuzz-XXXXXX").string();
      if (::mkdtemp(pattern.data())) {
        path = pattern;
        return;
      }
    }
    mustHold(false, "no scratch folder", fs::temp_directory_path().string());
  }
  ~ScratchFolder() {
    std::error_code error;
    fs::remove_all(path, error);
  }
  fs::path path;
};
} // namespace

std::string scratchPath(const std::string &name) {
  static ScratchFolder folder;
  return (folder.path / name).string();
}

std::string scratchFile(const std::string &name, std::string_view bytes) {
  std::string path = scratchPath(name);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  mustHold(bool(file), "cannot write", path);
  return path;
}

} // namespace fixcon

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fixcon::fuzzOne({reinterpret_cast<const char *>(data), size});
  return 0;
}
