// What the ways of setting an attribute share.
#pragma once

#include "NodeAlone.h"
#include "fixcon/Spelling/Speller.h"

#include <string>
#include <utility>
#include <vector>

namespace fixcon {

/// Constants by their elements, other values by the types that are known.
NodeAlone::Know knowledgeOf(const Speller &speller);

/// Gives a call another attribute or configuring operand. Why it cannot be changed so; empty if it was.
std::string change(CoreCall &call, std::string_view name, const Attribute &value,
                   const Speller &speller);

/// Whether two values are one, or constants of the same elements.
bool holdsTheSame(Value *a, Value *b);

/// Names and uses of the results of `foreign`, which goes, belong to the values that now say them.
void replace(Op &foreign, const Spelled &by);

/// Constants that an edit may have left without a reader. By their names, for one may go with another
/// that read it.
class Leftovers {
public:
  void add(const std::vector<Value *> &values);
  void erase();

private:
  std::vector<std::pair<Graph *, std::string>> names;
};

/// Speller::set for operators that no schema tells of: the whole meaning of the node is written anew, with what is
/// padded in front of a window.
Spelled setWithin(Speller &speller, const Graph *normal, Op &foreign, const OpDef &def,
                  std::string_view name, const Attribute &value);

} // namespace fixcon
