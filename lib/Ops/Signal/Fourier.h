// The discrete Fourier transform of one line of complex numbers.
#pragma once

#include <complex>
#include <vector>

namespace fixcon {

using ComplexLine = std::vector<std::complex<double>>;

/// X[k] = sum over n of x[n] exp(-2 pi i k n / N), in O(N log N) for every N. `inverse`: with the
/// other sign and divided by N.
ComplexLine fourier(ComplexLine x, bool inverse);

} // namespace fixcon
