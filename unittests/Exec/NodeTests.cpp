// The ONNX backend tests as judge of the ops: every test passes but those of
// NodeTestExclusions.txt, which give their reason and really fail.
//
// The variable FIXCON_ONNX_TESTDATA names a folder with the tests of another release. Then the
// exclusions are those of NewestExclusions.txt besides: one that passes or does not exist says
// nothing, and what fails without one is listed.
#include "NodeTest.h"
#include "generated/SourceFolder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

using namespace fixcon;
namespace fs = std::filesystem;

static const fs::path installed = nodeTestSuite;

using Exclusions = std::map<std::string, std::string>;

/// "<suite>/<test>: <reason>" a line; '#' begins a comment.
static void readExclusions(const std::string &name, Exclusions &result) {
  std::ifstream file(FIXCON_SOURCE_DIR "/unittests/Exec/" + name);
  for (std::string line; std::getline(file, line);) {
    size_t colon = line.find(": ");
    if (!line.starts_with("#") && colon != std::string::npos)
      result[line.substr(0, colon)] = line.substr(colon + 2);
  }
}

namespace {
struct Tally {
  int passed = 0, all = 0;
};
} // namespace

static void printTable(const std::map<std::string, Tally> &byOp) {
  Tally total;
  for (const auto &[op, tally] : byOp) {
    std::cout << "  " << op << " " << tally.passed << "/" << tally.all << "\n";
    total.passed += tally.passed;
    total.all += tally.all;
  }
  std::cout << "node tests passed: " << total.passed << " of " << total.all << std::endl;
}

/// Every test of the suite, by "<group>/<name>", judged by `check`.
template <class Check> static void runSuite(const fs::path &suite, Check &&check) {
  std::map<std::string, Tally> byOp;
  for (const char *group : {"node", "simple", "pytorch-converted", "pytorch-operator"}) {
    if (!fs::exists(suite / group))
      continue;
    for (const auto &entry : fs::directory_iterator(suite / group)) {
      if (!fs::exists(entry.path() / "model.onnx"))
        continue;
      NodeTestResult result = runNodeTest(entry.path());
      byOp[result.op].passed += result.problem.empty();
      byOp[result.op].all += 1;
      check(std::string(group) + "/" + entry.path().filename().string(), result.problem);
    }
  }
  printTable(byOp);
}

TEST(NodeTests, allButTheExcludedPass) {
  if (std::getenv("FIXCON_ONNX_TESTDATA"))
    GTEST_SKIP() << "other data is judged";
  if (!fs::exists(installed))
    GTEST_SKIP() << "the ONNX test data is not installed";
  Exclusions excluded;
  readExclusions("NodeTestExclusions.txt", excluded);
  std::set<std::string> seen;
  runSuite(installed, [&](const std::string &name, const std::string &problem) {
    seen.insert(name);
    auto reason = excluded.find(name);
    if (reason == excluded.end())
      EXPECT_EQ(problem, "") << name;
    else
      EXPECT_NE(problem, "") << name << " passes, but is excluded: " << reason->second;
  });
  for (const auto &[name, reason] : excluded)
    EXPECT_TRUE(seen.contains(name)) << name << " is excluded but does not exist";
}

TEST(NodeTests, anotherReleaseDoesNotFail) {
  const char *data = std::getenv("FIXCON_ONNX_TESTDATA");
  if (!data)
    GTEST_SKIP() << "FIXCON_ONNX_TESTDATA is not set";
  ASSERT_TRUE(fs::exists(fs::path(data) / "node")) << data << " has no folder node";
  Exclusions excluded;
  readExclusions("NodeTestExclusions.txt", excluded);
  readExclusions("NewestExclusions.txt", excluded);
  runSuite(data, [&](const std::string &name, const std::string &problem) {
    if (!excluded.contains(name)) {
      EXPECT_EQ(problem, "") << name;
    }
  });
}
