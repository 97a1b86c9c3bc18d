// What is wrong with input is reported as a diagnostic, never thrown: an exception that gets as far
// as runTool() is lack of memory, or a fault of ours, hence the exit code. --help and --version
// answer before the values of other options are looked at.
#include "Session.h"

#include "CountAllocations.h"
#include "fixcon/JIT/JIT.h"
#include "fixcon/Support/File.h"
#include "fixcon/Support/Memory.h"

#include <charconv>
#include <limits>
#include <thread>

namespace fixcon {

void addCommonOptions(CommandLine &line) {
  line.group("Common options");
  line.value("executor", "jit|reference",
             "compiled kernels, or the plain meaning of each op (default: jit)");
  line.value("cpu", "native|baseline|avx2|avx512", "what kernels are compiled for (default: native)");
  line.value("threads", "N", "threads to use (default: all cores)");
  line.value("memory", "SIZE", "memory to use, such as 800M or 4G (default: half of what is free)");
  line.value("seed", "N", "seed of everything that is drawn at random (default: 0)");
  line.value("progress", "auto|plain|none", "progress on standard error (default: auto)");
  line.flag("quiet", "errors only on standard error");
  line.flag("version", "print the version and exit", 'V');
  line.flag("help", "print this text and exit", 'h');
}

Environment Session::environment() const {
  Environment environment;
  environment.executor = common.executor;
  environment.threads = common.threads;
  environment.seed = common.seed;
  environment.progress =
      std::make_shared<Progress>(common.quiet ? ProgressMode::None : common.progress);
  return environment;
}

template <class T> static std::optional<T> parseWhole(const std::string &text, T least, T most) {
  T number{};
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most)
    return std::nullopt;
  return number;
}

FailureOr<int64_t> wholeNumber(const Session &session, const std::string &name, int64_t fallback,
                               int64_t least, int64_t most) {
  auto text = session.line.get(name);
  if (!text)
    return fallback;
  auto number = parseWhole<int64_t>(*text, least, most);
  if (!number)
    return session.usageError() << "--" << name << " takes a whole number from " << least << " to "
                                << most << ", not '" << *text << "'";
  return *number;
}

/// "512M" or "4G" as bytes; without a letter, bytes.
static FailureOr<int64_t> memorySize(const Session &session, const std::string &text) {
  static constexpr std::pair<std::string_view, int> units[] = {
      {"", 0}, {"K", 10}, {"M", 20}, {"G", 30}, {"T", 40}};
  size_t digits = text.find_first_not_of("0123456789");
  auto number = parseWhole<int64_t>(text.substr(0, digits), 1, int64_t(1) << 20 << 20);
  std::string_view letter =
      digits == std::string::npos ? "" : std::string_view(text).substr(digits);
  for (auto [unit, shift] : units)
    if (number && letter == unit && *number <= INT64_MAX >> shift)
      return *number << shift;
  return session.usageError() << "--memory takes a size such as 800M or 4G, not '" << text << "'";
}

FailureOr<double> duration(const Session &session, const std::string &name) {
  static constexpr std::pair<std::string_view, double> units[] = {
      {"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}};
  std::string text = session.line.get(name).value_or("");
  size_t digits = text.find_first_not_of("0123456789");
  auto number = parseWhole<int64_t>(text.substr(0, digits), 0, 1'000'000'000);
  for (auto [unit, seconds] : units)
    if (number && digits != std::string::npos && text.substr(digits) == unit)
      return static_cast<double>(*number) * seconds;
  return session.usageError() << "--" << name
                              << " takes a time such as 500ms, 90s, 15m or 2h, not '" << text
                              << "'";
}

FailureOr<std::string> choice(const Session &session, const std::string &name,
                              const std::vector<std::string> &choices) {
  auto text = session.line.get(name);
  if (!text)
    return choices.front();
  std::string listed;
  for (const std::string &known : choices) {
    if (known == *text)
      return known;
    listed += (listed.empty() ? "" : ", ") + known;
  }
  return session.usageError() << "--" << name << " is one of " << listed << ", not '" << *text
                              << "'";
}

ExitCode exitCodeOf(PassOutcome outcome) {
  switch (outcome) {
  case PassOutcome::Done:
    return ExitCode::Success;
  case PassOutcome::Failed:
    return ExitCode::BadInput;
  case PassOutcome::Broken:
    return ExitCode::Internal;
  case PassOutcome::OutOfTime:
    return ExitCode::OutOfTime;
  case PassOutcome::Interrupted:
    return ExitCode::Interrupted;
  }
  return ExitCode::Internal;
}

LogicalResult printResult(const std::string &text, Diagnostics &diags) {
  return writeFile("-", text, diags);
}

static LogicalResult readCommonOptions(Session &session) {
  unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  auto threads = wholeNumber(session, "threads", cores, 1, 1024);
  auto seed = wholeNumber(session, "seed", 0, 0, std::numeric_limits<int64_t>::max());
  auto progress = choice(session, "progress", {"auto", "plain", "none"});
  auto executor = choice(session, "executor", {"jit", "reference"});
  auto cpu = choice(session, "cpu", {"native", "baseline", "avx2", "avx512"});
  if (failed(threads) || failed(seed) || failed(progress) || failed(executor) || failed(cpu))
    return failure();
  auto kernels = *executor == "jit" ? jitKernels(*cpu) : nullptr;
  if (*executor == "jit" && !kernels)
    return session.usageError() << "--cpu=" << *cpu << ": this machine is none";
  if (auto text = session.line.get("memory")) {
    auto bytes = memorySize(session, *text);
    if (failed(bytes))
      return failure();
    setMemoryBudget(*bytes);
  }
  session.common.threads = static_cast<unsigned>(*threads);
  session.common.seed = static_cast<uint64_t>(*seed);
  session.common.executor = [kernels](const Graph &graph, const ExecOptions &options) {
    return makeExecutor(graph, options, kernels);
  };
  session.common.executorName = *executor;
  session.common.progress = *progress == "auto"    ? ProgressMode::Auto
                            : *progress == "plain" ? ProgressMode::Plain
                                                   : ProgressMode::None;
  session.common.quiet = session.line.has("quiet");
  return success();
}

static ExitCode runSession(CommandLine &line, int argc, const char *const *argv, Diagnostics &diags,
                           const std::function<ExitCode(Session &)> &body) {
  if (failed(line.parse(argc, argv, diags)))
    return ExitCode::BadInput;
  Session session{diags, line, {}};
  std::string version = line.tool().substr(0, line.tool().find(' ')) + " " FIXCON_VERSION "\n";
  if (line.has("help") || line.has("version")) {
    bool good = succeeded(printResult(line.has("help") ? line.help() : version, diags));
    return good ? ExitCode::Success : ExitCode::BadInput;
  }
  if (failed(readCommonOptions(session)))
    return ExitCode::BadInput;
  if (session.common.quiet)
    diags.setHandler([print = diags.toStandardError()](const Diagnostic &d) {
      if (d.severity == Severity::Error || d.severity == Severity::Internal)
        print(d);
    });
  return body(session);
}

int runTool(CommandLine &line, int argc, const char *const *argv,
            const std::function<ExitCode(Session &)> &body) {
  Diagnostics diags;
  diags.setHandler(diags.toStandardError());
  catchFileSignals();
  countAllocations();
  try {
    return static_cast<int>(runSession(line, argc, argv, diags, body));
  } catch (const std::bad_alloc &error) {
    (void)(diags.error(placeOf(error, line.location())) << outOfMemoryText());
    return static_cast<int>(ExitCode::BadInput);
  } catch (const std::exception &error) {
    diags.error(line.location()) << "internal error: " << error.what();
  }
  return static_cast<int>(ExitCode::Internal);
}

} // namespace fixcon
