// Pipelines as text: `normalize,align{samples=4},repeat(localize-wb,repair-wb=all)`.
#pragma once

#include "fixcon/Support/Diagnostic.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fixcon {

/// A value given to a pass: `pass=value` has an empty name, `pass{name=value}` has one.
struct StepOption {
  std::string name, value;
  Location location;
};

/// A pass by name, or the group `repeat(...)`.
struct PipelineStep {
  std::string name;
  std::vector<StepOption> options;
  std::vector<PipelineStep> body; ///< only of a group
  bool isGroup = false;
  Location location;
};

using Pipeline = std::vector<PipelineStep>;

/// Parses
///   pipeline := step (`,` step)*        step   := `repeat` `(` pipeline `)`
///   options  := `{` name `=` value ...   step   := name [`=` value] [options]
///   value    := name | number | "text"
/// White space and `//` comments may stand between any two tokens. Errors point into `file`.
FailureOr<Pipeline> parsePipeline(std::string_view text, const std::string &file,
                                  Diagnostics &diags);

/// The text that parses back to the same pipeline.
std::string print(const Pipeline &pipeline);

/// Groups may be this deep.
inline constexpr unsigned maxPipelineNesting = 16;

} // namespace fixcon
