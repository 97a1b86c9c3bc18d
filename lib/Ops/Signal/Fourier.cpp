// Lengths that are powers of two are halved again and again (Cooley and Tukey). Any other length
// becomes a convolution, since kn = (k^2 + n^2 - (k-n)^2) / 2 (Bluestein):
//
//   X[k] = w[k] sum over n of (x[n] w[n]) conj(w[k - n]),   w[n] = exp(-pi i n^2 / N)
//
// and a convolution is a product between two transforms whose length may be a power of two.
// docs/Design.md says why this is no library's.
#include "Fourier.h"

#include <bit>
#include <cstdint>
#include <numbers>
#include <utility>

namespace fixcon {

static std::complex<double> onCircle(double turns) {
  return std::polar(1.0, 2 * std::numbers::pi * turns);
}

/// Each element goes where its index, its bits reversed, says.
static void reverseBits(ComplexLine &x) {
  for (size_t i = 1, j = 0; i < x.size(); ++i) {
    size_t bit = x.size() / 2;
    for (; j & bit; bit /= 2)
      j ^= bit;
    j ^= bit;
    if (i < j)
      std::swap(x[i], x[j]);
  }
}

/// Forward; the length is a power of two.
static void halving(ComplexLine &x) {
  reverseBits(x);
  ComplexLine roots(x.size() / 2);
  for (size_t i = 0; i < roots.size(); ++i)
    roots[i] = onCircle(-static_cast<double>(i) / static_cast<double>(x.size()));
  for (size_t half = 1; half < x.size(); half *= 2)
    for (size_t start = 0; start < x.size(); start += 2 * half)
      for (size_t i = 0; i < half; ++i) {
        auto odd = x[start + half + i] * roots[i * (roots.size() / half)];
        x[start + half + i] = x[start + i] - odd;
        x[start + i] += odd;
      }
}

/// w[n]; n^2 is reduced first, for its size would cost the angle's digits.
static ComplexLine chirp(size_t count) {
  __extension__ using Wide = unsigned __int128;
  ComplexLine w(count);
  for (size_t n = 0; n < count; ++n) {
    auto square = static_cast<uint64_t>(Wide(n) * n % (2 * Wide(count)));
    w[n] = onCircle(-static_cast<double>(square) / (2 * static_cast<double>(count)));
  }
  return w;
}

static ComplexLine byConvolution(const ComplexLine &x) {
  size_t count = x.size(), length = std::bit_ceil(2 * count - 1);
  ComplexLine w = chirp(count), signal(length), filter(length);
  for (size_t n = 0; n < count; ++n) {
    signal[n] = x[n] * w[n];
    filter[n] = filter[(length - n) % length] = std::conj(w[n]);
  }
  halving(signal);
  halving(filter);
  for (size_t i = 0; i < length; ++i)
    signal[i] = std::conj(signal[i] * filter[i]);
  halving(signal); // of conjugates: the conjugate of the inverse, times the length
  for (size_t k = 0; k < count; ++k)
    w[k] *= std::conj(signal[k]) / static_cast<double>(length);
  return w;
}

ComplexLine fourier(ComplexLine x, bool inverse) {
  auto conjugate = [&] {
    for (auto &value : x)
      value = std::conj(value);
  };
  if (inverse)
    conjugate();
  if (std::has_single_bit(x.size()))
    halving(x);
  else if (!x.empty())
    x = byConvolution(x);
  if (!inverse)
    return x;
  conjugate();
  for (auto &value : x)
    value /= static_cast<double>(x.size());
  return x;
}

} // namespace fixcon
