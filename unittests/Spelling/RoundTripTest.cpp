// What is written of a core op means that core op again, and the standard allows it: over all core ops
// that random graphs have, in all opsets of ONNX from 7 on, and in the operators of TensorFlow Lite.
#include "NormalText.h"
#include "RandomGraph/Drawer.h"
#include "generated/SourceFolder.h"

#include "fixcon/Formats/ONNX/Schema.h"
#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Spelling/SpellingBuilder.h"

#include <llvm/Support/xxhash.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

namespace fixcon {
namespace {

constexpr int64_t oldest = 7;
constexpr unsigned instancesOfAnOp = 4;  // in the graphs of one maker
constexpr uint64_t graphsOfAMaker = 400; // one maker draws any function of one operand

/// `op` with what it reads as arguments, constants apart.
Graph *alone(const Op &op, Module &module, const std::string &name, ValueMap &map) {
  Graph *graph = module.addGraph(name);
  for (Value *operand : op.operands())
    if (operand && !map.contains(operand))
      map[operand] = operand->isWeight() ? graph->addWeight(operand->tensor(), operand->name())
                                         : graph->addArgument(operand->type(), operand->name());
  return graph;
}

CoreCall callOf(const Op &op, const ValueMap &map) {
  CoreCall call{opDef(op), {}, op.attrs(), {}, "y"};
  for (Value *operand : op.operands())
    call.operands.emplace_back(operand ? map.at(operand) : nullptr);
  for (unsigned i = 0; i < op.numResults(); ++i)
    call.present.push_back(op.hasResult(i));
  return call;
}

struct Outcome {
  bool said = false, equal = false; ///< equal: by form, else by values
  std::string details;              ///< the refusal, or what is wrong
};

Outcome roundTrip(const Op &op, const char *dialect, int64_t opset) {
  Caught diags;
  Module module(diags.engine);
  ValueMap toCore, toSpelt;
  Graph *core = alone(op, module, "core", toCore);
  CoreCall call = callOf(op, toCore);
  std::vector<Value *> operands;
  for (const SpellingOperand &operand : call.operands)
    operands.push_back(operand.value);
  while (!operands.empty() && !operands.back())
    operands.pop_back();
  Op *copy = core->createOp(op.name(), operands, op.attrs());
  for (unsigned i = 0; i < op.numResults(); ++i)
    core->addOutput(copy->addResult(Type(), "y" + std::to_string(i)));

  Graph *spelt = alone(op, module, "spelt", toSpelt);
  spelt->setDialect(dialect);
  spelt->setOpsets({{"", opset}});
  std::string before = print(*spelt);
  Spelled written = Speller(*spelt).emit(callOf(op, toSpelt), nullptr);
  if (!written)
    return {false, before == print(*spelt), written.refusal};
  for (Value *result : written.results)
    spelt->addOutput(result);
  for (const Violation &violation : checkSchemas(*spelt))
    return {true, false, violation.str() + "\n" + print(*spelt)};
  auto expected = normalize(module, *core), actual = normalize(module, *spelt);
  if (failed(expected) || failed(actual))
    return {true, false, diags.text + print(*spelt)};
  bool equal = withoutNames(**expected) == withoutNames(**actual);
  double far = equal ? 0 : distance(**expected, **actual, 1);
  if (far > 1e-5)
    return {true, false,
            "differs by " + std::to_string(far) + "\n" + print(*spelt) + print(**actual) +
                print(**expected)};
  return {true, equal, equal ? "" : "by values\n" + print(*spelt)};
}

/// What random graphs hardly draw, and old opsets can say.
constexpr const char *sayable =
    R"(graph @g(%x: f32[1,2,4,4], %r: f32[3,4], %i: i64[3], %u: f32[1,2,1,4], %d: f32[1,5,7,1]) {
  weight %s : f32[4] = dense<[1.0, 1.0, 2.0, 2.0]>
  weight %h : f32[4] = dense<[1.0, 1.0, 0.5, 0.5]>
  weight %at : i64[1,2,1,4] = dense<[[[[0, 1, 2, 3]], [[3, 2, 1, 0]]]]>
  weight %axes : i64[2] = dense<[2, -1]>
  weight %pads : i64[4] = dense<[1, 2, 3, 4]>
  weight %axis : i64[] = dense<2>
  weight %b : f32[2] = dense<[1.0, 2.0]>
  weight %m : f32[2] = dense<[0.5, 0.25]>
  %v0 = resize %x, _, %s {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
  %v1 = resize %x, _, %h {coordinate_transformation_mode = "asymmetric", nearest_mode = "ceil"}
  %v2 = resize %x, _, %s {coordinate_transformation_mode = "asymmetric", mode = "linear"}
  %v3 = resize %x, _, %s {mode = "linear"}
  %v4 = roi_align %x, %r, %i {coordinate_transformation_mode = "output_half_pixel", output_height = 2, output_width = 2}
  %v5 = scatter_elements %x, %at, %u {axis = 2}
  %v6 = max %x, %x
  %v7 = min %x, %x
  %v8 = mean %x, %x
  %v9 = sum %x, %x
  %v10 = pad %x, %pads, _, %axes
  %v11 = softmax %x {axis = 1}
  %v12 = log_softmax %x {axis = -2}
  %v13 = hardmax %x {axis = 0}
  %v14 = celu %x {alpha = 0.5}
  %v15 = gelu %x {approximate = "tanh"}
  %v16 = batch_normalization %x, %b, %b, %b, %m {epsilon = 0.01}
  %v17 = dft %d, _, %axis
  %v18 = depth_to_space %x {blocksize = 1, mode = "CRD"}
})";

/// Up to a few instances of every op that each maker draws, with their modules. What a maker draws
/// depends on its name alone, so that another one changes nothing for it.
std::map<std::string, std::vector<const Op *>>
instances(std::vector<std::unique_ptr<Module>> &modules, Diagnostics &silent) {
  std::map<std::string, std::vector<const Op *>> found;
  modules.push_back(std::move(*parseModule(sayable, "sayable.ir", silent)));
  EXPECT_TRUE(succeeded(inferTypes(*modules[0]->graph("g"))));
  for (const auto &op : modules[0]->graph("g")->ops())
    found[op->name()].push_back(op.get());
  for (const MakerEntry &entry : allMakers()) {
    std::map<std::string, unsigned> ofMaker;
    for (uint64_t i = 0; i < graphsOfAMaker; ++i) {
      Module &module = *modules.emplace_back(std::make_unique<Module>(silent));
      Graph *graph = module.addGraph("g");
      Random random(llvm::xxh3_64bits(entry.name) + i);
      unsigned names = 0;
      Drawer draw(random, *graph, DType::F32, names);
      Value *x = graph->addArgument(Type::tensor(DType::F32, Shape{2, 4, 6, 4}), "x");
      entry.make(draw, x);
      for (const auto &op : graph->ops())
        if (!op->numRegions() && ofMaker[op->name()]++ < instancesOfAnOp)
          found[op->name()].push_back(op.get());
    }
  }
  return found;
}

/// "7-12 there is no ..." for the opsets in which no instance can be said; empty if there is none.
std::string refusalsOf(const std::vector<std::string> &reasons) {
  std::string out;
  for (size_t first = 0; first < reasons.size();) {
    size_t last = first;
    while (last + 1 < reasons.size() && reasons[last + 1].empty() == reasons[first].empty())
      ++last;
    if (!reasons[first].empty()) {
      std::string from = std::to_string(oldest + static_cast<int64_t>(first));
      std::string to = std::to_string(oldest + static_cast<int64_t>(last));
      out += (out.empty() ? "" : "; ") + from + (from == to ? "" : "-" + to);
    }
    first = last + 1;
  }
  return out;
}

using Lines = std::map<std::string, std::string>;

/// "<op>: <opsets>" a line; '#' begins a comment.
Lines linesOf(const char *name) {
  Lines result;
  std::ifstream file(FIXCON_SOURCE_DIR "/unittests/Spelling/" + std::string(name));
  for (std::string line; std::getline(file, line);) {
    size_t colon = line.find(": ");
    if (!line.starts_with("#") && colon != std::string::npos)
      result[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return result;
}

/// What must change in `written` to be `found`, as lines with - and +.
std::string changesOf(const Lines &written, const Lines &found) {
  std::string out;
  for (const auto &[name, text] : written)
    if (auto entry = found.find(name); entry == found.end() || entry->second != text)
      out += "- " + name + ": " + text + "\n";
  for (const auto &[name, text] : found)
    if (auto entry = written.find(name); entry == written.end() || entry->second != text)
      out += "+ " + name + ": " + text + "\n";
  return out;
}

TEST(RoundTrip, WhatIsWrittenMeansTheCoreOpAndIsValid) {
  Diagnostics silent;
  std::vector<std::unique_ptr<Module>> modules;
  Lines refused, byValues;
  unsigned failures = 0;
  for (const auto &[name, ops] : instances(modules, silent)) {
    std::vector<std::string> reasons;
    for (int64_t opset = oldest; opset <= newestOpset() && failures < 5; ++opset) {
      std::string reason;
      bool said = false;
      for (const Op *op : ops) {
        Outcome outcome = roundTrip(*op, "onnx", opset);
        said |= outcome.said;
        bool inValue = outcome.details.starts_with("by values");
        if (inValue)
          byValues[name] = outcome.details;
        if (!outcome.said)
          reason = outcome.details;
        bool fine = outcome.said ? outcome.equal || inValue : outcome.equal && !reason.empty();
        failures += !fine;
        EXPECT_TRUE(fine) << name << " in opset " << opset << ": " << outcome.details << "\n"
                          << print(*op);
      }
      reasons.push_back(said ? "" : reason);
    }
    if (std::string text = refusalsOf(reasons); !text.empty())
      refused[name] = text;
  }
  EXPECT_EQ(changesOf(linesOf("Refusals.txt"), refused), "")
      << "in Refusals.txt: a spelling was lost (+), or there is a new one (-)";
  std::set<std::string> actual, expected;
  for (const auto &[name, details] : byValues)
    actual.insert(name);
  for (const auto &[name, reason] : linesOf("EqualByValues.txt"))
    expected.insert(name);
  EXPECT_EQ(actual, expected) << "ops whose spelling has another normal form";
  if (std::getenv("FIXCON_SHOW_SPELLINGS"))
    for (const auto *lines : {&refused, &byValues})
      for (const auto &[name, text] : *lines)
        std::cout << name << ": " << text << "\n";
}

/// Whether sizes are an argument when the op is alone, so that no drawn number is one.
bool readsSizes(const Op &op) {
  for (unsigned i = 0; i < op.numOperands(); ++i)
    if (const Value *operand = op.operand(i); operand && !operand->isWeight())
      if (opDef(op)->operandDef(i)->role == Role::Shape)
        return true;
  return false;
}

/// Every operator has the operand and attribute kinds of the published one, or the file could not be written.
TEST(RoundTrip, WhatIsWrittenInTensorFlowLiteMeansTheCoreOp) {
  Diagnostics silent;
  std::vector<std::unique_ptr<Module>> modules;
  std::set<std::string> said;
  unsigned failures = 0;
  for (const auto &[name, ops] : instances(modules, silent))
    for (const Op *op : ops) {
      if (readsSizes(*op))
        continue;
      Outcome outcome = roundTrip(*op, "tfl", 3);
      if (outcome.said)
        said.insert(name);
      bool fine = outcome.said ? outcome.equal || outcome.details.starts_with("by values")
                               : outcome.equal && !outcome.details.empty();
      EXPECT_TRUE(fine || ++failures > 5) << name << ": " << outcome.details << "\n" << print(*op);
    }
  std::set<std::string> expected;
  for (const SpellingEntry &entry : allSpellings())
    if (entry.dialect == "tfl")
      expected.insert(std::string(entry.core));
  for (const std::string &name : said)
    expected.erase(name);
  EXPECT_EQ(expected, std::set<std::string>()) << "lines of Spellings.def that no instance needs";
}

} // namespace
} // namespace fixcon
