// Names and texts that come from files, as a person may see them: nothing in them moves the cursor, ends a
// line, turns the direction of writing or fills the screen.
#pragma once

#include <string>
#include <string_view>

namespace fixcon {

/// Bytes of the character that `text` begins with, if it is UTF-8 and shows as itself; 0 for controls, marks
/// that are not seen but change how what follows is seen, and bytes that are not UTF-8.
size_t visibleCharacterSize(std::string_view text);

/// Each byte of what is not visible as \n, \t or \xHH. A backslash stays as it is.
std::string escaped(std::string_view text);

/// A name of at most about `most` bytes: escaped, and cut in the middle if it is longer.
std::string shown(std::string_view name, size_t most = 200);

/// Appends \n, \t or \xHH.
void appendEscaped(std::string &out, char byte);

} // namespace fixcon
