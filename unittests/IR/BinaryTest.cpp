// The binary form: contents once, aligned and mapped; what does not fit is refused.
#include "ParsedModule.h"
#include "TemporaryFolder.h"

#include "fixcon/IR/Binary.h"
#include "fixcon/Support/File.h"

namespace fixcon {
namespace {

const char *const sharing = R"(
graph @g(%x: f32[2]) {
  weight %a : f32[256] = seeded<1>
  weight %b : f32[256] = seeded<1>
  weight %c : f32[16,16] = seeded<1>
  weight %s : string[2] = dense<["a", "\x00"]>
  weight %none : f64[0] = dense<[]>
}
)";

TEST(Binary, StoresEqualContentOnceAndMapsIt) {
  TemporaryFolder folder;
  CaughtDiagnostics diags;
  auto module = parsed(sharing, diags);
  std::string path = folder.path("a.irb");
  ASSERT_TRUE(succeeded(writeBinary(*module, path, diags.engine)));
  EXPECT_LT(std::filesystem::file_size(path), 2048u);
  auto again = readBinary(path, diags.engine);
  ASSERT_TRUE(succeeded(again)) << diags.text;
  const Graph &g = *(*again)->graph("g");
  const Tensor &a = g.value("a")->tensor();
  EXPECT_TRUE(a.sharesStorageWith(g.value("b")->tensor()));
  EXPECT_TRUE(a.sharesStorageWith(g.value("c")->tensor()));
  EXPECT_EQ(reinterpret_cast<uintptr_t>(a.bytes().data()) % 64, 0u);
  EXPECT_EQ(print(*module), print(**again));
}

TEST(Binary, ReadTensorsOutliveModuleAndWrites) {
  TemporaryFolder folder;
  CaughtDiagnostics diags;
  std::string path = folder.path("a.irb");
  ASSERT_TRUE(succeeded(writeBinary(*parsed(sharing, diags), path, diags.engine)));
  Tensor kept, changed;
  {
    auto module = readBinary(path, diags.engine);
    ASSERT_TRUE(succeeded(module));
    kept = changed = (*module)->graph("g")->value("a")->tensor();
  }
  ContentHash before = kept.hash();
  changed.mutableData<float>()[0] = 42;
  EXPECT_EQ(kept.hash(), before);
  EXPECT_NE(changed.hash(), before);
}

TEST(Binary, RefusesWhatIsNoBinaryModule) {
  TemporaryFolder folder;
  CaughtDiagnostics diags;
  std::string path = folder.path("a.irb");
  for (std::string content : {std::string(), std::string("FIXCONIR"), std::string(200, 'x')}) {
    ASSERT_TRUE(succeeded(writeFile(path, content, diags.engine)));
    EXPECT_TRUE(failed(readBinary(path, diags.engine)));
  }
  EXPECT_NE(diags.text.find("is not a binary module"), std::string::npos);
  EXPECT_TRUE(failed(readBinary(folder.path("missing.irb"), diags.engine)));
}

TEST(Binary, RefusesAnotherVersion) {
  TemporaryFolder folder;
  CaughtDiagnostics diags;
  std::string path = folder.path("a.irb");
  ASSERT_TRUE(succeeded(writeBinary(Module(diags.engine), path, diags.engine)));
  auto file = MappedFile::open(path, diags.engine);
  std::string bytes((*file)->text());
  bytes[8] = 99;
  ASSERT_TRUE(succeeded(writeFile(path, bytes, diags.engine)));
  EXPECT_TRUE(failed(readBinary(path, diags.engine)));
  EXPECT_NE(diags.text.find("version 99"), std::string::npos);
}

} // namespace
} // namespace fixcon
