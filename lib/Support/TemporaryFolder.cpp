// mkdtemp makes the folder and its name in one step, so that nobody can be there before.
#include "fixcon/Support/TemporaryFolder.h"

#include <cstring>
#include <filesystem>
#include <stdlib.h>

namespace fixcon {

FailureOr<std::unique_ptr<TemporaryFolder>> TemporaryFolder::create(Diagnostics &diags) {
  std::error_code error;
  std::string pattern = std::filesystem::temp_directory_path(error) / "fixcon-XXXXXX";
  if (error || !::mkdtemp(pattern.data()))
    return diags.error(Location::inFile(pattern))
           << "no temporary folder can be made: "
           << (error ? error.message() : std::string(std::strerror(errno)));
  return std::unique_ptr<TemporaryFolder>(new TemporaryFolder(std::move(pattern)));
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

} // namespace fixcon
