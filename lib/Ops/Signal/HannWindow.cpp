// sin^2(pi n / N) = 1/2 - 1/2 cos(2 pi n / N).
#include "CosineWindow.h"

namespace fixcon {

OpDef defineHannWindow() {
  OpDef def("hann_window");
  return describeCosineWindow(def, {0.5, 0.5, 0})
      .summary("The Hann window of a given size.")
      .onnx("HannWindow", 17);
}

} // namespace fixcon
