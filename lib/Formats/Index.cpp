// The table of formats, built from Formats.def. A line without its file is a link error; a file
// without its line is a format that nobody can name.
#include "fixcon/Formats/Format.h"

#include <algorithm>

namespace fixcon {

#define FORMAT(Id, Name, Extension) FormatMethods methodsOf##Id();
#define KNOWN_FORMAT(Id, Name, Extension)
#include "fixcon/Formats/Formats.def"

std::span<const Format> allFormats() {
  static const Format formats[] = {
#define FORMAT(Id, Name, Extension) {FormatId::Id, #Id, Name, Extension, methodsOf##Id()},
#define KNOWN_FORMAT(Id, Name, Extension) {FormatId::Id, #Id, Name, Extension, {}},
#include "fixcon/Formats/Formats.def"
  };
  return formats;
}

template <class Predicate> static const Format *firstWhere(Predicate &&holds) {
  auto found = std::ranges::find_if(allFormats(), holds);
  return found == allFormats().end() ? nullptr : &*found;
}

const Format &format(FormatId id) { return allFormats()[static_cast<size_t>(id)]; }

const Format *formatNamed(std::string_view name) {
  return firstWhere([&](const Format &f) { return f.name == name; });
}

const Format *formatOfExtension(std::string_view path) {
  return firstWhere([&](const Format &f) { return path.ends_with(f.extension); });
}

} // namespace fixcon
