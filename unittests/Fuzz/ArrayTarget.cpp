// NumPy's arrays, alone or in an archive: a file is refused with a diagnostic, or its arrays are written and
// read as the same.
#include "Target.h"

#include "fixcon/Data/DataSet.h"

namespace fixcon {

void fuzzOne(std::string_view input) {
  Diagnostics diags;
  bool isArchive = input.starts_with("PK");
  std::string path = scratchFile(isArchive ? "in.npz" : "in.npy", input);
  std::map<std::string, Tensor> arrays;
  if (isArchive) {
    auto read = readNpz(path, diags);
    mustHold(succeeded(read) || diags.errorCount(), "refused without a diagnostic");
    if (failed(read))
      return;
    arrays = std::move(*read);
  } else {
    auto read = readNpy(path, diags);
    mustHold(succeeded(read) || diags.errorCount(), "refused without a diagnostic");
    if (failed(read))
      return;
    arrays.emplace("a", std::move(*read));
  }
  for (const auto &[name, tensor] : arrays) {
    std::string copy = scratchPath("copy.npy");
    mustHold(succeeded(writeNpy(copy, tensor, diags)), "cannot be written", name);
    auto again = readNpy(copy, diags);
    mustHold(succeeded(again) && again->identical(tensor), "read back as another array", name);
  }
}

} // namespace fixcon
