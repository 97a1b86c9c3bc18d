// Reads both models into one module, runs the pipeline of the goal over it, and gathers what the passes
// left there into a report.
#include "fixcon/Comparison/Compare.h"

#include "BuildReport.h"
#include "GivenValues.h"
#include "Pipelines.h"
#include "SplitSamples.h"
#include "Verdict.h"
#include "fixcon/Comparison/DataSamples.h"
#include "fixcon/Comparison/PassRegistry.h"
#include "fixcon/Data/RecipeRecord.h"
#include "fixcon/Formats/Models.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Support/File.h"
#include "fixcon/Support/QuotedList.h"
#include "fixcon/Support/TemporaryFolder.h"

#include <algorithm>
#include <filesystem>

namespace fixcon {
namespace {

class Comparison {
public:
  Comparison(const CompareRequest &request, Diagnostics &diags)
      : request(request), diags(diags), module(diags), environment(request.environment) {}

  FailureOr<CompareResult> run() {
    try {
      StopScope scope(&environment.stop);
      if (failed(readModels()) || failed(openData()) || failed(openValues()))
        return failure();
    } catch (const Stopped &) {
      return stoppedEarly(environment.stop.isInterrupted() ? PassOutcome::Interrupted
                                                           : PassOutcome::OutOfTime);
    }
    PassManager manager(passRegistry(), {});
    CompareResult result;
    result.outcome = runPasses(manager);
    if (data)
      data->reportProblems();
    if (targetData && targetData != data)
      targetData->reportProblems();
    bool wasStopped =
        result.outcome == PassOutcome::OutOfTime || result.outcome == PassOutcome::Interrupted;
    if (result.outcome != PassOutcome::Done && !wasStopped)
      return result;
    if (wasStopped && !evaluationOf(module, "before"))
      return stoppedEarly(result.outcome);
    auto report = buildReport(module);
    if (failed(report))
      return failure();
    describeInputs(*report);
    setVerdict(*report, request.allowRejected);
    noteHowFed(*report);
    if (wasStopped) {
      report->stopped = result.outcome == PassOutcome::Interrupted ? "interrupt" : "budget";
      report->notes.push_back(stopText(result.outcome) + progressText(*report));
    }
    for (const auto &[pass, seconds] : manager.timings())
      report->stages.push_back({pass, seconds});
    bool isWorthwhile = !wasStopped || std::ranges::any_of(report->findings, isApplied);
    result.output = isWorthwhile ? writeOutput(*report) : OutputState::LeftOut;
    noteUntried(*report);
    result.report = std::move(*report);
    return result;
  }

private:
  CompareResult stoppedEarly(PassOutcome outcome) {
    (void)(diags.error(Location::inFile(request.target.path))
           << stopText(outcome) << " before a sample was compared");
    CompareResult result;
    result.outcome = outcome;
    return result;
  }

  /// What the figures rest on, beside the data as it is.
  void noteHowFed(Report &report) const {
    if (request.data.empty() && !request.environment.samples)
      report.notes.push_back("no data was given: " + std::to_string(report.samples) +
                             " random samples were drawn, which are not what the models are for");
    if (request.goal == CompareGoal::Check && report.verdict == "match")
      report.notes.push_back("by the outputs alone: attributes and weights that this data does not "
                             "reach are compared by localize and repair");
    if (data && data->batchSize() > 1)
      report.notes.push_back("the models take " + std::to_string(data->batchSize()) +
                             " samples at a time: " + std::to_string(data->numSingles()) +
                             " are compared as " + std::to_string(data->size()) + " batches");
    for (const GivenValue &value : request.values)
      report.notes.push_back(
          "'" + value.name + "', which " +
          describeOpaque(*module.graph("source")->value(value.name)->definingOp()) +
          " gives, was taken from " + value.path +
          ": whether the operator does the same in both models is not known");
  }

  LogicalResult readModels() {
    if (failed(readModelAs(module, "source", *request.source.format, request.source.path)) ||
        failed(readModelAs(module, "target", *request.target.format, request.target.path)))
      return failure();
    if (request.sourceRecipe)
      setRecipe(module, "source", *request.sourceRecipe);
    if (request.targetRecipe)
      setRecipe(module, "target", *request.targetRecipe);
    return addOutputRequests();
  }

  LogicalResult addOutputRequests() {
    const Graph &source = *module.graph("source");
    std::vector<std::string> names;
    for (unsigned i = 0; i < source.numOutputs(); ++i)
      names.push_back(source.outputName(i));
    for (const OutputRequest &output : request.outputs) {
      if (!output.output.empty() && std::ranges::find(names, output.output) == names.end()) {
        return diags.error(Location::inFile(request.source.path))
               << "there is no output '" << output.output << "'; there are " << quotedList(names);
      }
      addOutputRequest(module, output);
    }
    return success();
  }

  LogicalResult openData() {
    if (environment.samples)
      return success();
    if (request.data.empty()) {
      environment.samples =
          makeRandomSamples(module, environment.seed, request.randomSamples, request.ranges);
      return checkRanges();
    }
    if (!request.targetData.empty())
      return openSplit();
    auto opened = openSamples(request.data, module, diags);
    if (failed(opened))
      return failure();
    environment.samples = data = targetData = *opened;
    recordFeeding();
    return success();
  }

  LogicalResult openSplit() {
    auto forSource = openUnread(request.data, -1, module, diags);
    if (failed(forSource))
      return failure();
    auto forTarget = openUnread(request.targetData, (*forSource)->size(), module, diags);
    if (failed(forTarget))
      return failure();
    data = *forSource;
    targetData = *forTarget;
    environment.samples = std::make_shared<SplitSamples>(data, targetData);
    recordFeeding();
    return success();
  }

  /// Pictures without a recipe are fed as they are; arrays follow none.
  void recordFeeding() {
    for (const std::string side : {"source", "target"}) {
      if (!(side == "source" ? data : targetData)->holdPictures())
        std::erase_if(module.records(), [&](const Record &r) {
          return r.kind == "preprocess" && r.subject.graph == side;
        });
      else if (!recipeOf(module, side))
        setRecipe(module, side, Recipe());
    }
    fedBy = recipeOf(module, "target");
  }

  LogicalResult openValues() {
    auto samples = withGivenValues(environment.samples, request.values, module, diags);
    if (succeeded(samples))
      environment.samples = *samples;
    return success(succeeded(samples));
  }

  LogicalResult checkRanges() {
    for (const InputRange &range : request.ranges)
      if (std::ranges::none_of(module.graph("source")->arguments(), [&](const auto &argument) {
            return argument->name() == range.input;
          }))
        return diags.error(Location::inFile(request.source.path))
               << "there is no input '" << range.input << "'";
    return success();
  }

  PassOutcome runPasses(PassManager &manager) {
    environment.writeAndRead = [this](const Graph &model, Module &scratch) {
      return writeAndRead(model, scratch);
    };
    auto pipeline = parsePipeline(
        pipelineText(request.goal, request.types, !request.values.empty(), request.quantized),
        "pipeline", diags);
    if (failed(pipeline) || failed(manager.add(*pipeline, diags)))
      return PassOutcome::Broken;
    PassContext context(environment);
    return manager.run(module, context);
  }

  /// In the format in which the output will be written, or in which the target came.
  LogicalResult writeAndRead(const Graph &model, Module &scratch) {
    const Format &format = *(request.output ? *request.output : request.target).format;
    auto folder = TemporaryFolder::create(scratch.diagnostics());
    if (failed(folder))
      return failure();
    std::string path = (*folder)->path("model");
    if (failed(writeModelAlone(model, format, path, scratch.diagnostics())))
      return failure();
    return readModelAs(scratch, model.name(), format, path);
  }

  void describeInputs(Report &report) {
    report.seed = environment.seed;
    report.source = modelInfo(request.source, diags);
    report.target = modelInfo(request.target, diags);
    report.samples = environment.samples->size();
    report.rejected = environment.samples->rejected();
    report.sourceRecipe = request.sourceRecipe;
    report.targetRecipe = request.targetRecipe;
    if (auto now = recipeOf(module, "target"); data && now != fedBy)
      report.repairedRecipe = now;
  }

  static std::string stopText(PassOutcome outcome) {
    return outcome == PassOutcome::Interrupted ? "stopped by Ctrl-C" : "stopped by --budget";
  }

  /// How far work had come; what could not be read was seen as well.
  static std::string progressText(const Report &report) {
    int64_t seen = report.before.samples + static_cast<int64_t>(report.rejected.size());
    if (seen == report.samples)
      return " after all samples were compared, before all passes had run";
    return " after " + std::to_string(seen) + " of " + std::to_string(report.samples) + " samples";
  }

  static bool isApplied(const Fault &fault) { return fault.status == RepairStatus::Applied; }

  OutputState writeOutput(Report &report) {
    if (!request.output)
      return OutputState::None;
    const auto &[path, format] = *request.output;
    if (failed(writeModelAlone(*module.graph("target"), *format, path, diags)))
      return OutputState::Failed;
    if (path != "-")
      report.output = modelInfo(*request.output, diags);
    return path == "-" || writeRecipeBeside(path, report) ? OutputState::Written
                                                          : OutputState::Failed;
  }

  /// A repair of how the target is fed is in no model: the recipe comes beside it.
  bool writeRecipeBeside(const std::string &path, Report &report) {
    std::error_code ignored;
    if (!report.repairedRecipe || !std::filesystem::is_regular_file(path, ignored))
      return true;
    std::string beside = std::filesystem::path(path).replace_extension(".preprocess.json");
    std::string text = toJson(*report.repairedRecipe) + "\n";
    if (std::filesystem::exists(beside, ignored) && !holds(beside, text)) {
      report.notes.push_back("the recipe to feed the target by is in the report alone: '" + beside +
                             "' is there, and is another one");
      return true;
    }
    report.notes.push_back("the target is to be fed by '" + beside + "'");
    return succeeded(writeFile(beside, text, diags));
  }

  static bool holds(const std::string &path, const std::string &text) {
    Diagnostics silent([](const Diagnostic &) {});
    auto file = MappedFile::open(path, silent);
    return succeeded(file) && (*file)->text() == text;
  }

  const CompareRequest &request;
  Diagnostics &diags;
  Module module;
  Environment environment;
  std::shared_ptr<DataSamples> data, targetData; ///< null where the request brings its samples
  std::optional<Recipe> fedBy; ///< the target, before the repairs; nullopt for arrays
};

} // namespace

FailureOr<CompareResult> compare(const CompareRequest &request, Diagnostics &diags) {
  return Comparison(request, diags).run();
}

} // namespace fixcon
