// Formatting follows clang: place, severity, code in brackets, message, source line and caret.
//
// Suppressors are a list that each thread has for itself, the innermost first, so trials run side by
// side: a report looks for one of its engine on the list of its own thread, and takes no lock that
// another trial holds. Errors of a trial are counted by its suppressor; code that tells failure by
// comparing counts sees them until the trial ends.
#include "fixcon/Support/Diagnostic.h"

#include "fixcon/Support/Escape.h"

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <utility>

namespace fixcon {

/// Bytes shown of a path, and of a message, which may hold names of any length.
static constexpr size_t maxPath = 1000, maxMessage = 4000;

std::string Location::str() const {
  std::string text = file.empty() ? "<memory>" : shown(file, maxPath);
  if (line)
    return text + ":" + std::to_string(line) + ":" + std::to_string(column);
  if (index >= 0)
    text += (node.empty() ? ": node" : ": node '" + shown(node) + "'") + " (#" +
            std::to_string(index) + ")";
  else if (!node.empty())
    text += ": '" + shown(node) + "'";
  return text;
}

DiagnosticBuilder Diagnostics::error(Location where) {
  return {*this, Severity::Error, std::move(where)};
}
DiagnosticBuilder Diagnostics::internalError(Location where) {
  return {*this, Severity::Internal, std::move(where)};
}
DiagnosticBuilder Diagnostics::warning(Location where) {
  return {*this, Severity::Warning, std::move(where)};
}
DiagnosticBuilder Diagnostics::remark(Location where) {
  return {*this, Severity::Remark, std::move(where)};
}

std::string Diagnostic::text() const {
  return code.empty() ? message : "[" + code + "] " + message;
}

static thread_local DiagnosticSuppressor *innermost = nullptr;

DiagnosticSuppressor::DiagnosticSuppressor(const Diagnostics &engine)
    : engine(engine), outer(std::exchange(innermost, this)) {}

DiagnosticSuppressor::~DiagnosticSuppressor() {
  assert(innermost == this && "suppressors end in reverse order");
  innermost = outer;
}

std::optional<Diagnostic> DiagnosticSuppressor::firstError() const {
  std::scoped_lock lock(mutex);
  return first;
}

DiagnosticSuppressor *DiagnosticSuppressor::current() { return innermost; }
void DiagnosticSuppressor::inherit(DiagnosticSuppressor *suppressor) { innermost = suppressor; }

unsigned Diagnostics::errorCount() const {
  unsigned count = errors;
  for (const DiagnosticSuppressor *s = innermost; s; s = s->outer)
    if (&s->engine == this)
      count += s->errors;
  return count;
}

void Diagnostics::report(const Diagnostic &diagnostic) {
  for (DiagnosticSuppressor *s = innermost; s; s = s->outer)
    if (&s->engine == this) {
      if (diagnostic.severity > Severity::Error)
        return;
      std::scoped_lock lock(s->mutex);
      if (s->errors++ == 0)
        s->first = diagnostic;
      return;
    }
  std::scoped_lock lock(mutex);
  bool internal = diagnostic.severity == Severity::Internal;
  internalErrors += internal;
  errors += internal || diagnostic.severity == Severity::Error;
  if (handler)
    handler(diagnostic);
}

Diagnostics::Handler Diagnostics::setHandler(Handler next) {
  std::scoped_lock lock(mutex);
  std::swap(handler, next);
  return next;
}

void Diagnostics::addSource(const std::string &file, std::string text) {
  std::scoped_lock lock(mutex);
  sources[file] = std::move(text);
}

std::string Diagnostics::sourceLine(const std::string &file, unsigned line) const {
  std::scoped_lock lock(mutex);
  auto found = sources.find(file);
  if (found == sources.end() || line == 0)
    return {};
  const std::string &text = found->second;
  size_t begin = 0;
  for (unsigned i = 1; i < line; ++i) {
    begin = text.find('\n', begin);
    if (begin == std::string::npos)
      return {};
    ++begin;
  }
  return text.substr(begin, text.find('\n', begin) - begin);
}

static const char *name(Severity severity) {
  switch (severity) {
  case Severity::Internal:
    return "internal error";
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Remark:
    return "remark";
  case Severity::Note:
    return "note";
  }
  return "";
}

/// A line of a file with a mark for each byte that is not seen: columns stay.
static std::string plainLine(std::string line) {
  for (size_t at = 0; at < line.size();) {
    size_t size = visibleCharacterSize(std::string_view(line).substr(at));
    if (size == 0 && line[at] != '\t')
      line[at] = '?';
    at += std::max<size_t>(size, 1);
  }
  return line;
}

std::string Diagnostics::format(const Diagnostic &diagnostic) const {
  const Location &where = diagnostic.location;
  std::string out =
      where.str() + ": " + name(diagnostic.severity) + ": " + diagnostic.text() + "\n";
  constexpr size_t maxShown = 240;
  std::string line = sourceLine(where.file, where.line);
  if (!line.empty() && line.size() <= maxShown) {
    // Tabs are kept in the padding so that the caret stands below its character.
    std::string padding;
    for (unsigned i = 0; i + 1 < where.column && i < line.size(); ++i)
      padding += line[i] == '\t' ? '\t' : ' ';
    out += plainLine(line) + "\n" + padding + "^\n";
  }
  for (const Diagnostic &note : diagnostic.notes)
    out += format(note);
  return out;
}

Diagnostics::Handler Diagnostics::toStandardError() const {
  return [this](const Diagnostic &d) { std::fputs(format(d).c_str(), stderr); };
}

DiagnosticBuilder::DiagnosticBuilder(Diagnostics &engine, Severity severity, Location where)
    : engine(&engine) {
  diagnostic.severity = severity;
  diagnostic.location = std::move(where);
}

DiagnosticBuilder::DiagnosticBuilder(DiagnosticBuilder &&other) noexcept
    : engine(std::exchange(other.engine, nullptr)), diagnostic(std::move(other.diagnostic)),
      text(std::move(other.text)) {}

DiagnosticBuilder::~DiagnosticBuilder() {
  if (!engine)
    return;
  flush();
  engine->report(diagnostic);
}

void DiagnosticBuilder::flush() {
  Diagnostic &last = diagnostic.notes.empty() ? diagnostic : diagnostic.notes.back();
  last.message = shown(text.str(), maxMessage);
  text.str({});
}

DiagnosticBuilder &DiagnosticBuilder::code(std::string name) & {
  diagnostic.code = std::move(name);
  return *this;
}
DiagnosticBuilder &&DiagnosticBuilder::code(std::string name) && {
  return std::move(code(std::move(name)));
}

DiagnosticBuilder &DiagnosticBuilder::note(Location where) & {
  flush();
  Diagnostic next;
  next.severity = Severity::Note;
  next.location = std::move(where);
  diagnostic.notes.push_back(std::move(next));
  return *this;
}
DiagnosticBuilder &&DiagnosticBuilder::note(Location where) && {
  return std::move(note(std::move(where)));
}

} // namespace fixcon
