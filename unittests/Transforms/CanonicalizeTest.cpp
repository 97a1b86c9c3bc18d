// The text tests of the rewrites, test/Transforms/Canonicalize/<Id>.ir, say what each makes of its pattern and
// where it stays away. Here their graphs run: the meaning stays, and the rewrite that a file is named
// after is what fires in it.
#include "RunGraph.h"
#include "generated/SourceFolder.h"

#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Transforms/Normalize.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace fixcon {
namespace {

const std::filesystem::path folder = FIXCON_SOURCE_DIR "/test/Transforms/Canonicalize";

std::vector<std::string> rewrites() {
  std::set<std::string> ids;
#define CANONICALIZATION(Id, Root) ids.insert(#Id);
#include "fixcon/Transforms/Canonicalizations.def"
  return {ids.begin(), ids.end()};
}

/// Open dims are 2, open ranks too; integers are 0 or 1, which every axis has.
Tensor argumentFor(const Type &type, Random &random) {
  Type closed = type.isRanked() ? type : Type::tensor(type.dtype(), Shape{2, 2});
  if (isFloat(type.dtype()))
    return randomTensor(closed, random);
  Tensor whole = randomTensor(Type::tensor(DType::F32, closed.dims()), random);
  for (float &v : whole.mutableData<float>())
    v = v > 0 ? 1.0f : 0.0f;
  return whole.converted(type.dtype());
}

void expectSameMeaning(const Graph &before, const Graph &after) {
  Random random(7);
  std::vector<Tensor> arguments;
  for (const auto &argument : before.arguments())
    arguments.push_back(argumentFor(argument->type(), random));
  std::vector<Tensor> expected = outputsOf(before, arguments), got = outputsOf(after, arguments);
  ASSERT_FALSE(expected.empty()) << print(before);
  ASSERT_EQ(expected.size(), got.size()) << print(after);
  for (size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(expected[i].shape(), got[i].shape()) << print(after);
    EXPECT_EQ(expected[i].dtype(), got[i].dtype()) << print(after);
    ErrorMetrics error = compare(expected[i], got[i]);
    EXPECT_FALSE(error.nonFinite) << print(after);
    EXPECT_LE(error.relMax, 1e-6) << print(after);
  }
}

class Canonicalize : public testing::TestWithParam<std::string> {};

TEST_P(Canonicalize, FiresAndKeepsTheMeaning) {
  std::ifstream file(folder / (GetParam() + ".ir"));
  ASSERT_TRUE(file) << "there is no text test of " << GetParam();
  std::stringstream text;
  text << file.rdbuf();
  Caught diags;
  auto module = parsed(text.str(), diags);
  ASSERT_TRUE(module);
  std::vector<Graph *> graphs;
  for (const auto &graph : module->graphs())
    graphs.push_back(graph.get());
  FiredRewrites fired;
  for (Graph *before : graphs) {
    ASSERT_TRUE(succeeded(inferTypes(*before))) << diags.text;
    Graph &after = *module->cloneGraph(*before, before->name() + ".after");
    canonicalize(after, &fired);
    eliminateDeadCode(after);
    EXPECT_TRUE(succeeded(verify(*module))) << diags.text << print(after);
    expectSameMeaning(*before, after);
  }
  EXPECT_TRUE(fired.contains(GetParam()));
  EXPECT_EQ(diags.text, "");
}

INSTANTIATE_TEST_SUITE_P(Rewrites, Canonicalize, testing::ValuesIn(rewrites()),
                         [](const auto &info) { return info.param; });

} // namespace
} // namespace fixcon
