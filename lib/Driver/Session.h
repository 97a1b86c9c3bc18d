// What every tool does the same way: common options, help and version, diagnostics on standard
// error, and exceptions of the libraries below turned into an exit code.
#pragma once

#include "CommandLine.h"
#include "fixcon/Driver/Tools.h"
#include "fixcon/Pass/PassManager.h"

namespace fixcon {

struct CommonOptions {
  unsigned threads = 1;
  uint64_t seed = 0;
  ExecutorFactory executor = makeReferenceExecutor;
  std::string executorName;
  ProgressMode progress = ProgressMode::Auto;
  bool quiet = false;
};

struct Session {
  Diagnostics &diags;
  const CommandLine &line;
  CommonOptions common;

  Environment environment() const;
  /// An error about the command line itself.
  DiagnosticBuilder usageError() const { return diags.error(line.location()); }
};

/// Declares the options that all tools share.
void addCommonOptions(CommandLine &line);

/// Parses, answers --help and --version, runs `body`; the result is the process's exit code.
int runTool(CommandLine &line, int argc, const char *const *argv,
            const std::function<ExitCode(Session &)> &body);

/// A whole number in [least, most] given as --name; `fallback` if the option is absent.
FailureOr<int64_t> wholeNumber(const Session &session, const std::string &name, int64_t fallback,
                               int64_t least, int64_t most);
/// "500ms", "90s", "15m" or "2h" as seconds.
FailureOr<double> duration(const Session &session, const std::string &name);
/// One of `choices` given as --name; the first one if the option is absent.
FailureOr<std::string> choice(const Session &session, const std::string &name,
                              const std::vector<std::string> &choices);
/// What the end of a pipeline means to the one that started the process.
ExitCode exitCodeOf(PassOutcome outcome);
/// Writes to standard output; a full disk or closed pipe is an error.
LogicalResult printResult(const std::string &text, Diagnostics &diags);

} // namespace fixcon
