// Which files below a path are samples, and in what order.
#pragma once

#include "fixcon/Support/Diagnostic.h"

#include <optional>

namespace fixcon {

enum class SampleKind : uint8_t { Picture, Npy, Npz, TensorProto };

/// By extension, upper or lower case.
std::optional<SampleKind> sampleKindOf(const std::string &path);

struct SampleFile {
  std::string name; ///< as the user knows it: below the folder, or the line of the list
  std::string path;
  SampleKind kind;
};

/// Every sample below `folder` in the byte order of names. Links are followed unless they lead back
/// to a folder above; hidden files are left out; other files are counted in a remark.
FailureOr<std::vector<SampleFile>> listFolder(const std::string &folder, Diagnostics &diags);

/// The paths in a text file, one a line, in its order; relative to the list's folder, or else to
/// the working directory.
FailureOr<std::vector<SampleFile>> listText(const std::string &list, Diagnostics &diags);

} // namespace fixcon
