// Damaged inputs: the readers answer with a module or with a diagnostic, whatever they are given.
#include "ParsedModule.h"
#include "RandomModule.h"
#include "TemporaryFolder.h"

#include "fixcon/IR/Binary.h"
#include "fixcon/Support/File.h"

namespace fixcon {
namespace {

std::string readAll(const std::string &path) {
  CaughtDiagnostics diags;
  auto file = MappedFile::open(path, diags.engine);
  return failed(file) ? "" : std::string((*file)->text());
}

void flipBits(std::string &bytes, Random &random) {
  for (uint64_t i = 1 + random.below(4); i > 0; --i)
    bytes[random.below(bytes.size())] ^= static_cast<char>(1u << random.below(8));
}

/// One word of four bytes becomes another offset, index or size.
void replaceWord(std::string &bytes, Random &random) {
  static const uint32_t words[] = {0, 1, 4, 0x7fffffff, 0x80000000, 0xffffffff, 64, 1000};
  if (bytes.size() < 4)
    return;
  size_t at = random.below(bytes.size() / 4) * 4;
  uint32_t word = random.chance(0.5) ? words[random.below(std::size(words))]
                                     : static_cast<uint32_t>(random.below(bytes.size()));
  bytes.replace(at, 4, reinterpret_cast<const char *>(&word), 4);
}

/// A piece is cut out, doubled or moved.
void splice(std::string &text, Random &random) {
  size_t from = random.below(text.size()), length = random.below(40);
  std::string piece = text.substr(from, length);
  if (random.chance(0.6))
    text.erase(from, length);
  if (random.chance(0.6))
    text.insert(random.below(text.size() + 1), piece);
}

void expectAnswer(const FailureOr<std::unique_ptr<Module>> &module, const Diagnostics &engine,
                  unsigned errorsBefore) {
  if (failed(module)) {
    EXPECT_GT(engine.errorCount(), errorsBefore);
    return;
  }
  EXPECT_FALSE(print(**module).empty());
}

TEST(Robustness, DamagedTextIsReadOrRefused) {
  Diagnostics engine;
  for (unsigned seed = 0; seed < 2000; ++seed) {
    Random random(seed);
    std::string text = print(*randomModule(random, engine));
    for (int round = 0; round < 2; ++round) {
      std::string damaged = text;
      if (random.chance(0.2))
        damaged.resize(random.below(damaged.size()));
      else if (random.chance(0.5))
        splice(damaged, random);
      else
        flipBits(damaged, random);
      unsigned before = engine.errorCount();
      expectAnswer(parseModule(damaged, "damaged.ir", engine), engine, before);
    }
  }
}

TEST(Robustness, DamagedBinariesAreReadOrRefused) {
  TemporaryFolder folder;
  Diagnostics engine;
  std::string path = folder.path("damaged.irb");
  for (unsigned seed = 0; seed < 100; ++seed) {
    Random random(seed);
    ASSERT_TRUE(succeeded(writeBinary(*randomModule(random, engine), path, engine)));
    std::string bytes = readAll(path);
    for (int round = 0; round < 50; ++round) {
      std::string damaged = bytes;
      if (random.chance(0.1))
        damaged.resize(random.below(damaged.size()));
      else if (random.chance(0.5))
        replaceWord(damaged, random);
      else
        flipBits(damaged, random);
      ASSERT_TRUE(succeeded(writeFile(path, damaged, engine)));
      unsigned before = engine.errorCount();
      expectAnswer(readBinary(path, engine), engine, before);
    }
  }
}

TEST(Robustness, LargeTextsTakeLinearTime) {
  std::string text = "graph @g(%x: f32[]) {\n";
  for (int i = 0; i < 50000; ++i)
    text += "%v" + std::to_string(i) + " = add %x, %x : f32[]\n";
  text += "a {";
  for (int i = 0; i < 50000; ++i)
    text += (i ? ", a" : "a") + std::to_string(i) + " = 1";
  text += "} }\n";
  for (int i = 0; i < 20000; ++i)
    text += "graph @g" + std::to_string(i) + "() {}\n";
  CaughtDiagnostics diags;
  auto module = parsed(text, diags);
  ASSERT_TRUE(module);
  EXPECT_EQ(module->graph("g")->argument(0)->uses().size(), 100000u);
  EXPECT_EQ(module->graph("g")->uniqueName("x"), "x_1");
}

} // namespace
} // namespace fixcon
