// The lines of MainCore.def, which are looked up by dialect and type.
#include "fixcon/Transforms/MainCore.h"

#include <string>
#include <unordered_map>

namespace fixcon {

const OpDef *mainCoreOf(const Op &foreign) {
  static const std::unordered_map<std::string, const OpDef *> lines = {
#define MAIN_CORE(Dialect, Type, Core) {Dialect "." Type, opDef(std::string_view(Core))},
#include "fixcon/Transforms/MainCore.def"
  };
  if (const OpDef *rename = opDefForForeign(foreign))
    return rename;
  auto line = lines.find(foreign.name());
  return line == lines.end() ? nullptr : line->second;
}

} // namespace fixcon
