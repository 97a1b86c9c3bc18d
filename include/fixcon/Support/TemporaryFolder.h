// A folder for files that nobody else shall see, gone with the object.
#pragma once

#include "fixcon/Support/Diagnostic.h"

#include <memory>

namespace fixcon {

class TemporaryFolder {
public:
  /// A new empty folder below the system's folder for temporary files, readable by this user alone.
  static FailureOr<std::unique_ptr<TemporaryFolder>> create(Diagnostics &diags);
  /// Removes the folder with what is in it.
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder &) = delete;
  TemporaryFolder &operator=(const TemporaryFolder &) = delete;

  /// The path of a file in it.
  std::string path(const std::string &name) const { return folder + "/" + name; }

private:
  explicit TemporaryFolder(std::string folder) : folder(std::move(folder)) {}
  std::string folder;
};

} // namespace fixcon
