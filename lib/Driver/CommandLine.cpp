// cxxopts splits the words and keeps their order; the help text is our own, because it is a tested
// part of the interface.
#include "CommandLine.h"

#include <algorithm>
#include <cxxopts.hpp>

namespace fixcon {

CommandLine::CommandLine(std::string tool, std::string summary, std::vector<std::string> usage,
                         std::string example)
    : toolName(std::move(tool)), summary(std::move(summary)), usage(std::move(usage)),
      example(std::move(example)) {}

void CommandLine::add(Spec spec) {
  spec.group = currentGroup;
  specs.push_back(std::move(spec));
}

/// cxxopts knows `--name=value` only: `--pass{a=b}` becomes `--pass={a=b}`.
static std::vector<std::string> normalizedWords(int argc, const char *const *argv) {
  std::vector<std::string> words(argv, argv + argc);
  for (std::string &word : words) {
    size_t brace = word.find('{');
    if (word.starts_with("--") && brace != std::string::npos && word.find('=') > brace)
      word.insert(brace, "=");
  }
  return words;
}

LogicalResult CommandLine::parse(int argc, const char *const *argv, Diagnostics &diags) {
  static constexpr const char *restName = "positional-arguments";
  std::vector<std::string> words = normalizedWords(argc, argv);
  std::vector<const char *> pointers;
  for (const std::string &word : words)
    pointers.push_back(word.c_str());
  try {
    cxxopts::Options options(toolName, summary);
    auto add = options.add_options();
    for (const Spec &spec : specs) {
      std::string names = (spec.letter ? std::string(1, spec.letter) + "," : "") + spec.name;
      std::shared_ptr<cxxopts::Value> type = cxxopts::value<std::string>();
      if (spec.kind == Kind::Flag)
        type = cxxopts::value<bool>();
      else if (spec.kind == Kind::OptionalValue)
        type->implicit_value("");
      add(names, spec.help, type);
    }
    add(restName, "", cxxopts::value<std::vector<std::string>>());
    options.parse_positional({restName});
    auto result = options.parse(static_cast<int>(pointers.size()), pointers.data());
    for (const cxxopts::KeyValue &argument : result.arguments()) {
      bool rest = argument.key() == restName;
      given.push_back({rest ? std::string() : argument.key(), argument.value()});
    }
    return success();
  } catch (const std::exception &error) {
    return diags.error(location()) << error.what() << " (see " << toolName << " --help)";
  }
}

bool CommandLine::has(std::string_view name) const {
  auto value = get(name);
  return value && *value != "false";
}

std::optional<std::string> CommandLine::get(std::string_view name) const {
  std::vector<std::string> values = all(name);
  return values.empty() ? std::nullopt : std::optional(values.back());
}

std::vector<std::string> CommandLine::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const Argument &argument : given)
    if (argument.name == name)
      values.push_back(argument.value);
  return values;
}

std::string CommandLine::spelling(const Spec &spec) {
  std::string text = spec.letter ? std::string("-") + spec.letter + ", --" : "--";
  text += spec.name;
  if (spec.kind == Kind::Value)
    text += "=" + spec.argument;
  else if (spec.kind == Kind::OptionalValue && !spec.argument.empty())
    text += "[=" + spec.argument + "]";
  return text;
}

std::string CommandLine::help() const {
  std::string text = toolName + ": " + summary + "\n\nUsage:\n";
  for (const std::string &line : usage)
    text += "  " + line + "\n";
  size_t width = 0;
  for (const Spec &spec : specs)
    width = std::max(width, spelling(spec).size());
  std::string group;
  for (const Spec &spec : specs) {
    if (spec.group != group)
      text += "\n" + spec.group + ":\n";
    group = spec.group;
    std::string left = spelling(spec);
    left.resize(width, ' ');
    text += "  " + left + "  " + spec.help + "\n";
  }
  return text + "\nExample:\n  " + example + "\n";
}

} // namespace fixcon
