// Data sets: a folder of pictures, a list of paths, arrays in .npy/.npz, TensorProto samples.
#pragma once

#include "fixcon/Data/Recipe.h"
#include "fixcon/IR/Type.h"

#include <functional>
#include <map>
#include <memory>

namespace fixcon {

/// The numbers that an integer input stands for: real = (stored - zeroPoint) * scale.
struct InputGrid {
  double scale = 1;
  int64_t zeroPoint = 0;
};

/// What one model input wants. `type` is its declared type: rank 4 with 1 or 3 channels in axis 1
/// (NCHW) or axis 3 (NHWC) is a picture.
struct InputSpec {
  std::string name;
  Type type;
  /// Other names under which an archive may hold it, best first, such as "source" or "target".
  std::vector<std::string> aliases{};
  /// If set, float pictures and arrays are put on it for an integer input.
  std::optional<InputGrid> grid{};
  /// Whose input it is, for messages: "source 'a.onnx'".
  std::string model{};
};

/// Reads a tensor from a format that this layer does not know (TensorProto).
using TensorReader = std::function<FailureOr<Tensor>(const std::string &path, Diagnostics &diags)>;

class DataSet {
public:
  /// --data PATH of the command line: a folder, a picture, a list of paths, an .npy or .npz whose
  /// first axis counts samples. No picture is decoded yet; each is decoded once, up to a
  /// gigabyte of them. Without `readProto`, .pb files are
  /// unreadable samples.
  static FailureOr<DataSet> open(const std::string &path, Diagnostics &diags,
                                 TensorReader readProto = {});

  int64_t size() const;
  bool holdsPictures() const;
  /// Whether archives hold an array of that name; of several, the first tells.
  bool holds(const std::string &name) const;
  /// The path below the folder, the line of the list, or "file.npy#index".
  std::string name(int64_t i) const;
  /// Tensors by input name, batch axis 1 where the input has a batch axis. Pictures go through the
  /// recipe, and their buffer takes the input's shape if it has as many elements; arrays are taken
  /// as they are, but for the batch axis and the dtype, where that changes no whole number. A sample
  /// that cannot be read or does not fit is a warning and failure; the caller counts it as rejected.
  /// Safe to call from threads.
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
