// Feeds a fuzz target the files of folders, in ordinary builds: what the corpus once found stays
// found.
#include "Target.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace fs = std::filesystem;

int main(int argc, char **argv) {
  unsigned files = 0;
  for (int i = 1; i < argc; ++i)
    for (const auto &entry : fs::directory_iterator(argv[i])) {
      std::ifstream file(entry.path(), std::ios::binary);
      std::string bytes{std::istreambuf_iterator<char>(file), {}};
      std::cout << entry.path().filename().string() << std::endl;
      fixcon::fuzzOne(bytes);
      ++files;
    }
  std::cout << files << " inputs" << std::endl;
  return files ? 0 : 1;
}
