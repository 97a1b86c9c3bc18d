// --verify-diagnostics: comments in a text say which diagnostics it must give, and where.
#pragma once

#include "fixcon/Support/Diagnostic.h"

namespace fixcon {

/// Collects diagnostics and compares them with comments
///   // expected-error {{text}}              at this line
///   // expected-warning @below {{text}}     at the next line that is no such comment; @above, @+2,
///   @-1
///   // expected-note @unknown {{text}}      without a line: at a model's node or a whole file
/// A diagnostic of that severity whose message (with its code in brackets) contains the text must
/// come exactly once per comment, and no error, warning, remark or note may come without one.
class ExpectedDiagnostics {
public:
  /// Reads the comments of `text`; false after errors about malformed ones.
  bool parse(std::string_view text, const std::string &file, Diagnostics &diags);
  /// Takes a diagnostic and its notes.
  void take(const Diagnostic &diagnostic);
  /// Prints every difference to standard error; true if there was none.
  bool check(const Diagnostics &diags) const;

private:
  struct Expectation {
    Severity severity = Severity::Error;
    std::string text;
    Location where;    ///< of the comment
    unsigned line = 0; ///< 0: unknown
    bool met = false;
  };
  static std::string parseOne(Expectation &wanted, size_t &at,
                              const std::vector<std::string_view> &lines);
  std::vector<Expectation> expectations;
  std::vector<Diagnostic> unexpected;
};

} // namespace fixcon
