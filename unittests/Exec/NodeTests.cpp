// The ONNX backend tests as judge of the ops: every test passes but those of
// NodeTestExclusions.txt, which give their reason and really fail.
#include "NodeTest.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <map>
#include <set>

using namespace fixcon;
namespace fs = std::filesystem;

static const fs::path suite = "/usr/share/libonnx-testdata/data";

/// "<suite>/<test>: <reason>" a line; '#' begins a comment.
static std::map<std::string, std::string> exclusions() {
  std::map<std::string, std::string> result;
  std::ifstream file(FIXCON_SOURCE_DIR "/unittests/Exec/NodeTestExclusions.txt");
  for (std::string line; std::getline(file, line);) {
    size_t colon = line.find(": ");
    if (!line.starts_with("#") && colon != std::string::npos)
      result[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return result;
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

TEST(NodeTests, allButTheExcludedPass) {
  if (!fs::exists(suite))
    GTEST_SKIP() << "the ONNX test data is not installed";
  auto excluded = exclusions();
  std::map<std::string, Tally> byOp;
  std::set<std::string> seen;
  for (const char *group : {"node", "simple", "pytorch-converted", "pytorch-operator"})
    for (const auto &entry : fs::directory_iterator(suite / group)) {
      if (!fs::exists(entry.path() / "model.onnx"))
        continue;
      std::string name = std::string(group) + "/" + entry.path().filename().string();
      NodeTestResult result = runNodeTest(entry.path());
      seen.insert(name);
      byOp[result.op].passed += result.problem.empty();
      byOp[result.op].all += 1;
      auto reason = excluded.find(name);
      if (reason == excluded.end())
        EXPECT_EQ(result.problem, "") << name;
      else
        EXPECT_NE(result.problem, "") << name << " passes, but is excluded: " << reason->second;
    }
  for (const auto &[name, reason] : excluded)
    EXPECT_TRUE(seen.contains(name)) << name << " is excluded but does not exist";
  printTable(byOp);
}
