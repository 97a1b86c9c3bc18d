// What a person sees of a diagnostic, and how it travels.
#include "fixcon/Support/Diagnostic.h"

#include "fixcon/Support/Parallel.h"

#include <gtest/gtest.h>
#include <optional>
#include <thread>

namespace fixcon {
namespace {

struct DiagnosticText : testing::Test {
  Diagnostics engine{[this](const Diagnostic &d) { text += engine.format(d); }};
  std::string text;
};

TEST_F(DiagnosticText, PlaceSeverityCodeMessageAndNotes) {
  engine.error(Location::atNode("t.tflite", "conv1", 4)).code("FX-LH-pads")
      << "pads differ: " << 1 << " against " << 2.5;
  EXPECT_EQ(text, "t.tflite: node 'conv1' (#4): error: [FX-LH-pads] pads differ: 1 against 2.5\n");
  text.clear();
  {
    auto d = engine.warning(Location::inFile("a"));
    d << "first";
    d.note(Location::atNode("b", "", 3)) << "cause";
  }
  EXPECT_EQ(text, "a: warning: first\nb: node (#3): note: cause\n");
}

TEST_F(DiagnosticText, ShowsTheLineWithACaret) {
  engine.addSource("f.ir", "one\n\ttwo three\n");
  engine.remark(Location::atText("f.ir", 2, 6)) << "here";
  EXPECT_EQ(text, "f.ir:2:6: remark: here\n\ttwo three\n\t    ^\n");
  EXPECT_EQ(engine.sourceLine("f.ir", 1), "one");
  EXPECT_EQ(engine.sourceLine("f.ir", 9), "");
  EXPECT_EQ(engine.sourceLine("other", 1), "");
}

TEST_F(DiagnosticText, LongLinesAreNotShown) {
  engine.addSource("f.ir", std::string(100000, 'x'));
  engine.error(Location::atText("f.ir", 1, 5)) << "here";
  EXPECT_EQ(text, "f.ir:1:5: error: here\n");
}

TEST_F(DiagnosticText, ConvertsToFailureAndReportsOnce) {
  auto plain = [&]() -> LogicalResult { return engine.error({}) << "x"; };
  auto valued = [&]() -> FailureOr<int> { return engine.error({}) << "y"; };
  EXPECT_TRUE(failed(plain()));
  EXPECT_TRUE(failed(valued()));
  EXPECT_EQ(engine.errorCount(), 2u);
  EXPECT_EQ(text, "<memory>: error: x\n<memory>: error: y\n");
}

TEST(Diagnostics, CountsErrorsFromThreads) {
  Diagnostics engine;
  auto work = [&] {
    for (int i = 0; i < 1000; ++i) {
      engine.error({}) << i;
      engine.warning({}) << i;
    }
  };
  std::thread other(work);
  work();
  other.join();
  EXPECT_EQ(engine.errorCount(), 2000u);
}

TEST(DiagnosticSuppressor, DropsWhatItsThreadReportsAndForgetsItsErrors) {
  std::string text;
  Diagnostics engine([&](const Diagnostic &d) { text += d.message; }), other;
  engine.error({}) << "a";
  {
    DiagnosticSuppressor outer(engine);
    engine.error({}) << "b";
    {
      DiagnosticSuppressor inner(engine);
      engine.error({}) << "c";
      engine.warning({}) << "d";
      EXPECT_EQ(engine.errorCount(), 3u) << "a trial sees its own errors";
    }
    EXPECT_EQ(engine.errorCount(), 2u);
    other.error({}) << "e";
    EXPECT_EQ(other.errorCount(), 1u) << "of another engine";
  }
  EXPECT_EQ(engine.errorCount(), 1u);
  engine.error({}) << "f";
  EXPECT_EQ(text, "af");
}

TEST(DiagnosticSuppressor, TrialsRunSideBySide) {
  std::atomic<int> seen = 0;
  Diagnostics engine([&](const Diagnostic &) { ++seen; });
  auto work = [&](bool trial) {
    for (unsigned i = 0; i < 500; ++i) {
      std::optional<DiagnosticSuppressor> suppressor;
      if (trial)
        suppressor.emplace(engine);
      unsigned before = engine.errorCount();
      engine.error({}) << i;
      EXPECT_GE(engine.errorCount(), before + 1);
    }
  };
  std::thread loud(work, false), quiet(work, true);
  work(true);
  loud.join();
  quiet.join();
  EXPECT_EQ(seen, 500);
  EXPECT_EQ(engine.errorCount(), 500u);
}

TEST(DiagnosticSuppressor, CoversThreadsThatWorkForItsOwn) {
  std::atomic<int> seen = 0;
  Diagnostics engine([&](const Diagnostic &) { ++seen; });
  auto fail = [&](int64_t) {
    engine.error({}) << "x";
    return true;
  };
  {
    DiagnosticSuppressor suppressor(engine);
    EXPECT_TRUE(parallelFor(64, 4, fail));
    EXPECT_EQ(engine.errorCount(), 64u);
  }
  EXPECT_TRUE(parallelFor(64, 4, fail));
  EXPECT_EQ(seen, 64);
  EXPECT_EQ(engine.errorCount(), 64u);
}

TEST(Diagnostics, HandlersAreReplaced) {
  Diagnostics engine;
  int seen = 0;
  EXPECT_FALSE(engine.setHandler([&](const Diagnostic &) { ++seen; }));
  engine.error({}) << "x";
  EXPECT_TRUE(engine.setHandler({}));
  engine.error({}) << "y";
  EXPECT_EQ(seen, 1);
}

} // namespace
} // namespace fixcon
