// The file beside a model that holds the elements of large weights.
#pragma once

#include "ONNX/Codec/Encode.h"

#include <map>

namespace fixcon {

class DataFile : public ExternalSink {
public:
  /// For a model that refers to its data as `name`, in its own folder; not possible if the name is empty. With
  /// `everything`, all weights of a size worth mentioning go outside, else those that came from outside.
  DataFile(std::string name, bool everything);

  bool wants(const onnx::TensorProto &proto, size_t bytes) const override;
  void put(onnx::TensorProto &proto, const RawData &data) override;
  bool isEmpty() const { return parts.empty(); }
  /// The bytes of the file, gaps included, which stay where the weights are.
  std::vector<std::span<const std::byte>> content() const;

private:
  int64_t placeFor(const onnx::TensorProto &proto, const RawData &data);

  std::string name; ///< without folder
  bool everything;
  std::vector<std::pair<int64_t, RawData>> parts;
  std::map<std::pair<const std::byte *, size_t>, int64_t> placed;
  int64_t end = 0;
};

} // namespace fixcon
