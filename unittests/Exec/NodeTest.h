// One test of the ONNX backend suite: a model, inputs, and the outputs that they give.
#pragma once

#include "fixcon/IR/Datum.h"

#include <filesystem>
#include <string>
#include <vector>

namespace fixcon {

/// Where the suite is installed.
inline constexpr const char *nodeTestSuite = "/usr/share/libonnx-testdata/data";

struct NodeTestResult {
  std::string op;      ///< type of the model's first op, for the table
  std::string problem; ///< empty if every output of every data set is as expected
};

/// Imports, lowers and runs the model in `folder` on all its data sets.
NodeTestResult runNodeTest(const std::filesystem::path &folder);

/// What is wrong with `actual`; empty if it is within the suite's tolerance (floats) or equal.
std::string difference(const Tensor &actual, const Tensor &expected);
std::string difference(const Datum &actual, const Datum &expected);

} // namespace fixcon
