// Diagnostics in the manner of a compiler: severity, code, place, message, and notes at the cause.
#pragma once

#include "fixcon/Support/Location.h"
#include "fixcon/Support/Result.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace fixcon {

/// Internal is an error of ours, not of the input.
enum class Severity { Internal, Error, Warning, Remark, Note };

/// One message with its notes, of one line: what is not visible in names is escaped, and long ones are cut (Escape.h).
/// `code` is empty or a label that can be searched for: a rule ("FX-LH-pads", "IR-order") or the constraint of
/// an op ("conv_c2").
struct Diagnostic {
  Severity severity = Severity::Error;
  Location location;
  std::string code;
  std::string message;
  std::vector<Diagnostic> notes;

  /// "[code] message", or the message alone.
  std::string text() const;
};

class DiagnosticBuilder;
class DiagnosticSuppressor;

/// Receives every diagnostic of a run and hands it to its handler. Safe to use from threads.
class Diagnostics {
public:
  using Handler = std::function<void(const Diagnostic &)>;

  /// Without a handler, diagnostics are only counted.
  explicit Diagnostics(Handler handler = {}) : handler(std::move(handler)) {}
  Diagnostics(const Diagnostics &) = delete;
  Diagnostics &operator=(const Diagnostics &) = delete;

  DiagnosticBuilder error(Location where);
  /// Something that is wrong with fixcon itself; counts as an error too.
  DiagnosticBuilder internalError(Location where);
  DiagnosticBuilder warning(Location where);
  DiagnosticBuilder remark(Location where);

  void report(const Diagnostic &diagnostic);
  /// Replaces the handler and returns the former one.
  Handler setHandler(Handler next);
  /// Errors reported so far; while a suppressor of the calling thread lives, its errors too.
  unsigned errorCount() const;
  unsigned internalErrorCount() const { return internalErrors; }

  /// Keeps `text` so that a diagnostic in `file` can show its line with a caret.
  void addSource(const std::string &file, std::string text);
  /// The 1-based line of a text kept by addSource; empty if unknown.
  std::string sourceLine(const std::string &file, unsigned line) const;
  /// The text a person sees: place, severity, code, message, source line with caret, notes.
  std::string format(const Diagnostic &diagnostic) const;
  /// A handler that writes format() to standard error.
  Handler toStandardError() const;

private:
  Handler handler;
  std::atomic<unsigned> errors = 0, internalErrors = 0;
  std::map<std::string, std::string> sources;
  mutable std::recursive_mutex mutex;
};

/// While it lives, what its thread reports to an engine is dropped, and its errors are forgotten when
/// it ends: for a trial whose failure is an answer, not a complaint. Other threads report as ever,
/// except those that work for this one (parallelFor). Suppressors end in reverse order.
class DiagnosticSuppressor {
public:
  explicit DiagnosticSuppressor(const Diagnostics &engine);
  ~DiagnosticSuppressor();
  DiagnosticSuppressor(const DiagnosticSuppressor &) = delete;
  DiagnosticSuppressor &operator=(const DiagnosticSuppressor &) = delete;

  /// The first error that was dropped, with its place, where a trial is told as something else.
  std::optional<Diagnostic> firstError() const;

  /// The innermost one of the calling thread, or null.
  static DiagnosticSuppressor *current();
  /// Makes the calling thread, which has none, as quiet as one whose innermost is `suppressor`.
  static void inherit(DiagnosticSuppressor *suppressor);

private:
  friend class Diagnostics;
  const Diagnostics &engine;
  DiagnosticSuppressor *outer;
  std::atomic<unsigned> errors = 0;
  mutable std::mutex mutex;
  std::optional<Diagnostic> first;
};

/// A diagnostic under construction, reported when it goes out of scope. Converts to failure, so
/// that `return diags.error(loc) << "...";` both reports and fails.
class [[nodiscard]] DiagnosticBuilder {
public:
  DiagnosticBuilder(Diagnostics &engine, Severity severity, Location where);
  DiagnosticBuilder(DiagnosticBuilder &&other) noexcept;
  DiagnosticBuilder &operator=(DiagnosticBuilder &&) = delete;
  ~DiagnosticBuilder();

  template <class T> DiagnosticBuilder &operator<<(const T &value) & {
    text << value;
    return *this;
  }
  template <class T> DiagnosticBuilder &&operator<<(const T &value) && {
    text << value;
    return std::move(*this);
  }
  DiagnosticBuilder &code(std::string name) &;
  DiagnosticBuilder &&code(std::string name) &&;
  /// What is streamed after this call is a note at `where`.
  DiagnosticBuilder &note(Location where) &;
  DiagnosticBuilder &&note(Location where) &&;

  operator LogicalResult() const { return failure(); }
  // Inlined, the empty optional inside is taken for an uninitialized one by g++ 12's warnings.
  template <class T> [[gnu::noinline]] operator FailureOr<T>() const { return failure(); }

private:
  void flush();

  Diagnostics *engine;
  Diagnostic diagnostic;
  std::ostringstream text;
};

} // namespace fixcon
