// What is not seen: the controls of ASCII and of Latin-1, and the format characters of Unicode that join, break or
// turn lines or hide (general category Cf and the separators Zl and Zp, as far as they stand in runs of those).
#include "fixcon/Support/Escape.h"

#include "llvm/Support/ConvertUTF.h"

#include <algorithm>

namespace fixcon {

static constexpr std::pair<char32_t, char32_t> unseen[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0x61c, 0x61c},   {0x180e, 0x180e}, {0x200b, 0x200f},
    {0x2028, 0x202e}, {0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f}};

/// The code point of a whole UTF-8 character.
static char32_t codePoint(std::string_view character) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(character[i]); };
  if (character.size() == 1)
    return byte(0);
  char32_t code = byte(0) & (0x7fu >> character.size());
  for (size_t i = 1; i < character.size(); ++i)
    code = code << 6 | (byte(i) & 0x3fu);
  return code;
}

size_t visibleCharacterSize(std::string_view text) {
  if (text.empty())
    return 0;
  const auto *begin = reinterpret_cast<const llvm::UTF8 *>(text.data());
  size_t size = llvm::getUTF8SequenceSize(begin, begin + text.size());
  if (size == 0)
    return 0;
  char32_t code = codePoint(text.substr(0, size));
  bool isSeen = std::ranges::none_of(
      unseen, [&](const auto &range) { return code >= range.first && code <= range.second; });
  return isSeen ? size : 0;
}

void appendEscaped(std::string &out, char byte) {
  if (byte == '\n' || byte == '\t') {
    out += byte == '\n' ? "\\n" : "\\t";
    return;
  }
  auto bits = static_cast<unsigned char>(byte);
  out += "\\x";
  out += "0123456789abcdef"[bits >> 4];
  out += "0123456789abcdef"[bits & 15];
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    size_t size = visibleCharacterSize(text);
    if (size)
      out += text.substr(0, size);
    else
      appendEscaped(out, text.front());
    text.remove_prefix(std::max<size_t>(size, 1));
  }
  return out;
}

/// Whether `byte` begins no character of UTF-8.
static bool continuesCharacter(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

std::string shown(std::string_view name, size_t most) {
  if (name.size() <= most)
    return escaped(name);
  size_t head = most * 3 / 4, tail = name.size() - (most - head);
  while (head > 0 && continuesCharacter(name[head]))
    --head;
  while (tail < name.size() && continuesCharacter(name[tail]))
    ++tail;
  return escaped(name.substr(0, head)) + "...(" + std::to_string(tail - head) + " bytes)..." +
         escaped(name.substr(tail));
}

} // namespace fixcon
