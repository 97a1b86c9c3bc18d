// fixcon-opt: passes over the IR's text. Every pass is a flag, and flags run in the order given.
#include "ListOps.h"
#include "Models.h"
#include "OptRun.h"
#include "fixcon/Comparison/PassRegistry.h"
#include "fixcon/Fault/FaultRules.h"
#include "fixcon/Support/File.h"
#include "fixcon/Support/Lexer.h"

#include <limits>

namespace fixcon {

static void addModelOptions(CommandLine &line) {
  line.group("Models");
  line.value("source", "FILE", "read this model as graph @source");
  line.value("target", "FILE", "read this model as graph @target");
  line.value("from", formatNames(), "format of the input, whatever its extension");
  line.value("output", "FILE", "write the result here (default: standard output)", 'o');
  line.value("to", formatNames(), "format of the result, whatever its extension");
  line.value("graph", "NAME", "the model to write where the format holds one");
  line.value("elide-weights", "N", "print tensors of more than N elements as a hash");
  line.flag("no-locations", "print ops without the places they came from");
}

static void addPipelineOptions(CommandLine &line) {
  line.group("Pipeline");
  line.value("passes", "TEXT|@FILE", "run this pipeline: a,b{option=value},repeat(c,d)");
  line.flag("print-pipeline", "print the pipeline before it runs");
  line.flag("print-after-change", "print the module after each pass that changed it");
  line.value("print-before", "PASS", "print the module before each run of PASS");
  line.flag("timing", "print the time that each pass took");
  line.value("verify-each", "on|off", "verify the module after each pass (default: on)");
  line.value("repair-limit", "N", "apply the first N repairs only");
  line.value("reproducer", "FILE", "when a pass fails, write the module before it here");
  line.flag("run-reproducer", "run the pipeline that a reproducer carries");
  line.group("Tests of the tool");
  line.flag("verify-diagnostics", "check diagnostics against expected-... comments");
  line.flag("split-input-file", "treat the parts between '// -----' lines one by one");
  line.flag("verify-roundtrip", "check that the printed module parses back to itself");
}

static void addDocumentationOptions(CommandLine &line) {
  line.group("Documentation");
  line.flag("list-ops", "print a table of the core ops and of the rules, as docs/Ops.md has it");
  line.flag("list-faults", "print the rules that findings name, as docs/Faults.md has it");
}

static void addPassFlags(CommandLine &line) {
  for (const PassEntry &pass : passRegistry()) {
    line.group("Passes, " + std::string(pass.group));
    line.optionalValue(pass.name, "VALUE", pass.summary);
  }
}

/// `--passes=` takes the text of a pipeline or, behind an @, the file that holds it.
static FailureOr<Pipeline> pipelineOf(const std::string &value, Diagnostics &diags) {
  if (!value.starts_with("@"))
    return parsePipeline(value, "--passes", diags);
  auto file = MappedFile::open(value.substr(1), diags);
  if (failed(file))
    return failure();
  return parsePipeline((*file)->text(), value.substr(1), diags);
}

/// A pass's flag means a pipeline of one step: --pass, --pass=value or --pass{name=value}.
static FailureOr<Pipeline> pipelineOfFlag(const CommandLine::Argument &flag, Diagnostics &diags) {
  bool named = flag.value.starts_with("{");
  std::string text = flag.name + (named                ? flag.value
                                  : flag.value.empty() ? ""
                                                       : "=" + quote(flag.value));
  return parsePipeline(text, "--" + flag.name, diags);
}

static LogicalResult collectPipeline(Session &session, Pipeline &pipeline) {
  for (const CommandLine::Argument &argument : session.line.arguments()) {
    bool isPass = findPass(passRegistry(), argument.name);
    if (!isPass && argument.name != "passes")
      continue;
    auto part = isPass ? pipelineOfFlag(argument, session.diags)
                       : pipelineOf(argument.value, session.diags);
    if (failed(part))
      return failure();
    pipeline.insert(pipeline.end(), part->begin(), part->end());
  }
  return success();
}

static LogicalResult readPaths(Session &session, OptOptions &options) {
  const CommandLine &line = session.line;
  std::vector<std::string> models = line.positional();
  options.source = line.get("source").value_or("");
  options.target = line.get("target").value_or("");
  if (models.size() > 1 || (options.isPair() && !models.empty()))
    return session.usageError() << "takes one model, or a pair by --source and --target";
  if (!models.empty())
    options.input = models.front();
  options.output = line.get("output").value_or("-");
  options.graph = line.get("graph").value_or("");
  options.from = line.get("from");
  options.to = line.get("to");
  if (options.isPair() && (line.has("split-input-file") || line.has("verify-diagnostics")))
    return session.usageError()
           << "--verify-diagnostics and --split-input-file need one text input";
  return success();
}

static LogicalResult readManagerOptions(Session &session, OptOptions &options) {
  const CommandLine &line = session.line;
  auto verifyEach = choice(session, "verify-each", {"on", "off"});
  if (failed(verifyEach))
    return failure();
  options.manager.verifyEach = *verifyEach == "on";
  options.manager.printPipeline = line.has("print-pipeline");
  options.manager.printAfterChange = line.has("print-after-change");
  options.manager.reproducer = line.get("reproducer").value_or("");
  options.manager.printing = options.printing;
  for (const std::string &name : line.all("print-before")) {
    if (!findPass(passRegistry(), name))
      return session.usageError() << "--print-before: there is no pass '" << name << "'";
    options.manager.printBefore.insert(name);
  }
  return success();
}

static FailureOr<OptOptions> readOptions(Session &session) {
  const CommandLine &line = session.line;
  constexpr int64_t most = std::numeric_limits<int64_t>::max();
  OptOptions options;
  auto elide = wholeNumber(session, "elide-weights", -1, 0, most);
  auto limit = wholeNumber(session, "repair-limit", -1, 0, most);
  if (failed(elide) || failed(limit))
    return failure();
  options.printing.maxDenseElements = *elide;
  options.printing.locations = !line.has("no-locations");
  options.repairLimit = *limit;
  options.timing = line.has("timing");
  options.runReproducer = line.has("run-reproducer");
  options.verifyDiagnostics = line.has("verify-diagnostics");
  options.splitInput = line.has("split-input-file");
  options.verifyRoundtrip = line.has("verify-roundtrip");
  if (failed(readPaths(session, options)) || failed(readManagerOptions(session, options)) ||
      failed(collectPipeline(session, options.pipeline)))
    return failure();
  if (options.runReproducer && !options.pipeline.empty())
    return session.usageError() << "--run-reproducer brings its own pipeline";
  return options;
}

int optMain(int argc, char **argv) {
  CommandLine line("fixcon-opt", "runs passes over models, in the order of their flags",
                   {"fixcon-opt [PASSES] [OPTIONS] [MODEL]",
                    "fixcon-opt [PASSES] [OPTIONS] --source=MODEL --target=MODEL"},
                   "fixcon-opt --normalize --source=a.onnx --target=b.onnx -o pair.ir");
  addModelOptions(line);
  addPipelineOptions(line);
  addDocumentationOptions(line);
  addPassFlags(line);
  addCommonOptions(line);
  return runTool(line, argc, argv, [](Session &session) {
    auto answer = [&](const std::string &text) {
      return succeeded(printResult(text, session.diags)) ? ExitCode::Success : ExitCode::BadInput;
    };
    if (session.line.has("list-ops"))
      return answer(listOps());
    if (session.line.has("list-faults"))
      return answer(listFaultRules());
    auto options = readOptions(session);
    return failed(options) ? ExitCode::BadInput : runOpt(session, *options);
  });
}

} // namespace fixcon
