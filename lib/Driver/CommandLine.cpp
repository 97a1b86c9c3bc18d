// cxxopts splits the words and keeps their order, because passes run in it; the help text is our own, because it
// is a tested part of the interface. What cxxopts does not take is brought to its form before: one dash in
// front of a long name, and braces without a '='. A value that stands apart from its option does not begin
// with a dash, lest `--json --data=x` write to a file of that name. A wrong word is answered with the option
// that is spelt most like it.
#include "CommandLine.h"

#include "fixcon/Support/Suggestion.h"

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

/// Nobody has an option without a name.
static bool namesOption(const std::string &word) { return word.size() > 1 && word[0] == '-'; }

const CommandLine::Spec *CommandLine::specOf(const std::string &word) const {
  size_t dashes = word.starts_with("--") ? 2 : 1;
  std::string name = word.substr(dashes, word.find_first_of("={", dashes) - dashes);
  auto found = std::ranges::find(specs, name, &Spec::name);
  if (found == specs.end() && dashes == 1)
    found = std::ranges::find_if(
        specs, [&](const Spec &spec) { return spec.letter && spec.letter == word[1]; });
  return found == specs.end() ? nullptr : &*found;
}

/// `--name` or `--name=value`.
std::string CommandLine::normalized(const std::string &word, const Spec &spec) {
  size_t dashes = word.starts_with("--") ? 2 : 1;
  bool isLetter = word.compare(dashes, spec.name.size(), spec.name) != 0;
  std::string value = word.substr(isLetter ? 2 : dashes + spec.name.size());
  return "--" + spec.name + (value.empty() || value.starts_with("=") ? value : "=" + value);
}

LogicalResult CommandLine::normalize(std::vector<std::string> &words, Diagnostics &diags) const {
  for (size_t i = 1; i < words.size() && words[i] != "--"; ++i) {
    if (!namesOption(words[i]))
      continue;
    const Spec *spec = specOf(words[i]);
    if (!spec)
      return unknown(words[i], diags);
    words[i] = normalized(words[i], *spec);
    bool hasValue = words[i].find('=') != std::string::npos;
    if (spec->kind == Kind::Flag && hasValue)
      return diags.error(location()) << "--" << spec->name << " takes no value" << seeHelp();
    bool takesNext = spec->kind == Kind::Value && !hasValue;
    if (takesNext && (i + 1 == words.size() || namesOption(words[i + 1])))
      return diags.error(location()) << "a value is missing: " << spelling(*spec) << seeHelp();
    i += takesNext;
  }
  return success();
}

LogicalResult CommandLine::unknown(const std::string &word, Diagnostics &diags) const {
  std::string name = word.substr(0, word.find_first_of("={"));
  std::vector<std::string> known;
  for (const Spec &spec : specs)
    known.push_back("--" + spec.name);
  std::string asLong = name.starts_with("--") ? name : "-" + name;
  return diags.error(location()) << "there is no option '" << name << "'"
                                 << didYouMean(asLong, known) << seeHelp();
}

LogicalResult CommandLine::parse(int argc, const char *const *argv, Diagnostics &diags) {
  static constexpr const char *restName = "positional-arguments";
  std::vector<std::string> words(argv, argv + argc);
  if (failed(normalize(words, diags)))
    return failure();
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
    return diags.error(location()) << error.what() << seeHelp();
  }
}

bool CommandLine::has(std::string_view name) const { return get(name).has_value(); }

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
