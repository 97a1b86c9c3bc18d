// fixcon check, localize and repair: two models and a data set in, a report out, and for repair the
// target in its own format.
#include "fixcon/Comparison/Compare.h"
#include "CompareOutputs.h"
#include "Models.h"
#include "Session.h"
#include "fixcon/Fault/FaultRules.h"
#include "fixcon/Support/File.h"
#include "fixcon/Support/Interrupt.h"
#include "fixcon/Support/Suggestion.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>
#include <unistd.h>

namespace fixcon {

namespace {

std::string comparatorNames(const char *separator) {
  std::string names;
  for (const Comparator &comparator : allComparators())
    names.append(names.empty() ? "" : separator).append(comparator.name);
  return names;
}

/// A request read from a command line, and its result told on it.
class CompareCommand {
public:
  CompareCommand(Session &session, CompareGoal goal)
      : session(session), diags(session.diags), line(session.line) {
    request.goal = goal;
    request.environment = session.environment();
    request.environment.stop.interrupt = &catchInterrupt();
    if (::isatty(STDOUT_FILENO) && ::isatty(STDERR_FILENO) && !line.has("verbose"))
      hideFindings();
  }

  ExitCode run() {
    if (line.has("print-recipe"))
      return succeeded(readRecipes()) && succeeded(printRecipes()) ? ExitCode::Success
                                                                   : ExitCode::BadInput;
    if (failed(readTypes()) || failed(readCommandLine()) || failed(readRecipes()) ||
        failed(readOutputRequests()))
      return ExitCode::BadInput;
    auto result = compare(request, diags);
    if (failed(result) || failed(tell(*result)) || result->output == OutputState::Failed)
      return ExitCode::BadInput;
    bool judged = result->outcome == PassOutcome::Done;
    return judged ? exitCodeOf(*result->report) : fixcon::exitCodeOf(result->outcome);
  }

private:
  static ExitCode exitCodeOf(const Report &report) {
    const std::string &verdict = report.verdict;
    if (verdict == "match" || verdict == "repaired")
      return ExitCode::Success;
    if (verdict == "none")
      return ExitCode::BadInput;
    if (verdict == "labels_agree" && report.labelsSuffice())
      return ExitCode::Success;
    return verdict == "partly_repaired" ? ExitCode::Partly : ExitCode::Mismatch;
  }

  /// On one screen the report names each finding already.
  void hideFindings() {
    auto shown = std::make_shared<Diagnostics::Handler>();
    *shown = diags.setHandler([shown](const Diagnostic &d) {
      if (d.severity <= Severity::Error || !faultRule(d.code))
        (*shown)(d);
    });
  }

  LogicalResult readCommandLine() {
    std::vector<std::string> models = line.positional();
    if (models.size() != 2)
      return session.usageError() << "takes two models, the source and the target";
    if (line.has("data") && (line.has("random") || line.has("range")))
      return session.usageError() << "--data excludes --random and --range";
    if (line.has("preprocess") && (line.has("preprocess-source") || line.has("preprocess-target")))
      return session.usageError()
             << "--preprocess excludes --preprocess-source and --preprocess-target";
    request.data = line.get("data").value_or("");
    request.targetData = line.get("data-target").value_or("");
    if (request.data.empty() && !request.targetData.empty())
      return session.usageError() << "--data-target needs --data, which is for the source then";
    if (failed(readRandom()) || failed(readValues()) || failed(readBudget()) ||
        failed(nameFile(models[0], request.source)) || failed(nameFile(models[1], request.target)))
      return failure();
    return readOutputs(session, request);
  }

  LogicalResult nameFile(const std::string &path, ModelFile &file) {
    auto format = formatOf(path, line.get("from"), diags);
    if (failed(format))
      return failure();
    file = {path, *format};
    return success();
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
    request.environment.stop.deadline =
        Clock::now() + std::chrono::duration_cast<Clock::duration>(budget);
    return success();
  }

  LogicalResult readRandom() {
    auto count = wholeNumber(session, "random", request.randomSamples, 1, 1'000'000);
    if (failed(count))
      return failure();
    request.randomSamples = *count;
    for (const std::string &argument : line.all("range")) {
      // The name may hold colons.
      size_t second = argument.rfind(':');
      size_t first = second == std::string::npos ? second : argument.rfind(':', second - 1);
      InputRange range;
      if (first == std::string::npos || second == 0 ||
          !readNumber(argument.substr(first + 1, second - first - 1), range.low) ||
          !readNumber(argument.substr(second + 1), range.high) || range.low > range.high)
        return session.usageError()
               << "--range: '" << argument << "' is not INPUT:LOW:HIGH with LOW <= HIGH";
      range.input = argument.substr(0, first);
      request.ranges.push_back(std::move(range));
    }
    return success();
  }

  /// NAME=FILE; an output's name may hold an '='.
  LogicalResult readValues() {
    for (const std::string &argument : line.all("value")) {
      size_t split = argument.rfind('=');
      if (split == std::string::npos || split == 0 || split + 1 == argument.size())
        return session.usageError() << "--value: '" << argument << "' is not NAME=FILE";
      request.values.push_back({argument.substr(0, split), argument.substr(split + 1)});
    }
    return success();
  }

  static bool readNumber(const std::string &text, double &number) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(number);
  }

  LogicalResult readTypes() {
    auto listed = line.get("types");
    if (!listed)
      return success();
    std::vector<FaultType> &types = request.types;
    std::vector<FaultType> wanted;
    std::istringstream words(*listed);
    for (std::string word; std::getline(words, word, ',');) {
      auto type = faultTypeByName(word);
      if (!type)
        return session.usageError()
               << "--types: there is no type of fault '" << word << "'; types are " << typeNames();
      wanted.push_back(*type);
    }
    std::erase_if(types, [&](FaultType t) { return std::ranges::find(wanted, t) == wanted.end(); });
    return success();
  }

  /// [OUTPUT:]VALUE; an output's name may hold colons.
  static OutputRequest requestFor(const std::string &argument, std::string &value) {
    size_t colon = argument.rfind(':');
    OutputRequest request;
    if (colon != std::string::npos)
      request.output = argument.substr(0, colon);
    value = colon == std::string::npos ? argument : argument.substr(colon + 1);
    return request;
  }

  LogicalResult readOutputRequests() {
    request.allowRejected = line.has("allow-rejected");
    if (request.goal == CompareGoal::Repair) {
      auto quantized = choice(session, "quantized", {"float", "recalibrate", "keep"});
      if (failed(quantized))
        return failure();
      request.quantized = *quantized;
    }
    for (const std::string &argument : line.all("compare")) {
      std::string value;
      OutputRequest asked = requestFor(argument, value);
      if (!comparatorNamed(value))
        return session.usageError() << "--compare: there is no comparator '" << value
                                    << "'; comparators are " << comparatorNames(", ");
      asked.comparator = value;
      request.outputs.push_back(asked);
    }
    return success(succeeded(readTolerances("atol", &OutputRequest::atol)) &&
                   succeeded(readTolerances("rtol", &OutputRequest::rtol)));
  }

  LogicalResult readTolerances(const std::string &option,
                               std::optional<double> OutputRequest::*field) {
    for (const std::string &argument : line.all(option)) {
      std::string value;
      OutputRequest asked = requestFor(argument, value);
      double number = 0;
      if (!readNumber(value, number) || number < 0)
        return session.usageError()
               << "--" << option << ": '" << value << "' is no number from 0 on";
      asked.*field = number;
      request.outputs.push_back(asked);
    }
    return success();
  }

  std::string typeNames() const {
    std::string names;
    for (FaultType type : request.types)
      names += (names.empty() ? "" : ", ") + std::string(name(type));
    return names;
  }

  LogicalResult readRecipe(const std::string &option, std::optional<Recipe> &into) {
    auto spec = line.get(line.has("preprocess") ? "preprocess" : option);
    if (!spec)
      return success();
    auto recipe = loadRecipe(*spec, diags);
    if (failed(recipe))
      return failure();
    into = std::move(*recipe);
    return success();
  }

  LogicalResult readRecipes() {
    return success(succeeded(readRecipe("preprocess-source", request.sourceRecipe)) &&
                   succeeded(readRecipe("preprocess-target", request.targetRecipe)));
  }

  /// One recipe as it could be given again; of two that may differ, both by side.
  LogicalResult printRecipes() {
    auto text = [](const std::optional<Recipe> &r) { return toJson(r.value_or(Recipe())); };
    if (line.has("preprocess-source") || line.has("preprocess-target"))
      return printResult("{\"source\": " + text(request.sourceRecipe) +
                             ",\n \"target\": " + text(request.targetRecipe) + "}\n",
                         diags);
    return printResult(text(request.sourceRecipe) + "\n", diags);
  }

  /// Preprocessing is repaired outside of the file.
  static bool editsFile(const Report &report) {
    return std::ranges::any_of(report.findings, [](const Fault &fault) {
      return fault.status == RepairStatus::Applied && fault.type != FaultType::PP;
    });
  }

  /// Whatever cannot be written, the rest is told.
  LogicalResult tell(const CompareResult &result) {
    if (!result.report)
      return success();
    auto json = line.get("json");
    bool good = !json || succeeded(writeFile(*json, toJson(*result.report), diags));
    if (json == "-" || line.get("output") == "-")
      return success(good);
    std::string text = toText(*result.report);
    if (result.output == OutputState::Written && !line.has("output"))
      text += "written: " + request.output->path +
              (editsFile(*result.report) ? "" : ", the target as it came") + "\n";
    if (result.output == OutputState::LeftOut)
      text += "nothing is written: no repair was made\n";
    return success(succeeded(printResult(text, diags)) && good);
  }

  Session &session;
  Diagnostics &diags;
  const CommandLine &line;
  CompareRequest request;
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
  line.value("data", "PATH", "folder of pictures, list of paths, or arrays");
  line.value("data-target", "PATH", "what the target is fed instead, sample by sample");
  line.value("random", "N", "without data: compare on N random samples (16)");
  line.value("range", "INPUT:LOW:HIGH", "from where an input is drawn");
  line.value("value", "NAME=FILE", "what an unknown op gives on each sample, such as h=h.npy");
  line.value("preprocess", "SPEC", "preset or JSON file: how pictures become inputs");
  line.value("preprocess-source", "SPEC", "the same for the source alone");
  line.value("preprocess-target", "SPEC", "the same for the target alone");
  line.flag("print-recipe", "print what --preprocess means as JSON, and stop");
  line.value("from", formatNames(), "format of the models, whatever their extensions");
  if (goal != CompareGoal::Check)
    line.value("types", "LIST", "only these types of faults, such as wb,lh");
  line.group("Verdict");
  line.value("compare", "[OUT:]KIND", "what decides at an output: " + comparatorNames(", "));
  line.value("atol", "[OUT:]X", "values may differ by X + rtol * |source| ...");
  line.value("rtol", "[OUT:]X", "... instead of by the noise of arithmetic");
  line.flag("allow-rejected", "a verdict even if more than a tenth of the samples is not judged");
  line.group("Results");
  line.flag("verbose", "on a terminal, show each finding as a diagnostic too");
  line.value("json", "FILE", "write the report here");
  if (goal == CompareGoal::Repair) {
    line.value(
        "quantized", "float|recalibrate|keep",
        "wrong ranges of tensors: real numbers, ranges of the source's values, or as they are");
    line.value("output", "FILE", "write the repaired target here (default: TARGET.fixed.EXT)", 'o');
    line.flag("in-place", "write the repaired target over the target");
    line.value("to", formatNames(), "format of the result, whatever its extension");
  }
  line.value("budget", "TIME", "stop after this time, such as 90s or 2h");
  addCommonOptions(line);
}

std::string usageOf(const Subcommand &command) {
  return "fixcon " + std::string(command.name) + " SOURCE TARGET [--data=PATH] [OPTIONS]" +
         (command.goal == CompareGoal::Repair ? " [-o OUT]" : "");
}

int runSubcommand(const Subcommand &command, int argc, const char *const *argv) {
  std::string tool = "fixcon " + std::string(command.name);
  bool repairs = command.goal == CompareGoal::Repair;
  CommandLine line(tool, std::string(command.summary), {usageOf(command)},
                   tool + " a.onnx b.onnx --data=images --preprocess=torchvision" +
                       (repairs ? " -o fixed.onnx" : ""));
  addOptions(line, command.goal);
  return runTool(line, argc, argv,
                 [&](Session &session) { return CompareCommand(session, command.goal).run(); });
}

std::vector<std::string> subcommandNames() {
  std::vector<std::string> names;
  for (const Subcommand &command : subcommands)
    names.emplace_back(command.name);
  return names;
}

/// Without a subcommand: help, version, or an error that names the subcommands.
int runBare(int argc, const char *const *argv) {
  std::vector<std::string> usage;
  for (const Subcommand &command : subcommands)
    usage.push_back(usageOf(command));
  usage.push_back("fixcon help check|localize|repair");
  CommandLine line("fixcon", "finds and repairs the faults of converted models", usage,
                   "fixcon repair a.onnx b.onnx --data=images --preprocess=torchvision "
                   "-o fixed.onnx --json=report.json");
  addCommonOptions(line);
  return runTool(line, argc, argv, [&](Session &session) {
    std::vector<std::string> words = session.line.positional();
    auto error = session.usageError();
    if (!words.empty()) {
      error << "there is no subcommand '" << words.front() << "': check, localize and repair are"
            << didYouMean(words.front(), subcommandNames());
      return ExitCode::BadInput;
    }
    error << "a subcommand is needed: check, localize or repair";
    for (const std::string &way : usage)
      error.note(line.location()) << "usage: " << way;
    return ExitCode::BadInput;
  });
}

} // namespace

int fixconMain(int argc, char **argv) {
  std::vector<const char *> words(argv, argv + argc);
  if (words.size() > 1 && std::string_view(words[1]) == "help") {
    words.erase(words.begin() + 1);
    words.push_back("--help");
  }
  std::string_view first = words.size() > 1 ? words[1] : "";
  for (const Subcommand &command : subcommands)
    if (command.name == first)
      return runSubcommand(command, static_cast<int>(words.size()) - 1, words.data() + 1);
  // A wrong subcommand is said before options that only a right one has.
  bool isWord = !first.empty() && !first.starts_with("-");
  return runBare(isWord ? 2 : static_cast<int>(words.size()), words.data());
}

} // namespace fixcon
