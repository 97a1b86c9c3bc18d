// protobuf can write no message beyond 2 GB. The elements are measured before they are encoded, the
// message again before it is written.
#include "fixcon/Formats/ONNX/Export.h"

#include "fixcon/Support/File.h"

#include "ONNX/Codec/Encode.h"

#include "residue.pb.h"

#include <climits>

namespace fixcon {

LogicalResult writeTensorProto(const Tensor &tensor, const std::string &name,
                               const std::string &path, Diagnostics &diags) {
  if (!tensor.isString() && rawSizeOf(tensor) > INT_MAX - (1 << 20))
    return diags.error(Location::inFile(path)) << "a tensor file holds at most 2 GB";
  onnx::TensorProto proto;
  encodeTensor(tensor, onnx::TensorResidue(), nullptr, proto);
  proto.set_name(name);
  if (proto.ByteSizeLong() > INT_MAX)
    return diags.error(Location::inFile(path)) << "a tensor file holds at most 2 GB";
  return writeFile(path, proto.SerializeAsString(), diags);
}

} // namespace fixcon
