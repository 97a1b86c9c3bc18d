// The grid that kernels choose for a row of real numbers before they multiply it with integers.
#pragma once

#include <span>

namespace fixcon {

/// Each number becomes the one of the row's grid that stands for it.
void roundRow(std::span<double> row, bool symmetric);

} // namespace fixcon
