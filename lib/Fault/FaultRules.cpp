// A rule is a text in a report and a search term for people: it must mean one thing, and be written down.
#include "fixcon/Fault/FaultRules.h"

#include <algorithm>
#include <sstream>

namespace fixcon {

std::span<const FaultRule> faultRules() {
  static constexpr FaultRule rules[] = {
#define FAULT_RULE(Type, Rule, Meaning, Example, Repair)                                           \
  {FaultType::Type, Rule, Meaning, Example, Repair},
#include "fixcon/Fault/FaultRules.def"
  };
  return rules;
}

const FaultRule *faultRule(std::string_view rule) {
  auto covers = [&](const FaultRule &line) {
    bool isFamily = line.rule.ends_with('*');
    return isFamily ? rule.starts_with(line.rule.substr(0, line.rule.size() - 1))
                    : line.rule == rule;
  };
  auto found = std::ranges::find_if(faultRules(), covers);
  return found == faultRules().end() ? nullptr : &*found;
}

std::string listFaultRules() {
  std::ostringstream out;
  const FaultRule *last = nullptr;
  for (const FaultRule &line : faultRules()) {
    if (!last || last->type != line.type)
      out << (last ? "\n" : "") << "### " << name(line.type) << ": " << summary(line.type) << "\n";
    last = &line;
    out << "- `" << line.rule << "`: " << line.meaning << ".\n  Example: " << line.example
        << ".\n  Repair: " << line.repair << ".\n";
  }
  return out.str();
}

} // namespace fixcon
