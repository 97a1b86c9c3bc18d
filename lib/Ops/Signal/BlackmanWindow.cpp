// 0.42 - 0.5 cos(2 pi n / N) + 0.08 cos(4 pi n / N).
#include "CosineWindow.h"

namespace fixcon {

OpDef defineBlackmanWindow() {
  OpDef def("blackman_window");
  return describeCosineWindow(def, {0.42, 0.5, 0.08})
      .summary("The Blackman window of a given size.")
      .onnx("BlackmanWindow", 17);
}

} // namespace fixcon
