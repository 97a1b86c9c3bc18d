// A quantised input has its grid from the op that reads it: the operand beside it that is named for
// it (x_scale, x_zero_point), if that is one constant; the first use that tells decides. Samples
// are loaded by several threads in any order, several times; so what is wrong with them is collected and
// told by kind, in the order of the samples. Of a batch, one that cannot be read takes the others with it, for
// both models must be fed the same.
#include "fixcon/Comparison/DataSamples.h"

#include "fixcon/Align/InputPairs.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Data/RecipeRecord.h"
#include "fixcon/Formats/ONNX/Import.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Spelling/FaithfulConstant.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace fixcon {

/// The one number that operand i of `op` always is, by its definition's name for it.
static std::optional<Tensor> constantOperand(const Op &op, const OpDef &def,
                                             const std::string &name) {
  for (unsigned i = 0; i < op.numOperands(); ++i)
    if (const OperandDef *operand = def.operandDef(i); operand && operand->name == name) {
      auto constant = FaithfulConstant::of(op.operand(i));
      auto real = constant ? std::optional(constant->real()) : std::nullopt;
      return real && real->size() == 1 ? real : std::nullopt;
    }
  return std::nullopt;
}

/// What a quantised operand stands for is said by the operands beside it: x, x_scale, x_zero_point.
static std::optional<InputGrid> gridOf(const Op &op, unsigned operand) {
  const OpDef *def = op.dialect().empty() ? opDef(op) : opDefForForeign(op);
  const OperandDef *quantised = def ? def->operandDef(operand) : nullptr;
  if (!quantised)
    return std::nullopt;
  auto scale = constantOperand(op, *def, quantised->name + "_scale");
  if (!scale)
    return std::nullopt;
  auto zeroPoint = constantOperand(op, *def, quantised->name + "_zero_point");
  return InputGrid{scale->toDouble(0), zeroPoint ? zeroPoint->toInt(0) : 0};
}

static std::optional<InputGrid> gridOf(const Value &argument) {
  if (!argument.type().isTensor() || !isInteger(argument.type().dtype()))
    return std::nullopt;
  const Quantization *own = argument.type().quantization();
  if (own && !own->isPerAxis())
    return InputGrid{own->scales.front(), own->zeroPoints.front()};
  for (const Use &use : argument.uses())
    if (auto grid = use.op ? gridOf(*use.op, use.index) : std::nullopt)
      return grid;
  return std::nullopt;
}

/// Archives may hold a model's only input as "source" or "target", and may know the target's inputs
/// by the names of the source's.
static std::vector<std::string> aliasesOf(const Module &module, const Value &argument) {
  const Graph &graph = argument.graph();
  std::vector<std::string> aliases;
  if (graph.arguments().size() == 1)
    aliases.push_back(graph.name());
  const Graph *source = module.graph("source");
  if (source && source != &graph)
    if (const Value *partner = inputPartners(graph, *source)[argument.index()])
      aliases.push_back(partner->name());
  return aliases;
}

/// As the user knows it: "target 'b.onnx'".
static std::string modelName(const Graph &graph) {
  std::string file = std::filesystem::path(graph.location().file).filename().native();
  bool isSide = graph.name() == "source" || graph.name() == "target";
  return (isSide ? graph.name() + " " : "") + "'" + (file.empty() ? graph.name() : file) + "'";
}

static std::vector<InputSpec> inputsOf(const Module &module, const Graph &graph) {
  std::vector<InputSpec> inputs;
  for (const auto &argument : graph.arguments())
    inputs.push_back({argument->name(), argument->type(), aliasesOf(module, *argument),
                      gridOf(*argument), modelName(graph)});
  return inputs;
}

/// The number that an input of tensors fixes its first axis to; 0 if it leaves it open, or has none.
static int64_t fixedBatch(const Value &argument) {
  const Type &type = argument.type();
  return type.isTensor() && type.isRanked() && type.rank() && type.dim(0).isStatic()
             ? type.dim(0).size()
             : 0;
}

/// Whether the input takes a batch of `batch` of such tensors as the data has for it.
static bool isBatched(const Value &argument, const std::map<std::string, Tensor> &single,
                      int64_t batch) {
  auto tensor = single.find(argument.name());
  int64_t fixed = fixedBatch(argument);
  return tensor != single.end() && tensor->second.rank() && tensor->second.shape()[0] == 1 &&
         (fixed == 0 || fixed == batch);
}

static LogicalResult otherBatch(const Value &fixing, const Graph &other, int64_t batch,
                                Diagnostics &diags) {
  return diags.error(fixing.graph().location())
         << "input '" << fixing.name() << "' of " << modelName(fixing.graph()) << " takes "
         << fixedBatch(fixing) << " samples at a time, " << modelName(other) << " takes " << batch;
}

/// The batch that the models fix for inputs of which the data has one at a time. Failure after an error if
/// they fix several, or one that another model cannot be fed. Sample `i` is one that can be read.
static FailureOr<int64_t> batchOf(const std::vector<const Graph *> &models, DataSamples &samples,
                                  int64_t i, Diagnostics &diags) {
  const Value *fixing = nullptr;
  for (const Graph *model : models) {
    auto single = samples.load(*model, i);
    for (const auto &argument : model->arguments()) {
      int64_t fixed = fixedBatch(*argument);
      if (fixed <= 1 || failed(single) || !isBatched(*argument, *single, fixed))
        continue;
      if (fixing && fixedBatch(*fixing) != fixed)
        return otherBatch(*fixing, argument->graph(), fixed, diags);
      fixing = argument.get();
    }
  }
  if (!fixing)
    return 1;
  for (const Graph *model : models) {
    auto single = samples.load(*model, i);
    if (succeeded(single) && std::ranges::none_of(model->arguments(), [&](const auto &argument) {
          return isBatched(*argument, *single, fixedBatch(*fixing));
        }))
      return otherBatch(*fixing, *model, 1, diags);
  }
  return fixedBatch(*fixing);
}

/// Says what a recipe, or the lack of one, means for these samples.
static void remarkOnRecipes(const std::string &path, const Module &module,
                            const DataSamples &samples, Diagnostics &diags) {
  Location where = Location::inFile(path);
  std::string bare;
  bool any = false;
  for (const auto &graph : module.graphs()) {
    if (!graph->isModel())
      continue;
    bool hasRecipe = recipeOf(module, graph->name()).has_value();
    any |= hasRecipe;
    if (!hasRecipe)
      bare += (bare.empty() ? "" : " and ") + modelName(*graph);
  }
  if (samples.holdPictures() && !bare.empty())
    (void)(diags.remark(where)
           << "there is no recipe (--preprocess): pixels are fed as they are, 0 to "
           << "255, to " << bare);
  if (!samples.holdPictures() && any)
    (void)(diags.remark(where) << "holds arrays, which are fed as they are: the recipe "
                               << "(--preprocess) has no effect");
}

FailureOr<std::shared_ptr<DataSamples>> openSamples(const std::string &path, const Module &module,
                                                    Diagnostics &diags) {
  auto data = DataSet::open(path, diags, readTensorProto);
  if (failed(data))
    return failure();
  auto samples = std::make_shared<DataSamples>(std::move(*data), module, diags);
  remarkOnRecipes(path, module, *samples, diags);
  bool isPair = module.graph("source") || module.graph("target");
  std::vector<const Graph *> models;
  for (const auto &graph : module.graphs())
    if (graph->isModel() && (!isPair || graph->name() == "source" || graph->name() == "target"))
      models.push_back(graph.get());
  for (int64_t i = 0; i < samples->size(); ++i)
    if (std::ranges::all_of(models,
                            [&](const Graph *m) { return succeeded(samples->load(*m, i)); })) {
      auto batch = batchOf(models, *samples, i, diags);
      if (failed(batch))
        return failure();
      samples->setBatchSize(*batch);
      return samples;
    }
  if (!isPair)
    return samples;
  samples->reportProblems();
  return diags.error(Location::inFile(path)) << "none of the samples can be read";
}

void DataSamples::collect(int64_t single, const Diagnostic &diagnostic) {
  std::string kind;
  for (char c : diagnostic.message)
    if (bool isDigit = std::isdigit(static_cast<unsigned char>(c));
        !isDigit || !kind.ends_with('0'))
      kind += isDigit ? '0' : c;
  std::scoped_lock lock(mutex);
  Problem &problem = problems[kind];
  if (problem.singles.empty() || single < *problem.singles.begin())
    problem.first = diagnostic;
  problem.singles.insert(single);
}

void DataSamples::reportProblems() {
  std::vector<Problem> found;
  {
    std::scoped_lock lock(mutex);
    for (auto &[kind, problem] : problems)
      found.push_back(std::move(problem));
    problems.clear();
  }
  std::ranges::stable_sort(found, {}, [](const Problem &p) { return *p.singles.begin(); });
  for (Problem &problem : found) {
    auto count = static_cast<int64_t>(problem.singles.size());
    if (count > 1)
      problem.first.message +=
          std::string(count == data.size() ? " (all " : " (") + std::to_string(count) + " samples)";
    diags.report(problem.first);
  }
}

FailureOr<std::map<std::string, Tensor>> DataSamples::loadSingle(const Graph &graph,
                                                                 int64_t single) {
  auto recipe = recipeOf(module, graph.name());
  Diagnostics problems([&](const Diagnostic &d) { collect(single, d); });
  return data.load(single, inputsOf(module, graph), recipe.value_or(Recipe()), problems);
}

FailureOr<std::map<std::string, Tensor>> DataSamples::load(const Graph &graph, int64_t i) {
  {
    // Whoever asks again for a sample that was rejected gets no second warning.
    std::scoped_lock lock(mutex);
    if (unreadable.contains(i))
      return failure();
  }
  std::vector<std::map<std::string, Tensor>> singles;
  int64_t first = i * batch, available = std::min(batch, data.size() - first);
  for (int64_t k = 0; k < batch; ++k) {
    auto tensors = loadSingle(graph, first + k % available);
    if (failed(tensors)) {
      std::scoped_lock lock(mutex);
      unreadable.insert(i);
      return failure();
    }
    singles.push_back(std::move(*tensors));
  }
  if (batch == 1)
    return std::move(singles.front());
  auto stacked = stackSamples(singles, graph, [&](const Value &argument) {
    return isBatched(argument, singles.front(), batch);
  });
  if (!stacked)
    return failure();
  return std::move(*stacked);
}

void DataSamples::setBatchSize(int64_t size) {
  std::scoped_lock lock(mutex);
  batch = size;
  unreadable.clear(); // known by other numbers now
}

std::vector<std::string> DataSamples::rejected() const {
  std::scoped_lock lock(mutex);
  std::vector<std::string> names;
  for (int64_t i : unreadable)
    names.push_back(data.name(i));
  return names;
}

} // namespace fixcon
