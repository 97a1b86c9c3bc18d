// fixcon-run: executes a model on given tensors or on a data set, captures values, takes times.
#include "Models.h"
#include "RunFiles.h"
#include "RunTimes.h"
#include "Session.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Comparison/DataSamples.h"
#include "fixcon/Data/RecipeRecord.h"
#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Support/File.h"
#include "fixcon/Support/Parallel.h"
#include "fixcon/Tensor/Stack.h"
#include "fixcon/Transforms/Normalize.h"

#include <algorithm>

namespace fixcon {

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

class Run {
public:
  explicit Run(Session &session) : session(session), diags(session.diags), line(session.line) {}

  ExitCode run() {
    if (line.has("print-recipe"))
      return succeeded(printRecipe()) ? ExitCode::Success : ExitCode::BadInput;
    bool good = succeeded(readOptions()) && succeeded(load()) && succeeded(findFetches()) &&
                succeeded(makeExecutor());
    if (!good)
      return ExitCode::BadInput;
    auto results = line.has("data") || hasSampleRecords() ? runSamples() : runInputs();
    if (failed(results) || failed(write(*results)))
      return ExitCode::BadInput;
    return ExitCode::Success;
  }

private:
  LogicalResult printRecipe() {
    auto recipe = loadRecipe(line.get("preprocess").value_or("none"), diags);
    return succeeded(recipe) ? printResult(toJson(*recipe) + "\n", diags) : failure();
  }

  LogicalResult readOptions() {
    auto numerics = choice(session, "numerics", {"strict", "fast"});
    auto precision = choice(session, "precision", {"typed", "f64"});
    auto repeat = wholeNumber(session, "repeat", 0, 1, 1'000'000);
    auto warmup = wholeNumber(session, "warmup", 0, 0, 1'000'000);
    if (failed(numerics) || failed(precision) || failed(repeat) || failed(warmup))
      return failure();
    if (line.positional().size() != 1)
      return session.usageError() << "takes one model";
    if (line.has("data") && line.has("input"))
      return session.usageError() << "--input and --data exclude each other";
    if (line.has("data") && (line.has("repeat") || line.has("json")))
      return session.usageError() << "times are taken of one inference: use --input";
    for (const char *name : {"output", "json"})
      if (auto path = line.get(name); path && failed(checkWritable(*path, diags)))
        return failure();
    options.numerics = *precision == "f64" ? Numerics::Exact : Numerics::Typed;
    options.seed = session.common.seed;
    times.executor = session.common.executorName;
    times.numerics = *numerics;
    repeats = *repeat;
    warmups = *warmup;
    return success();
  }

  /// Reads the model and brings it to core ops, each foreign op alone, so that every value of the
  /// file can be captured under its own name.
  LogicalResult load() {
    auto start = Clock::now();
    std::string path = line.positional().front();
    auto read = readModel(path, line.get("from"), diags);
    if (failed(read))
      return failure();
    module = std::move(*read);
    auto model = onlyModel(*module, line.get("graph").value_or(""), Location::inFile(path));
    if (failed(model))
      return failure();
    faithful = core = *model;
    times.loadMs = millisecondsSince(start);
    start = Clock::now();
    if (!faithful->dialect().empty()) {
      auto given = givenTypes(line.all("input"), *faithful, diags);
      auto lowered =
          failed(given) ? FailureOr<Graph *>(failure()) : legalize(*module, *faithful, *given);
      if (failed(lowered))
        return failure();
      core = *lowered;
    }
    times.compileMs = millisecondsSince(start);
    return verify(*module);
  }

  void fetch(const Value *value, const std::string &name) {
    fetches.push_back(value);
    fetchNames.push_back(name);
  }

  LogicalResult findFetches() {
    for (unsigned i = 0; i < core->numOutputs(); ++i) {
      const std::string &name = core->outputName(i);
      fetch(core->output(i), name.empty() ? core->output(i)->name() : name);
    }
    for (const std::string &name : line.all("capture")) {
      if (name == "all") {
        captureAll();
        continue;
      }
      const Value *value = core->value(name);
      if (!value)
        return session.usageError() << "--capture: the model has no value '" << name << "'";
      fetch(value, name);
    }
    return success();
  }

  void captureAll() {
    for (const auto &op : core->ops())
      for (unsigned i = 0; i < op->numResults(); ++i) {
        const Value *value = op->result(i);
        if (op->hasResult(i) && std::ranges::find(fetches, value) == fetches.end())
          fetch(value, value->name());
      }
  }

  LogicalResult makeExecutor() {
    auto start = Clock::now();
    auto made = session.common.executor(*core, options);
    if (failed(made))
      return failure();
    executor = std::move(*made);
    times.compileMs += millisecondsSince(start);
    return success();
  }

  /// `inputs` are tensors or data by name.
  template <class Inputs> FailureOr<NamedTensors> infer(const Inputs &inputs) {
    auto values = executor->runData(bindArguments<Datum>(*core, inputs), fetches);
    if (failed(values))
      return failure();
    NamedTensors named;
    for (size_t i = 0; i < values->size(); ++i)
      addTensors(named, fetchNames[i], (*values)[i]);
    return named;
  }

  FailureOr<NamedTensors> runInputs() {
    auto inputs = readInputs(line.all("input"), *faithful, diags);
    if (failed(inputs))
      return failure();
    auto start = Clock::now();
    auto results = infer(*inputs);
    times.firstMs = millisecondsSince(start);
    for (int64_t i = 0; succeeded(results) && i < warmups + repeats; ++i) {
      start = Clock::now();
      results = infer(*inputs);
      if (i >= warmups)
        times.repeatsMs.push_back(millisecondsSince(start));
    }
    return results;
  }

  bool hasSampleRecords() const {
    bool any =
        std::ranges::any_of(module->records(), [](const Record &r) { return r.kind == "samples"; });
    return any && !line.has("input");
  }

  FailureOr<std::shared_ptr<SampleSource>> openSamples() {
    if (!line.has("data")) {
      PassContext context(session.environment());
      return samplesOf(*module, context);
    }
    if (auto spec = line.get("preprocess")) {
      auto recipe = loadRecipe(*spec, diags);
      if (failed(recipe))
        return failure();
      setRecipe(*module, faithful->name(), *recipe);
    }
    auto opened = fixcon::openSamples(*line.get("data"), *module, diags);
    if (failed(opened))
      return failure();
    data = *opened;
    return std::shared_ptr<SampleSource>(data);
  }

  FailureOr<NamedTensors> runSamples() {
    auto samples = openSamples();
    if (failed(samples))
      return failure();
    Environment environment = session.environment();
    int64_t count = (*samples)->size();
    std::vector<std::optional<NamedTensors>> results(static_cast<size_t>(count));
    environment.progress->begin("run", count);
    bool good = parallelFor(count, environment.threads, [&](int64_t i) {
      bool done = runSample(**samples, i, results[static_cast<size_t>(i)]);
      environment.progress->advance();
      return done;
    });
    environment.progress->end();
    if (data)
      data->reportProblems();
    if (!good)
      return failure();
    std::vector<NamedTensors> runs;
    for (auto &result : results)
      if (result)
        runs.push_back(std::move(*result));
    return joinRuns(std::move(runs), diags);
  }

  /// The last batch may have been filled up: what was made of the filling is dropped.
  void dropFilling(NamedTensors &results, int64_t i) const {
    int64_t batch = data->batchSize();
    int64_t kept = std::min(batch, data->numSingles() - i * batch);
    for (auto &[name, tensor] : results)
      if (kept < batch && !tensor.isString() && tensor.rank() && tensor.shape()[0] == batch)
        tensor = firstRows(tensor, kept);
  }

  /// A sample that cannot be read leaves no result; false if one that can be does not run.
  bool runSample(SampleSource &samples, int64_t i, std::optional<NamedTensors> &result) {
    auto inputs = samples.load(*faithful, i);
    if (failed(inputs))
      return true;
    auto results = infer(*inputs);
    if (failed(results))
      return false;
    if (data)
      dropFilling(*results, i);
    result = std::move(*results);
    return true;
  }

  LogicalResult write(const NamedTensors &results) {
    if (auto path = line.get("json"); path && failed(writeFile(*path, toJson(times), diags)))
      return failure();
    if (auto path = line.get("output"))
      return writeNpz(*path, results, diags);
    return line.get("json") == "-" ? success() : printResult(toText(results), diags);
  }

  Session &session;
  Diagnostics &diags;
  const CommandLine &line;
  ExecOptions options;
  RunTimes times;
  int64_t repeats = 0, warmups = 0;
  std::unique_ptr<Module> module;
  const Graph *faithful = nullptr, *core = nullptr;
  std::unique_ptr<Executor> executor;
  std::shared_ptr<DataSamples> data; ///< null without --data
  std::vector<const Value *> fetches;
  std::vector<std::string> fetchNames;
};

} // namespace

int runMain(int argc, char **argv) {
  CommandLine line("fixcon-run", "executes a model",
                   {"fixcon-run MODEL --input=NAME=FILE... [OPTIONS]",
                    "fixcon-run MODEL --data=PATH [--preprocess=SPEC] [OPTIONS]"},
                   "fixcon-run model.onnx --input=x=picture.npy --output=result.npz");
  line.group("Model and data");
  line.value("from", formatNames(), "format of the model, whatever its extension");
  line.value("graph", "NAME", "the graph to run where the file holds more than one");
  line.value("input", "NAME=FILE",
             "value of an input: .npy, .npz or a message of ONNX, .pb; or "
             "of what an unknown operator gives");
  line.value("data", "PATH", "run every sample of a folder, list or array file");
  line.value("preprocess", "SPEC", "preset or JSON file: how pictures become inputs");
  line.flag("print-recipe", "print what --preprocess means as JSON, and stop");
  line.group("Execution");
  line.value("numerics", "strict|fast", "whether sums may be reordered (default: strict)");
  line.value("precision", "typed|f64", "round to each value's dtype, or never (default: typed)");
  line.value("repeat", "N", "run N more times and take times");
  line.value("warmup", "N", "run N times before times are taken");
  line.group("Results");
  line.value("output", "FILE.npz", "write outputs and captured values here");
  line.value("capture", "NAME|all", "also give this value of the model");
  line.value("json", "FILE", "write times here");
  addCommonOptions(line);
  return runTool(line, argc, argv, [](Session &session) { return Run(session).run(); });
}

} // namespace fixcon
