// Whether a tensor of the data is what an input takes, and what to do where it is not.
#pragma once

#include "fixcon/Data/DataSet.h"

namespace fixcon {

/// `array` as the input takes it: with or without a batch axis of 1, floats rounded to the input's float
/// dtype or put on its grid, whole numbers as another dtype where none of them changes, of which a remark
/// tells. Failure after an error that names the input, the model and, if it can be guessed, what to do.
FailureOr<Tensor> fitArray(Tensor array, const InputSpec &input, Diagnostics &diags);

/// The buffer of a picture under the input's shape, if it has as many elements, and of its dtype.
FailureOr<Tensor> fitPicture(const Tensor &picture, const InputSpec &input, const Recipe &recipe,
                             Diagnostics &diags);

/// "input 'x' of source 'a.onnx'".
std::string describe(const InputSpec &input);

} // namespace fixcon
