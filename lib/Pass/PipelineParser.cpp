// A recursive descent parser over the lexer that the IR's text uses, so that diagnostics have the
// same places and carets.
#include "fixcon/Pass/Pipeline.h"
#include "fixcon/Support/Lexer.h"

namespace fixcon {

namespace {

class PipelineParser {
public:
  PipelineParser(std::string_view text, const std::string &file, Diagnostics &diags)
      : lexer(file, text), diags(diags) {
    advance();
  }

  FailureOr<Pipeline> parseAll() {
    Pipeline pipeline;
    if (token.kind == TokenKind::End)
      return pipeline;
    if (failed(parseList(pipeline, 0)))
      return failure();
    if (token.kind != TokenKind::End)
      return unexpected("',' or the end of the pipeline");
    return pipeline;
  }

private:
  void advance() { token = lexer.next(); }

  DiagnosticBuilder unexpected(std::string_view wanted) {
    auto error = diags.error(token.location);
    if (token.kind == TokenKind::Error)
      error << token.text;
    else if (token.kind == TokenKind::End)
      error << "expected " << wanted << ", found the end of the pipeline";
    else
      error << "expected " << wanted << ", found '" << token.text << "'";
    return error;
  }

  LogicalResult expect(std::string_view punct) {
    if (!token.is(punct))
      return unexpected("'" + std::string(punct) + "'");
    advance();
    return success();
  }

  LogicalResult parseList(Pipeline &pipeline, unsigned depth) {
    for (;;) {
      if (failed(parseStep(pipeline.emplace_back(), depth)))
        return failure();
      if (!token.is(","))
        return success();
      advance();
    }
  }

  LogicalResult parseStep(PipelineStep &step, unsigned depth) {
    if (token.kind != TokenKind::Identifier)
      return unexpected("the name of a pass");
    step.name = token.text;
    step.location = token.location;
    advance();
    if (step.name == "repeat")
      return parseGroup(step, depth);
    if (token.is("=") && failed(parseValue(step.options.emplace_back())))
      return failure();
    return token.is("{") ? parseOptions(step) : success();
  }

  LogicalResult parseGroup(PipelineStep &step, unsigned depth) {
    step.isGroup = true;
    if (depth + 1 > maxPipelineNesting)
      return diags.error(step.location)
             << "'repeat' is nested more than " << maxPipelineNesting << " deep";
    if (failed(expect("(")) || failed(parseList(step.body, depth + 1)))
      return failure();
    return expect(")");
  }

  LogicalResult parseOptions(PipelineStep &step) {
    do {
      advance();
      StepOption &option = step.options.emplace_back();
      if (token.kind != TokenKind::Identifier)
        return unexpected("the name of an option");
      option.name = token.text;
      advance();
      if (!token.is("="))
        return unexpected("'=' and a value");
      if (failed(parseValue(option)))
        return failure();
    } while (token.is(","));
    return expect("}");
  }

  /// At the '='.
  LogicalResult parseValue(StepOption &option) {
    advance();
    bool known = token.kind == TokenKind::Identifier || token.kind == TokenKind::Integer ||
                 token.kind == TokenKind::Float || token.kind == TokenKind::String;
    if (!known)
      return unexpected("a value");
    option.value = token.text;
    option.location = token.location;
    advance();
    return success();
  }

  Lexer lexer;
  Token token;
  Diagnostics &diags;
};

} // namespace

FailureOr<Pipeline> parsePipeline(std::string_view text, const std::string &file,
                                  Diagnostics &diags) {
  diags.addSource(file, std::string(text));
  return PipelineParser(text, file, diags).parseAll();
}

/// Without quotes only what the lexer gives back as this one token.
static std::string printValue(const std::string &value) {
  Lexer lexer("", value);
  Token token = lexer.next();
  bool plain = token.kind == TokenKind::Identifier || token.kind == TokenKind::Integer ||
               token.kind == TokenKind::Float;
  bool whole = token.text == value && lexer.next().kind == TokenKind::End;
  return plain && whole ? value : quote(value);
}

static std::string printStep(const PipelineStep &step) {
  if (step.isGroup)
    return step.name + "(" + print(step.body) + ")";
  std::string text = step.name, named;
  for (const StepOption &option : step.options) {
    if (option.name.empty())
      text += "=" + printValue(option.value);
    else
      named += (named.empty() ? "" : ", ") + option.name + "=" + printValue(option.value);
  }
  return named.empty() ? text : text + "{" + named + "}";
}

std::string print(const Pipeline &pipeline) {
  std::string text;
  for (const PipelineStep &step : pipeline)
    text += (text.empty() ? "" : ",") + printStep(step);
  return text;
}

} // namespace fixcon
