// The file beside a model that holds the elements of large weights.
#pragma once

#include "ONNX/Codec/Encode.h"

#include <map>

namespace fixcon {

class DataFile : public ExternalSink {
public:
  /// For the model at `path`. With `everything`, all weights of a size worth mentioning go outside,
  /// else those that came from outside.
  DataFile(const std::string &path, bool everything);

  bool wants(const onnx::TensorProto &proto, size_t bytes) const override;
  void put(onnx::TensorProto &proto, const RawData &data) override;
  /// Writes the file if anything was put into it. An error if a file of its name is there that no model at
  /// `path` can have written, for nobody named it.
  LogicalResult write(Diagnostics &diags) const;

private:
  int64_t placeFor(const onnx::TensorProto &proto, const RawData &data);

  bool isTaken() const;

  std::string model; ///< of the model's file
  std::string path;  ///< of the data file
  std::string name; ///< without folder
  bool everything;
  bool possible; ///< not for standard output
  std::vector<std::pair<int64_t, RawData>> parts;
  std::map<std::pair<const std::byte *, size_t>, int64_t> placed;
  int64_t end = 0;
};

} // namespace fixcon
