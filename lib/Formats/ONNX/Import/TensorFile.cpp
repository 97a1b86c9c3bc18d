// Files that hold one TensorProto, as sample inputs and outputs do.
#include "fixcon/Formats/ONNX/Import.h"

#include "ExternalData.h"
#include "ONNX/Codec/Residue.h"

#include "residue.pb.h"

namespace fixcon {

FailureOr<Tensor> readTensorProto(const std::string &path, Diagnostics &diags) {
  auto file = MappedFile::open(path, diags);
  if (failed(file))
    return failure();
  onnx::TensorProto proto;
  if (!parseMessage((*file)->bytes(), proto))
    return diags.error(Location::inFile(path)) << "is not a tensor in ONNX's form, or is damaged";
  ExternalData external(path);
  onnx::TensorResidue unused;
  return decodeTensor(proto, &external, {diags, Location::inFile(path), "the tensor"}, unused);
}

} // namespace fixcon
