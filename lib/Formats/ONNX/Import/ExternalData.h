// Elements that lie in files beside the model: mapped, and only from inside the model's folder.
#pragma once

#include "ONNX/Codec/Decode.h"

#include "fixcon/Support/File.h"

#include <map>

namespace fixcon {

class ExternalData : public ExternalSource {
public:
  /// `model` is the path of the file that refers to others.
  explicit ExternalData(std::string model) : model(std::move(model)) {}

  FailureOr<RawData> find(const onnx::TensorProto &proto, int64_t size,
                          const TensorPlace &place) override;

private:
  using File = std::shared_ptr<const MappedFile>;
  FailureOr<File> open(const std::string &location, const TensorPlace &place);
  FailureOr<std::string> resolve(const std::string &location, const TensorPlace &place) const;

  std::string model;
  std::map<std::string, File> files;
};

} // namespace fixcon
