// Uses are gathered before any is moved: an argument whose readers have just come would give them away again. Names must
// be free when they are given, so all arguments are renamed twice.
#include "InputEdits.h"

namespace fixcon {

void exchangeReaders(Graph &model, const InputOrder &order) {
  std::vector<std::vector<Use>> uses;
  for (unsigned from : order)
    uses.push_back(model.argument(from)->uses());
  for (unsigned i = 0; i < order.size(); ++i)
    for (const Use &use : uses[i])
      if (use.op)
        use.op->setOperand(use.index, model.argument(i));
      else
        use.graph->setOutput(use.index, model.argument(i));
}

void exchangeDeclarations(Graph &model, const InputOrder &order) {
  struct Declaration {
    std::string name;
    Type type;
    AttrDict attrs;
  };
  std::vector<Declaration> declarations;
  for (unsigned from : order) {
    const Value &argument = *model.argument(from);
    declarations.push_back(
        {argument.name(), argument.type(), argument.attrs() ? *argument.attrs() : AttrDict()});
  }
  for (const auto &argument : model.arguments())
    model.rename(argument.get(), model.uniqueName("moving"));
  for (unsigned i = 0; i < order.size(); ++i) {
    model.rename(model.argument(i), declarations[i].name);
    model.argument(i)->setType(declarations[i].type);
    model.argument(i)->setAttrs(std::move(declarations[i].attrs));
  }
}

} // namespace fixcon
