// A tool's command line: what may stand there, what stood there, and the help text.
#pragma once

#include "fixcon/Support/Diagnostic.h"

#include <optional>

namespace fixcon {

class CommandLine {
public:
  /// `usage` holds one line per way to call the tool; `example` is a command that works.
  CommandLine(std::string tool, std::string summary, std::vector<std::string> usage,
              std::string example);

  /// Options declared from now on stand under this title in the help.
  void group(std::string title) { currentGroup = std::move(title); }
  /// --name, with `letter` also -l.
  void flag(std::string name, std::string help, char letter = 0) {
    add({name, letter, "", help, Kind::Flag});
  }
  /// --name=ARGUMENT or --name ARGUMENT, with `letter` also -l ARGUMENT.
  void value(std::string name, std::string argument, std::string help, char letter = 0) {
    add({name, letter, argument, help, Kind::Value});
  }
  /// --name or --name=ARGUMENT.
  void optionalValue(std::string name, std::string argument, std::string help) {
    add({name, 0, argument, help, Kind::OptionalValue});
  }

  /// One dash does for a long name too, and an option's braces need no '=': -pass{a=b}. Reports what is not
  /// understood, as an error of the tool's usage.
  LogicalResult parse(int argc, const char *const *argv, Diagnostics &diags);

  struct Argument {
    std::string name, value; ///< the name is empty for a positional argument
  };
  /// In the order given.
  const std::vector<Argument> &arguments() const { return given; }
  bool has(std::string_view name) const;
  /// The last value given.
  std::optional<std::string> get(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  std::vector<std::string> positional() const { return all(""); }

  std::string help() const;
  const std::string &tool() const { return toolName; }
  /// A place for diagnostics about the command line itself.
  Location location() const { return Location::inFile(toolName); }

private:
  enum class Kind { Flag, Value, OptionalValue };
  struct Spec {
    std::string name;
    char letter;
    std::string argument, help;
    Kind kind;
    std::string group = {};
  };
  void add(Spec spec);
  /// The option that a word with a dash names, or null.
  const Spec *specOf(const std::string &word) const;
  static std::string normalized(const std::string &word, const Spec &spec);
  /// Brings the words behind the first to the form that cxxopts takes.
  LogicalResult normalize(std::vector<std::string> &words, Diagnostics &diags) const;
  LogicalResult unknown(const std::string &word, Diagnostics &diags) const;
  std::string seeHelp() const { return " (see " + toolName + " --help)"; }
  static std::string spelling(const Spec &spec);

  std::string toolName, summary;
  std::vector<std::string> usage;
  std::string example, currentGroup;
  std::vector<Spec> specs;
  std::vector<Argument> given;
};

} // namespace fixcon
