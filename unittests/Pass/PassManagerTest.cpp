// The manager with passes made for the purpose: they count, fail, or break the module on request.
#include "fixcon/Pass/PassManager.h"
#include "fixcon/Support/File.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace fixcon;

namespace {

/// Adds one to the module attribute "count" until it is `limit`.
struct CountPass : Pass {
  int64_t limit = 3;
  LogicalResult run(Module &module, PassContext &) override {
    auto count = module.attrs().getOr<int64_t>("count", 0);
    if (count < limit)
      module.attrs().set("count", count + 1);
    return success();
  }
  std::vector<PassOption> options() const override { return {{"limit", "where to stop", "3"}}; }
  LogicalResult setOption(const std::string &name, const std::string &value) override {
    if (name != "limit" || value.find_first_not_of("0123456789") != std::string::npos)
      return failure();
    limit = std::stoll(value);
    return success();
  }
};

/// Counts whatever the time, which it must not see.
struct KeepPass : CountPass {
  bool isObligatory() const override { return true; }
  LogicalResult run(Module &module, PassContext &context) override {
    return context.mustStop() ? success() : CountPass::run(module, context);
  }
};

struct InternalPass : Pass {
  LogicalResult run(Module &module, PassContext &) override {
    return module.diagnostics().internalError({}) << "two forms of one model differ";
  }
};

struct FlipPass : Pass {
  LogicalResult run(Module &module, PassContext &) override {
    module.attrs().set("flag", !module.attrs().getOr<bool>("flag", false));
    return success();
  }
};

struct FailPass : Pass {
  LogicalResult run(Module &module, PassContext &) override {
    return module.diagnostics().error({}) << "cannot do it";
  }
};

struct SilentPass : Pass {
  LogicalResult run(Module &, PassContext &) override { return failure(); }
};

struct CheerfulPass : Pass {
  LogicalResult run(Module &module, PassContext &) override {
    module.diagnostics().error({}) << "something is wrong";
    return success();
  }
};

/// Leaves a core op that no definition knows.
struct BreakPass : Pass {
  LogicalResult run(Module &module, PassContext &) override {
    Graph *graph = module.addGraph("broken");
    graph->createOp("no_such_core_op", {})->addResult(Type::unranked(DType::F32), "x");
    return success();
  }
};

template <class P> std::unique_ptr<Pass> create() { return std::make_unique<P>(); }

constexpr PassEntry table[] = {
    {"count", "test", "", create<CountPass>},       {"flip", "test", "", create<FlipPass>},
    {"fail", "test", "", create<FailPass>},         {"silent", "test", "", create<SilentPass>},
    {"cheerful", "test", "", create<CheerfulPass>}, {"break", "test", "", create<BreakPass>},
    {"keep", "test", "", create<KeepPass>},         {"internal", "test", "", create<InternalPass>}};

struct PassManagerTest : testing::Test {
  Diagnostics diags;
  std::string messages, log;
  Module module{diags};
  PassManagerOptions options;
  Environment environment;

  PassManagerTest() {
    diags.setHandler([this](const Diagnostic &d) { messages += d.message + "\n"; });
    options.log = [this](const std::string &text) { log += text; };
  }

  PassOutcome run(const std::string &text) {
    PassManager manager(table, options);
    auto pipeline = parsePipeline(text, "pipeline", diags);
    EXPECT_TRUE(succeeded(pipeline) && succeeded(manager.add(*pipeline, diags)));
    PassContext context(environment);
    return manager.run(module, context);
  }

  std::string addError(const std::string &text) {
    messages.clear();
    PassManager manager(table, options);
    auto pipeline = parsePipeline(text, "pipeline", diags);
    EXPECT_TRUE(succeeded(pipeline) && failed(manager.add(*pipeline, diags)));
    return messages;
  }

  int64_t count() const { return module.attrs().getOr<int64_t>("count", 0); }
};

TEST_F(PassManagerTest, RunsInOrderWithOptions) {
  EXPECT_EQ(run("count,count{limit=1},flip"), PassOutcome::Done);
  EXPECT_EQ(count(), 1);
  EXPECT_TRUE(module.attrs().getOr<bool>("flag", false));
}

TEST_F(PassManagerTest, NamesWhatIsWrongWithAPipeline) {
  EXPECT_EQ(addError("cuont"), "there is no pass 'cuont'; did you mean 'count'?\n");
  EXPECT_EQ(addError("nothing-like-it"), "there is no pass 'nothing-like-it'\n");
  EXPECT_EQ(addError("count{limit=x}"), "pass 'count' does not understand the value 'x'\n");
  EXPECT_EQ(addError("count{most=1}"),
            "pass 'count' has no option 'most'; its options are: limit\n");
  EXPECT_EQ(addError("flip=1"), "pass 'flip' takes no value\n");
}

TEST_F(PassManagerTest, RepeatEndsAtAFixedPoint) {
  EXPECT_EQ(run("repeat(count)"), PassOutcome::Done);
  EXPECT_EQ(count(), 3);
  EXPECT_EQ(messages, "");
}

TEST_F(PassManagerTest, RepeatWarnsWhenItTakesLong) {
  EXPECT_EQ(run("repeat(count{limit=30})"), PassOutcome::Done);
  EXPECT_EQ(count(), 30);
  EXPECT_EQ(messages, "the module still changes after 20 rounds of 'repeat'\n");
}

TEST_F(PassManagerTest, RepeatGivesUp) {
  EXPECT_EQ(run("repeat(count{limit=100000})"), PassOutcome::Broken);
  EXPECT_EQ(run("repeat(flip)"), PassOutcome::Broken);
  EXPECT_NE(messages.find("would never settle"), std::string::npos);
}

TEST_F(PassManagerTest, TellsFailuresApart) {
  EXPECT_EQ(run("fail,count"), PassOutcome::Failed);
  EXPECT_EQ(run("silent,count"), PassOutcome::Broken);
  EXPECT_EQ(run("cheerful,count"), PassOutcome::Broken);
  EXPECT_EQ(count(), 0);
}

TEST_F(PassManagerTest, VerifiesAfterEachPass) {
  EXPECT_EQ(run("break,count"), PassOutcome::Broken);
  EXPECT_NE(messages.find("not valid after pass 'break'"), std::string::npos);
  EXPECT_EQ(count(), 0);
}

TEST_F(PassManagerTest, VerificationCanBeTurnedOff) {
  options.verifyEach = false;
  EXPECT_EQ(run("break,count"), PassOutcome::Done);
}

TEST_F(PassManagerTest, PrintsOnRequest) {
  options.printPipeline = options.printAfterChange = true;
  options.printBefore = {"flip"};
  EXPECT_EQ(run("count{limit=0},count,flip"), PassOutcome::Done);
  EXPECT_TRUE(log.starts_with("count{limit=0},count,flip\n// ----- after count\n"));
  EXPECT_NE(log.find("// ----- before flip\n"), std::string::npos);
  EXPECT_NE(log.find("// ----- after flip\n"), std::string::npos);
}

TEST_F(PassManagerTest, StopsAtTheDeadline) {
  environment.stop.deadline = std::chrono::steady_clock::now();
  EXPECT_EQ(run("count"), PassOutcome::OutOfTime);
  EXPECT_EQ(count(), 0);
}

TEST_F(PassManagerTest, WhatIsObligatoryRunsBehindTheDeadline) {
  environment.stop.deadline = std::chrono::steady_clock::now();
  EXPECT_EQ(run("count,keep,count"), PassOutcome::OutOfTime);
  EXPECT_EQ(count(), 1);
}

TEST_F(PassManagerTest, StopsWhenInterrupted) {
  std::atomic<bool> interrupt = false;
  environment.stop.interrupt = &interrupt;
  EXPECT_EQ(run("count"), PassOutcome::Done);
  interrupt = true;
  EXPECT_EQ(run("count,keep"), PassOutcome::Interrupted);
  EXPECT_EQ(count(), 2);
}

TEST_F(PassManagerTest, AnErrorOfOursIsTold) {
  EXPECT_EQ(run("internal,count"), PassOutcome::Broken);
  EXPECT_EQ(count(), 0);
}

TEST_F(PassManagerTest, LeavesAReproducer) {
  std::string path = std::filesystem::temp_directory_path() /
                     ("fixcon-reproducer-" + std::to_string(::getpid()) + ".ir");
  options.reproducer = path;
  EXPECT_EQ(run("count,repeat(count,fail),flip"), PassOutcome::Failed);
  auto file = MappedFile::open(path, diags);
  ASSERT_TRUE(succeeded(file));
  auto before = parseModule((*file)->text(), path, diags);
  std::filesystem::remove(path);
  ASSERT_TRUE(succeeded(before));
  EXPECT_EQ(reproducerPipeline(**before), "fail,repeat(count,fail),flip");
  clearReproducerPipeline(**before);
  EXPECT_EQ((*before)->attrs().getOr<int64_t>("count", 0), 2);
  EXPECT_EQ(reproducerPipeline(**before), "");
}

TEST_F(PassManagerTest, TimesEachPass) {
  PassManager manager(table, options);
  auto pipeline = parsePipeline("count,flip,count", "pipeline", diags);
  ASSERT_TRUE(succeeded(pipeline) && succeeded(manager.add(*pipeline, diags)));
  PassContext context(environment);
  EXPECT_EQ(manager.run(module, context), PassOutcome::Done);
  ASSERT_EQ(manager.timings().size(), 2u);
  EXPECT_EQ(manager.timings()[0].first, "count");
  EXPECT_NE(manager.timingReport().find("total"), std::string::npos);
}

} // namespace
