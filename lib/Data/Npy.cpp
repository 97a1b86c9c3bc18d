// Single arrays: .npy files are mapped, so that a large one costs memory only where it is read.
#include "fixcon/Data/DataSet.h"

#include "NpyHeader.h"

#include "fixcon/Support/File.h"

namespace fixcon {

FailureOr<Tensor> readNpy(const std::string &path, Diagnostics &diags) {
  auto file = MappedFile::open(path, diags);
  if (failed(file))
    return failure();
  std::span<const std::byte> bytes = (*file)->bytes();
  std::string why;
  auto header = parseNpyHeader(bytes, why);
  if (!header)
    return diags.error(Location::inFile(path)) << why;
  bytes = bytes.subspan(header->headerSize);
  auto wanted = static_cast<size_t>(*storageSize(header->dtype, header->shape));
  if (bytes.size() != wanted)
    return diags.error(Location::inFile(path))
           << (bytes.size() < wanted ? "truncated NumPy array" : "bytes behind the NumPy array")
           << ": " << wanted << " bytes are needed, " << bytes.size() << " are there";
  return tensorOfNpy(*header, bytes, *file);
}

LogicalResult writeNpy(const std::string &path, const Tensor &tensor, Diagnostics &diags) {
  auto header = makeNpyHeader(tensor);
  if (!header)
    return diags.error(Location::inFile(path)) << "a tensor of strings cannot be written as .npy";
  std::span<const std::byte> parts[] = {std::as_bytes(std::span(*header)), tensor.bytes()};
  return writeFile(path, parts, diags);
}

} // namespace fixcon
