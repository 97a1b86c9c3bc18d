// A format that does one half of the work only says so.
#include "fixcon/Formats/Models.h"

#include <gtest/gtest.h>

namespace fixcon {
namespace {

TEST(Models, AFormatWithoutAReaderOrWriterSaysSo) {
  std::string text;
  Diagnostics diags([&](const Diagnostic &d) { text += d.message + "\n"; });
  Module module(diags);
  Format none = format(FormatId::Text);
  none.methods = {};
  EXPECT_TRUE(failed(readModel(none, "a.ir", diags)));
  EXPECT_TRUE(failed(writeModel(module, "main", none, "a.ir", {})));
  EXPECT_NE(text.find("models cannot be read"), std::string::npos) << text;
  EXPECT_NE(text.find("models cannot be written"), std::string::npos) << text;
}

} // namespace
} // namespace fixcon
