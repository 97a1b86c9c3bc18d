// Damaged files: whatever the bytes, import answers with a module that is written back byte by byte, or with a
// diagnostic.
#include "ModelFiles.h"

#include "fixcon/Support/Random.h"

namespace fixcon {
namespace {

struct HostileTFLite : ModelFiles {
  void survive(const std::string &bytes) {
    said.clear();
    auto module = read(bytes);
    (module ? accepted : refused)++;
    if (!module)
      EXPECT_NE(said.find("error: "), std::string::npos);
    else if (succeeded(verifyStructure(*module)))
      EXPECT_TRUE(written(*module) == bytes) << said;
    else
      ADD_FAILURE() << said;
  }

  unsigned accepted = 0, refused = 0;
};

TEST_F(HostileTFLite, truncated) {
  std::string bytes = written(*parsed(manyKinds));
  for (size_t size = 0; size < bytes.size(); size += 3)
    survive(bytes.substr(0, size));
  EXPECT_GT(refused, 100 * accepted);
}

TEST_F(HostileTFLite, flippedBytes) {
  std::string bytes = written(*parsed(manyKinds));
  Random random(1);
  for (unsigned i = 0; i < 1000; ++i) {
    std::string damaged = bytes;
    for (int64_t flips = random.between(1, 4); flips > 0; --flips)
      damaged[random.next() % damaged.size()] = static_cast<char>(random.next());
    survive(damaged);
  }
  EXPECT_GT(accepted, 100U);
  EXPECT_GT(refused, 100U);
}

TEST_F(HostileTFLite, saysWhatIsWrong) {
  auto complaint = [&](const std::string &bytes) {
    said.clear();
    EXPECT_FALSE(read(bytes));
    return said;
  };
  std::string bytes = written(*parsed(manyKinds));
  EXPECT_NE(complaint("").find("is not a TensorFlow Lite model"), std::string::npos) << said;
  auto large =
      parsed("graph @main(%x: f32[65536,65536]) dialect(\"tfl\", opset = 3) {\nreturn %x\n}");
  large->graph("main")->argument(0)->setType(Type::tensor(DType::F32, Shape(4, 65536)));
  EXPECT_NE(complaint(written(*large)).find("f32[65536,65536,65536,65536] overflows"),
            std::string::npos)
      << said;
  EXPECT_NE(complaint(bytes.substr(0, 40)).find("is truncated or damaged"), std::string::npos)
      << said;
}

} // namespace
} // namespace fixcon
