// What the fuzz targets share. Each target file defines fuzzOne; with libFuzzer it is the entry
// point that the engine calls, without it Replay.cpp feeds it the files of the corpus.
#pragma once

#include "fixcon/IR/Module.h"

#include <cstdint>

namespace fixcon {

/// Reads `input` with the reader under test; ends the process if an answer is wrong. Whether the
/// input is accepted does not matter.
void fuzzOne(std::string_view input);

/// Ends the process, so that the engine keeps the input, unless `holds`.
void mustHold(bool holds, std::string_view what, std::string_view details = {});

/// A path in a folder of this process that is gone when the process ends well.
std::string scratchPath(const std::string &name);

/// Writes `bytes` to a scratch file and returns its path.
std::string scratchFile(const std::string &name, std::string_view bytes);

} // namespace fixcon
