// Each diagnostic meets the first open comment of its severity and line whose text it contains; its
// notes are matched like diagnostics of their own. There is no search for a better assignment: of
// two comments for one line, the one whose text contains the other's has to stand first.
#include "ExpectedDiagnostics.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <optional>

namespace fixcon {

static constexpr std::string_view marker = "expected-";

static constexpr std::pair<std::string_view, Severity> severities[] = {
    {"internal error", Severity::Internal},
    {"error", Severity::Error},
    {"warning", Severity::Warning},
    {"remark", Severity::Remark},
    {"note", Severity::Note}};

static std::vector<std::string_view> splitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return lines;
}

static bool holdsExpectation(std::string_view line) {
  size_t comment = line.find("//");
  return comment != std::string_view::npos && line.find(marker, comment) != std::string_view::npos;
}

/// Several comments may stand one above the other: each @below means the line behind them all.
static unsigned lineBelow(const std::vector<std::string_view> &lines, unsigned line) {
  unsigned next = line + 1;
  while (next <= lines.size() && holdsExpectation(lines[next - 1]))
    ++next;
  return next;
}

static unsigned lineAbove(const std::vector<std::string_view> &lines, unsigned line) {
  unsigned previous = line - 1;
  while (previous >= 1 && holdsExpectation(lines[previous - 1]))
    --previous;
  return previous;
}

static std::string_view trim(std::string_view text) {
  size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The line that `@...` means, seen from `line`; nullopt if it is not understood.
static std::optional<unsigned> resolveLine(std::string_view at, unsigned line,
                                           const std::vector<std::string_view> &lines) {
  if (at.empty())
    return line;
  if (at == "@below")
    return lineBelow(lines, line);
  if (at == "@above")
    return lineAbove(lines, line);
  if (at == "@unknown")
    return 0;
  bool forward = at.starts_with("@+");
  unsigned distance = 0;
  if (!forward && !at.starts_with("@-"))
    return std::nullopt;
  auto [end, error] = std::from_chars(at.data() + 2, at.data() + at.size(), distance);
  bool inside = forward ? distance <= lines.size() : distance < line;
  if (error != std::errc() || end != at.data() + at.size() || !inside)
    return std::nullopt;
  return forward ? line + distance : line - distance;
}

/// Fills severity, line and text from what follows "expected-" and moves `at` behind it; a message
/// if it is malformed.
std::string ExpectedDiagnostics::parseOne(Expectation &wanted, size_t &at,
                                          const std::vector<std::string_view> &lines) {
  std::string_view rest = lines[wanted.where.line - 1].substr(at);
  auto severity = std::ranges::find_if(
      severities, [&](const auto &known) { return rest.starts_with(known.first); });
  size_t open = rest.find("{{"), close = rest.find("}}", open);
  if (severity == std::end(severities) || close == std::string_view::npos)
    return "expected 'expected-<severity> [@where] {{text}}'";
  at += close;
  wanted.severity = severity->second;
  wanted.text = rest.substr(open + 2, close - open - 2);
  size_t word = severity->first.size();
  std::string_view place = trim(rest.substr(word, open - word));
  auto resolved = resolveLine(place, wanted.where.line, lines);
  if (!resolved)
    return "'" + std::string(place) + "' is not a place";
  wanted.line = *resolved;
  return {};
}

bool ExpectedDiagnostics::parse(std::string_view text, const std::string &file,
                                Diagnostics &diags) {
  diags.addSource(file, std::string(text));
  std::vector<std::string_view> lines = splitLines(text);
  bool good = true;
  for (unsigned number = 1; number <= lines.size(); ++number) {
    std::string_view line = lines[number - 1];
    size_t at = line.find("//");
    while (at != std::string_view::npos && (at = line.find(marker, at)) != std::string_view::npos) {
      Expectation wanted;
      wanted.where = Location::atText(file, number, static_cast<unsigned>(at) + 1);
      at += marker.size();
      std::string problem = parseOne(wanted, at, lines);
      if (problem.empty())
        expectations.push_back(std::move(wanted));
      else
        diags.error(Location::atText(file, number, static_cast<unsigned>(at))) << problem;
      good &= problem.empty();
    }
  }
  return good;
}

void ExpectedDiagnostics::take(const Diagnostic &diagnostic) {
  std::string message = diagnostic.text();
  auto found = std::ranges::find_if(expectations, [&](const Expectation &wanted) {
    return !wanted.met && wanted.severity == diagnostic.severity &&
           wanted.line == diagnostic.location.line &&
           message.find(wanted.text) != std::string::npos;
  });
  if (found != expectations.end())
    found->met = true;
  else {
    unexpected.push_back(diagnostic);
    unexpected.back().notes.clear();
  }
  for (const Diagnostic &note : diagnostic.notes)
    take(note);
}

bool ExpectedDiagnostics::check(const Diagnostics &diags) const {
  auto complain = [&](const Location &where, const std::string &message) {
    Diagnostic complaint;
    complaint.location = where;
    complaint.message = message;
    std::fputs(diags.format(complaint).c_str(), stderr);
  };
  bool good = unexpected.empty();
  for (const Diagnostic &d : unexpected) {
    std::fputs("unexpected diagnostic: ", stderr);
    std::fputs(diags.format(d).c_str(), stderr);
  }
  for (const Expectation &wanted : expectations)
    if (!wanted.met) {
      complain(wanted.where, "this expected diagnostic did not come");
      good = false;
    }
  return good;
}

} // namespace fixcon
