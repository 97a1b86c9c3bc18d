// Before opset 11 an output position o reads input position o / scale; if the mode is nearest, that
// is rounded down where the tensor grows, and up where it shrinks (Resize of opset 10; Upsample only
// grows). The other ways of resizing are products with constants
// where sizes are known.
//
//   resize %x, , [1, 1, 2, 2] {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//   ->  onnx.Upsample %x {scales = [1.0, 1.0, 2.0, 2.0]}
#include "ResizeByProducts.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>

namespace fixcon {

void spellONNXUpsample9(SpellingBuilder &b) {
  auto scales = b.constant(2);
  auto word = [&](const char *name) { return b.attr<std::string>(name); };
  bool plain = scales && b.in(3).isAbsent() && b.attribute("axes").empty() &&
               !b.attr<int64_t>("antialias") &&
               word("coordinate_transformation_mode") == "asymmetric" &&
               (word("mode") == "nearest" || word("mode") == "linear");
  std::vector<double> factors = plain ? scales->toDoubles() : std::vector<double>();
  bool grows = std::ranges::all_of(factors, [](double f) { return f >= 1; });
  bool shrinks = std::ranges::all_of(factors, [](double f) { return f <= 1; });
  std::string rounding = word("nearest_mode");
  plain &=
      word("mode") == "linear" || (grows && rounding == "floor") || (shrinks && rounding == "ceil");
  plain &= b.foreignType != "Upsample" || grows;
  if (!plain && spellResizeByProducts(b))
    return;
  if (!plain)
    return b.refuse(
        b.foreignType + " of opset " + std::to_string(b.opset()) +
        " knows constant scales and asymmetric coordinates alone, or known sizes of the "
        "last two axes (others since opset 11)");
  AttrDict attrs = attrsOf({{"mode", word("mode")}});
  if (b.opset() < 9) // scales are an attribute
    return b.rename({b.in(0), nullptr, b.in(2)}, std::move(attrs));
  b.rename({b.in(0), b.in(2)}, std::move(attrs));
}

} // namespace fixcon
