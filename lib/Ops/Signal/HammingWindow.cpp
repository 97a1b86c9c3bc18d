// a - (1 - a) cos(2 pi n / N) with a = 25/46, which the usual 0.54 rounds.
#include "CosineWindow.h"

namespace fixcon {

OpDef defineHammingWindow() {
  OpDef def("hamming_window");
  return describeCosineWindow(def, {25.0 / 46, 21.0 / 46, 0})
      .summary("The Hamming window of a given size.")
      .onnx("HammingWindow", 17);
}

} // namespace fixcon
