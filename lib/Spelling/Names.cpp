// Look-ups in Names.def, whose few lines need no table.
#include "Names.h"

namespace fixcon {

std::string attributeNameOf(const OpDef &def, const OperandDef &operand) {
  struct Line {
    std::string_view core, operand, attribute;
  };
  static constexpr Line lines[] = {
#define AS_ATTRIBUTE(Core, Operand, Attribute) {Core, Operand, Attribute},
#include "Names.def"
  };
  for (const Line &line : lines)
    if (line.core == def.name() && line.operand == operand.name)
      return std::string(line.attribute);
  return operand.name;
}

int64_t firstOpsetOf(std::string_view type, std::string_view attribute, std::string_view word) {
  struct Line {
    std::string_view type, attribute, word;
    int64_t since;
  };
  static constexpr Line lines[] = {
#define WORD(Type, Attribute, Word, Since) {Type, Attribute, Word, Since},
#include "Names.def"
  };
  for (const Line &line : lines)
    if (line.type == type && line.attribute == attribute && line.word == word)
      return line.since;
  return 1;
}

} // namespace fixcon
