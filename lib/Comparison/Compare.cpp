// Reads both models into one module, runs the pipeline of the goal over it, and gathers what the passes
// left there into a report.
#include "fixcon/Comparison/Compare.h"

#include "BuildReport.h"
#include "Pipelines.h"
#include "Verdict.h"
#include "fixcon/Comparison/DataSamples.h"
#include "fixcon/Comparison/PassRegistry.h"
#include "fixcon/Data/RecipeRecord.h"
#include "fixcon/Formats/Models.h"
#include "fixcon/Support/TemporaryFolder.h"

namespace fixcon {
namespace {

class Comparison {
public:
  Comparison(const CompareRequest &request, Diagnostics &diags)
      : request(request), diags(diags), module(diags), environment(request.environment) {}

  FailureOr<CompareResult> run() {
    if (failed(readModels()) || failed(openData()))
      return failure();
    PassManager manager(passRegistry(), {});
    CompareResult result{runPasses(manager), std::nullopt};
    bool finished = result.outcome == PassOutcome::Done;
    if (!finished && result.outcome != PassOutcome::OutOfTime)
      return result;
    auto report = buildReport(module);
    if (failed(report))
      return finished ? FailureOr<CompareResult>(failure()) : result;
    describeInputs(*report);
    setVerdict(*report, request.allowRejected);
    if (request.data.empty() && !request.environment.samples)
      report->notes.push_back("no data was given: " + std::to_string(report->samples) +
                              " random samples were drawn, which are not what the models are for");
    for (const auto &[pass, seconds] : manager.timings())
      report->stages.push_back({pass, seconds});
    if (failed(writeOutput(*report)))
      return failure();
    result.report = std::move(*report);
    return result;
  }

private:
  LogicalResult readModels() {
    if (failed(readModelAs(module, "source", *request.source.format, request.source.path)) ||
        failed(readModelAs(module, "target", *request.target.format, request.target.path)))
      return failure();
    if (request.sourceRecipe)
      setRecipe(module, "source", *request.sourceRecipe);
    if (request.targetRecipe)
      setRecipe(module, "target", *request.targetRecipe);
    for (const OutputRequest &output : request.outputs)
      addOutputRequest(module, output);
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
    auto opened = openSamples(request.data, module, diags);
    if (failed(opened))
      return failure();
    environment.samples = *opened;
    return success();
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
    auto pipeline = parsePipeline(pipelineText(request.goal, request.types), "pipeline", diags);
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
    if (auto now = recipeOf(module, "target"); now != request.targetRecipe)
      report.repairedRecipe = now;
  }

  LogicalResult writeOutput(Report &report) {
    if (!request.output)
      return success();
    const auto &[path, format] = *request.output;
    if (failed(writeModelAlone(*module.graph("target"), *format, path, diags)))
      return failure();
    if (path != "-")
      report.output = modelInfo(*request.output, diags);
    return success();
  }

  const CompareRequest &request;
  Diagnostics &diags;
  Module module;
  Environment environment;
};

} // namespace

FailureOr<CompareResult> compare(const CompareRequest &request, Diagnostics &diags) {
  return Comparison(request, diags).run();
}

} // namespace fixcon
