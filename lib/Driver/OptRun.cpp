// A text input may hold several modules between `// -----` lines. Each is run on its own, with the
// line numbers of the whole file, and an error in one does not keep the others from being run.
#include "OptRun.h"

#include "ExpectedDiagnostics.h"
#include "Models.h"
#include "fixcon/Comparison/PassRegistry.h"
#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Support/File.h"
#include "fixcon/Validate/Evaluation.h"

#include <algorithm>
#include <cstdio>

namespace fixcon {

namespace {

constexpr std::string_view separator = "// -----";

/// The parts of `text`, each behind as many empty lines as stood before it.
std::vector<std::string> splitAtSeparators(std::string_view text) {
  std::vector<std::string> parts(1);
  size_t lines = 0;
  while (!text.empty()) {
    size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    ++lines;
    if (line.starts_with(separator))
      parts.emplace_back(lines, '\n');
    else
      parts.back().append(line) += '\n';
  }
  return parts;
}

class OptRun {
public:
  OptRun(Session &session, const OptOptions &options) : session(session), options(options) {}

  ExitCode run() {
    auto outputAs = formatToWrite(options.output, options.to, session.diags);
    if (failed(outputAs) || failed(checkWritable(options.output, session.diags)))
      return ExitCode::BadInput;
    outputFormat = *outputAs;
    if (options.isPair())
      return runPair();
    auto format = formatOf(options.input, options.from, session.diags);
    if (failed(format))
      return ExitCode::BadInput;
    if ((*format)->id == FormatId::Text)
      return runText();
    if (options.verifyDiagnostics || options.splitInput) {
      session.usageError() << "--verify-diagnostics and --split-input-file need a text input";
      return ExitCode::BadInput;
    }
    auto module = readModel(**format, options.input, session.diags);
    if (failed(module))
      return ExitCode::BadInput;
    return transformAndWrite(**module);
  }

private:
  ExitCode runPair() {
    Module module(session.diags);
    bool good = options.source.empty() ||
                succeeded(readModelAs(module, "source", options.source, options.from));
    good = good && (options.target.empty() ||
                    succeeded(readModelAs(module, "target", options.target, options.from)));
    return good ? transformAndWrite(module) : ExitCode::BadInput;
  }

  ExitCode transformAndWrite(Module &module) {
    if (outputFormat->methods.holdsModule)
      return transformAndWrite(module, "");
    std::string model = options.graph;
    if (model.empty() && module.graph("source") && module.graph("target"))
      model = "target";
    // Passes make no models: what cannot be written afterwards is known before.
    auto graph = onlyModel(module, model, Location::inFile(options.output));
    return failed(graph) ? ExitCode::BadInput : transformAndWrite(module, (*graph)->name());
  }

  ExitCode transformAndWrite(Module &module, const std::string &model) {
    std::optional<ContentHash> before = hashOf(module, model);
    ExitCode code = transform(module);
    if (code != ExitCode::Success && code != ExitCode::OutOfTime)
      return code;
    if (failed(writeModel(module, model, *outputFormat, options.output, options.printing)))
      return ExitCode::BadInput;
    if (before && before == hashOf(module, model) && !options.pipeline.empty())
      (void)(session.diags.remark(Location::inFile(options.output))
             << "holds @" << model << " as it was: no pass changed it (forms that are derived from "
             << "it are written as .ir or .irb only)");
    return code;
  }

  /// Of a model with its functions; nullopt without one.
  static std::optional<ContentHash> hashOf(const Module &module, const std::string &model) {
    const Graph *graph = module.graph(model);
    if (!graph)
      return std::nullopt;
    Diagnostics ignored;
    Module alone(ignored);
    alone.cloneModel(*graph);
    return alone.hash();
  }

  ExitCode runText() {
    auto file = MappedFile::open(options.input, session.diags);
    if (failed(file))
      return ExitCode::BadInput;
    std::string_view text = (*file)->text();
    if (!options.splitInput)
      return runPart(text, /*only=*/true);
    ExitCode worst = ExitCode::Success;
    for (const std::string &part : splitAtSeparators(text))
      worst = std::max(worst, runPart(part, /*only=*/false));
    if (worst == ExitCode::Success && failed(writeFile(options.output, printed, session.diags)))
      worst = ExitCode::BadInput;
    return worst;
  }

  ExitCode runPart(std::string_view text, bool only) {
    if (!options.verifyDiagnostics)
      return runModule(text, only);
    ExpectedDiagnostics expected;
    if (!expected.parse(text, options.input, session.diags))
      return ExitCode::BadInput;
    auto former = session.diags.setHandler([&](const Diagnostic &d) { expected.take(d); });
    runModule(text, only);
    session.diags.setHandler(std::move(former));
    return expected.check(session.diags) ? ExitCode::Success : ExitCode::Mismatch;
  }

  ExitCode runModule(std::string_view text, bool only) {
    auto module = parseModule(text, options.input, session.diags);
    if (failed(module))
      return ExitCode::BadInput;
    if (only)
      return transformAndWrite(**module);
    ExitCode code = transform(**module);
    if (code == ExitCode::Success)
      printed += (printed.empty() ? "" : std::string(separator) + "\n") +
                 print(**module, options.printing);
    return code;
  }

  ExitCode transform(Module &module) {
    if (failed(verify(module)))
      return ExitCode::BadInput;
    Pipeline pipeline = options.pipeline;
    if (options.runReproducer && failed(takeReproducer(module, pipeline)))
      return ExitCode::BadInput;
    PassManagerOptions managing = options.manager;
    managing.remarkUnchanged = !options.verifyDiagnostics;
    PassManager manager(passRegistry(), managing);
    if (failed(manager.add(pipeline, session.diags)))
      return ExitCode::BadInput;
    if (failed(checkRoundtrip(module)))
      return ExitCode::Internal;
    PassContext context(session.environment());
    context.repairsLeft = options.repairLimit;
    bool wasMeasured = evaluationOf(module, "before").has_value();
    PassOutcome outcome = manager.run(module, context);
    if (!wasMeasured && !options.verifyDiagnostics)
      remarkOnSamples(module);
    if (options.timing)
      std::fputs(manager.timingReport().c_str(), stderr);
    if (outcome == PassOutcome::Done && failed(checkRoundtrip(module)))
      return ExitCode::Internal;
    return exitCodeOf(outcome);
  }

  /// A module without samples is measured on numbers that nobody gave.
  void remarkOnSamples(const Module &module) {
    bool hasSamples =
        std::ranges::any_of(module.records(), [](const Record &r) { return r.kind == "samples"; });
    if (!hasSamples && evaluationOf(module, "before"))
      (void)(session.diags.remark(
                 Location::inFile(options.isPair() ? options.target : options.input))
             << "there are no 'samples' records: the models were compared on random numbers");
  }

  LogicalResult takeReproducer(Module &module, Pipeline &pipeline) {
    std::string text = reproducerPipeline(module);
    if (text.empty())
      return session.diags.error(Location::inFile(options.input)) << "carries no pipeline to run";
    auto parsed = parsePipeline(text, "reproducer pipeline", session.diags);
    if (failed(parsed))
      return failure();
    clearReproducerPipeline(module);
    pipeline = std::move(*parsed);
    return success();
  }

  LogicalResult checkRoundtrip(const Module &module) {
    if (!options.verifyRoundtrip)
      return success();
    const std::string name = "printed module";
    std::string once = print(module);
    auto parsed = parseModule(once, name, session.diags);
    if (failed(parsed))
      return session.diags.error(Location::inFile(name)) << "does not parse back";
    if (print(**parsed) != once || (*parsed)->hash() != module.hash())
      return session.diags.error(Location::inFile(name)) << "parses back to another module";
    return success();
  }

  Session &session;
  const OptOptions &options;
  const Format *outputFormat = nullptr;
  std::string printed; ///< of the parts so far
};

} // namespace

ExitCode runOpt(Session &session, const OptOptions &options) {
  return OptRun(session, options).run();
}

} // namespace fixcon
