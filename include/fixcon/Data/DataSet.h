// Data sets: a folder of pictures, a list of paths, arrays in .npy/.npz, TensorProto samples.
#pragma once

#include "fixcon/Data/Recipe.h"
#include "fixcon/IR/Type.h"

#include <map>

namespace fixcon {

/// What one model input wants. `type` is its declared type: rank 4 with 1 or 3 channels in axis 1
/// (NCHW) or axis 3 (NHWC) is a picture.
struct InputSpec {
  std::string name;
  Type type;
};

class DataSet {
public:
  /// --data PATH of the command line. Nothing is decoded yet.
  static FailureOr<DataSet> open(const std::string &path, Diagnostics &diags);

  int64_t size() const;
  std::string name(int64_t i) const;
  /// Tensors by input name, batch axis 1 where the input has a batch axis. Pictures go through the
  /// recipe; arrays are taken as they are. An unreadable sample is a warning and counted as
  /// rejected.
  FailureOr<std::map<std::string, Tensor>> load(int64_t i, const std::vector<InputSpec> &inputs,
                                                const Recipe &recipe, Diagnostics &diags) const;

  ~DataSet();
  DataSet(DataSet &&) noexcept;
  DataSet &operator=(DataSet &&) noexcept;

private:
  struct Impl;
  explicit DataSet(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl;
};

/// NumPy files. Object arrays, Fortran order of structured dtypes and oversize headers are errors.
FailureOr<Tensor> readNpy(const std::string &path, Diagnostics &diags);
FailureOr<std::map<std::string, Tensor>> readNpz(const std::string &path, Diagnostics &diags);
LogicalResult writeNpy(const std::string &path, const Tensor &tensor, Diagnostics &diags);
LogicalResult writeNpz(const std::string &path,
                       const std::vector<std::pair<std::string, Tensor>> &arrays,
                       Diagnostics &diags);

} // namespace fixcon
