// The order of options is kept, because passes run in it. A value that stands apart from its option does
// not begin with a dash, lest `--json --data=x` write to a file of that name. A wrong word is answered with
// the option that is spelt most like it.
#include "CommandLine.h"

#include "fixcon/Support/Suggestion.h"

#include <algorithm>

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

CommandLine::Option CommandLine::optionOf(const std::string &word) const {
  size_t dashes = word.starts_with("--") ? 2 : 1;
  size_t end = std::min(word.find_first_of("={", dashes), word.size());
  std::string name = word.substr(dashes, end - dashes);
  for (const Spec &spec : specs)
    if (spec.name == name) {
      bool hasValue = end < word.size();
      return {&spec,
              hasValue ? std::optional(word.substr(end + (word[end] == '='))) : std::nullopt};
    }
  for (const Spec &spec : specs)
    if (dashes == 1 && spec.letter && spec.letter == word[1]) {
      std::string value = word.substr(word.size() > 2 && word[2] == '=' ? 3 : 2);
      return {&spec, word.size() > 2 ? std::optional(value) : std::nullopt};
    }
  return {};
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
  std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  bool onlyArguments = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string &word = words[i];
    if (onlyArguments || !namesOption(word)) {
      given.push_back({"", word});
      continue;
    }
    if ((onlyArguments = word == "--"))
      continue;
    Option option = optionOf(word);
    if (!option.spec)
      return unknown(word, diags);
    const Spec &spec = *option.spec;
    if (spec.kind == Kind::Flag && option.value)
      return diags.error(location()) << "--" << spec.name << " takes no value" << seeHelp();
    bool takesNext = spec.kind == Kind::Value && !option.value;
    if (takesNext && (i + 1 == words.size() || namesOption(words[i + 1])))
      return diags.error(location()) << "a value is missing: " << spelling(spec) << seeHelp();
    given.push_back({spec.name, takesNext ? words[++i] : option.value.value_or("")});
  }
  return success();
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
