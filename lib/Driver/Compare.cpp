// fixcon check, localize and repair: two models and a data set in, a report out, and for repair the
// target in its own format.
#include "BuildReport.h"
#include "DataSamples.h"
#include "Models.h"
#include "PassRegistry.h"
#include "Pipelines.h"
#include "Session.h"
#include "fixcon/Data/RecipeRecord.h"
#include "fixcon/Support/File.h"
#include "fixcon/Support/TemporaryFolder.h"

#include <algorithm>
#include <sstream>

namespace fixcon {

namespace {

class Comparison {
public:
  Comparison(Session &session, CompareGoal goal)
      : session(session), diags(session.diags), line(session.line), goal(goal), module(diags) {}

  ExitCode run() {
    if (failed(readTypes()) || failed(checkCommandLine()) || failed(readModels()) ||
        failed(readRecipes()) || failed(openData()))
      return ExitCode::BadInput;
    PassManager manager(passRegistry(), {});
    PassOutcome outcome = runPasses(manager);
    ExitCode code = exitCodeOf(outcome);
    if (code != ExitCode::Match && code != ExitCode::OutOfTime)
      return code;
    auto report = makeReport(manager);
    if (failed(report))
      return code == ExitCode::OutOfTime ? code : ExitCode::BadInput;
    if (failed(writeOutput(*report)) || failed(writeReport(*report)))
      return ExitCode::BadInput;
    return code == ExitCode::OutOfTime ? code : exitCodeOf(report->verdict);
  }

private:
  static ExitCode exitCodeOf(const std::string &verdict) {
    if (verdict == "match" || verdict == "repaired")
      return ExitCode::Match;
    return verdict == "partly_repaired" ? ExitCode::Partly : ExitCode::Mismatch;
  }
  static ExitCode exitCodeOf(PassOutcome outcome) { return fixcon::exitCodeOf(outcome); }

  LogicalResult checkCommandLine() {
    std::vector<std::string> models = line.positional();
    if (models.size() != 2)
      return session.usageError() << "takes two models, the source and the target";
    if (!line.has("data"))
      return session.usageError() << "--data is needed: the models are compared on samples";
    if (line.has("preprocess") && (line.has("preprocess-source") || line.has("preprocess-target")))
      return session.usageError()
             << "--preprocess excludes --preprocess-source and --preprocess-target";
    sourcePath = models[0];
    targetPath = models[1];
    if (failed(readBudget()))
      return failure();
    auto output = line.get("output");
    // A name that means no format must not cost the work of a whole repair.
    return output ? LogicalResult(formatOf(*output, line.get("to"), diags)) : success();
  }

  /// The budget counts from here, so that reading large models is part of it.
  LogicalResult readBudget() {
    if (!line.has("budget"))
      return success();
    using Clock = std::chrono::steady_clock;
    auto seconds = duration(session, "budget");
    if (failed(seconds))
      return failure();
    std::chrono::duration<double> budget(*seconds);
    deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(budget);
    return success();
  }

  LogicalResult readTypes() {
    types = localizedTypes();
    auto listed = line.get("types");
    if (!listed)
      return success();
    std::vector<FaultType> wanted;
    std::istringstream words(*listed);
    for (std::string word; std::getline(words, word, ',');) {
      auto type = faultTypeByName(word);
      if (!type || std::ranges::find(types, *type) == types.end())
        return session.usageError() << "--types: '" << word << "' is no type of fault that can be "
                                    << "found; types are " << typeNames();
      wanted.push_back(*type);
    }
    std::erase_if(types, [&](FaultType t) { return std::ranges::find(wanted, t) == wanted.end(); });
    return success();
  }

  std::string typeNames() const {
    std::string names;
    for (FaultType type : types)
      names += (names.empty() ? "" : ", ") + std::string(name(type));
    return names;
  }

  LogicalResult readModels() {
    auto from = line.get("from");
    if (failed(readModelAs(module, "source", sourcePath, from)))
      return failure();
    return readModelAs(module, "target", targetPath, from);
  }

  LogicalResult readRecipe(const std::string &graph, const std::string &option) {
    auto spec = line.get(line.has("preprocess") ? "preprocess" : option);
    if (!spec)
      return success();
    auto recipe = loadRecipe(*spec, diags);
    if (failed(recipe))
      return failure();
    setRecipe(module, graph, *recipe);
    return success();
  }

  LogicalResult readRecipes() {
    if (failed(readRecipe("source", "preprocess-source")) ||
        failed(readRecipe("target", "preprocess-target")))
      return failure();
    targetRecipe = recipeOf(module, "target");
    return success();
  }

  LogicalResult openData() {
    auto opened = openSamples(*line.get("data"), module, diags);
    if (failed(opened))
      return failure();
    samples = std::move(*opened);
    return success();
  }

  PassOutcome runPasses(PassManager &manager) {
    Environment environment = session.environment();
    environment.samples = samples;
    environment.deadline = deadline;
    environment.writeAndRead = [this](const Graph &model, Module &scratch) {
      return writeAndRead(model, scratch);
    };
    auto pipeline = parsePipeline(pipelineText(goal, types), line.tool(), diags);
    if (failed(pipeline) || failed(manager.add(*pipeline, diags)))
      return PassOutcome::Broken;
    PassContext context(std::move(environment));
    return manager.run(module, context);
  }

  /// As the output will be written, or as the target came.
  LogicalResult writeAndRead(const Graph &model, Module &scratch) {
    Diagnostics &caught = scratch.diagnostics();
    auto format = formatOf(line.get("output").value_or(targetPath),
                           line.get(line.has("output") ? "to" : "from"), caught);
    auto folder = TemporaryFolder::create(caught);
    if (failed(format) || failed(folder))
      return failure();
    std::string path = (*folder)->path("model");
    if (failed(writeModelAlone(model, **format, path, caught)))
      return failure();
    return readModelAs(scratch, model.name(), **format, path);
  }

  FailureOr<Report> makeReport(const PassManager &manager) {
    auto report = buildReport(module);
    if (failed(report))
      return failure();
    report->toolVersion = FIXCON_VERSION;
    report->seed = session.common.seed;
    report->source = fileInfo(sourcePath);
    report->target = fileInfo(targetPath);
    report->samples = samples->size();
    report->rejected = samples->rejected();
    report->sourceRecipe = recipeOf(module, "source");
    report->targetRecipe = targetRecipe;
    if (auto now = recipeOf(module, "target"); now != targetRecipe)
      report->repairedRecipe = now;
    for (const auto &[pass, seconds] : manager.timings())
      report->stages.push_back({pass, seconds});
    return report;
  }

  ModelInfo fileInfo(const std::string &path) {
    auto format = formatOf(path, line.get("from"), diags);
    return modelInfo(path, failed(format) ? "" : (*format)->name, diags);
  }

  LogicalResult writeOutput(Report &report) {
    auto path = line.get("output");
    if (!path)
      return success();
    auto format = formatOf(*path, line.get("to"), diags);
    if (failed(format) || failed(writeModelAlone(*module.graph("target"), **format, *path, diags)))
      return failure();
    if (*path != "-")
      report.output = modelInfo(*path, (*format)->name, diags);
    return success();
  }

  LogicalResult writeReport(const Report &report) {
    auto path = line.get("json");
    if (path && failed(writeFile(*path, toJson(report), diags)))
      return failure();
    bool outputTaken = path == "-" || line.get("output") == "-";
    return outputTaken ? success() : printResult(toText(report), diags);
  }

  Session &session;
  Diagnostics &diags;
  const CommandLine &line;
  CompareGoal goal;
  Module module;
  std::vector<FaultType> types;
  std::string sourcePath, targetPath;
  std::optional<Recipe> targetRecipe;
  std::optional<std::chrono::steady_clock::time_point> deadline;
  std::shared_ptr<DataSamples> samples;
};

struct Subcommand {
  std::string_view name, summary;
  CompareGoal goal;
};

constexpr Subcommand subcommands[] = {
    {"check", "compares two models on data", CompareGoal::Check},
    {"localize", "finds where and why the target differs", CompareGoal::Localize},
    {"repair", "repairs the target in its own format", CompareGoal::Repair},
};

void addOptions(CommandLine &line, CompareGoal goal) {
  line.group("Models and data");
  line.value("data", "PATH",
             "folder of pictures (JPEG, PNG, BMP, PNM, WebP), list of paths, or arrays (needed)");
  line.value("preprocess", "SPEC", "preset or JSON file: how pictures become inputs");
  line.value("preprocess-source", "SPEC", "the same for the source alone");
  line.value("preprocess-target", "SPEC", "the same for the target alone");
  line.value("from", formatNames(), "format of the models, whatever their extensions");
  if (goal != CompareGoal::Check)
    line.value("types", "LIST", "only these types of faults, such as wb,lh");
  line.group("Results");
  line.value("json", "FILE", "write the report here");
  if (goal == CompareGoal::Repair) {
    line.value("output", "FILE", "write the repaired target here", 'o');
    line.value("to", formatNames(), "format of the result, whatever its extension");
  }
  line.value("budget", "TIME", "stop after this time, such as 90s or 2h");
  addCommonOptions(line);
}

std::string usageOf(const Subcommand &command) {
  return "fixcon " + std::string(command.name) + " SOURCE TARGET --data=PATH [OPTIONS]" +
         (command.goal == CompareGoal::Repair ? " -o OUT" : "");
}

int runSubcommand(const Subcommand &command, int argc, char **argv) {
  std::string tool = "fixcon " + std::string(command.name);
  bool repairs = command.goal == CompareGoal::Repair;
  CommandLine line(tool, std::string(command.summary), {usageOf(command)},
                   tool + " a.onnx b.onnx --data=images --preprocess=torchvision" +
                       (repairs ? " -o fixed.onnx" : ""));
  addOptions(line, command.goal);
  return runTool(line, argc, argv,
                 [&](Session &session) { return Comparison(session, command.goal).run(); });
}

/// Without a subcommand: help, version, or an error that names the subcommands.
int runBare(int argc, char **argv) {
  std::vector<std::string> usage;
  for (const Subcommand &command : subcommands)
    usage.push_back(usageOf(command));
  usage.push_back("fixcon check|localize|repair --help");
  CommandLine line("fixcon", "finds and repairs the faults of converted models", usage,
                   "fixcon repair a.onnx b.onnx --data=images --preprocess=torchvision "
                   "-o fixed.onnx --json=report.json");
  addCommonOptions(line);
  return runTool(line, argc, argv, [](Session &session) {
    std::vector<std::string> words = session.line.positional();
    auto error = session.usageError();
    if (words.empty())
      error << "a subcommand is needed: check, localize or repair";
    else
      error << "there is no subcommand '" << words.front() << "': check, localize and repair are";
    return ExitCode::BadInput;
  });
}

} // namespace

int fixconMain(int argc, char **argv) {
  std::string_view word = argc > 1 ? argv[1] : "";
  for (const Subcommand &command : subcommands)
    if (command.name == word)
      return runSubcommand(command, argc - 1, argv + 1);
  return runBare(argc, argv);
}

} // namespace fixcon
