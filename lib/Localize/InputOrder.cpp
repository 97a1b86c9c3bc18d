// What is fed is known from names, places and data; what is wanted, from what reads the inputs (ExchangedInputs.cpp).
#include "fixcon/Localize/InputOrder.h"

#include "fixcon/Pass/Pass.h"

#include <algorithm>
#include <numeric>

namespace fixcon {

static InputOrder inOrder(size_t count) {
  InputOrder order(count);
  std::iota(order.begin(), order.end(), 0U);
  return order;
}

InputOrder exchangedInputs(const NormalPair &pair, const Alignment &alignment) {
  InputOrder wanted = inOrder(alignment.fedInputs.size());
  for (const auto &argument : pair.targetNormal->arguments()) {
    auto aligned = alignment.arguments.find(argument.get());
    auto place = aligned == alignment.arguments.end()
                     ? alignment.fedInputs.end()
                     : std::ranges::find(alignment.fedInputs, aligned->second.source);
    if (place != alignment.fedInputs.end())
      wanted[static_cast<size_t>(place - alignment.fedInputs.begin())] = argument->index();
  }
  return wanted;
}

InputOrder declaredInputs(const NormalPair &pair, const Alignment &alignment,
                          const SampleSource &samples) {
  InputOrder wanted = inOrder(alignment.fedInputs.size());
  bool goByPlace = std::ranges::none_of(pair.target->arguments(), [&](const auto &argument) {
    const Value *named = pair.source->value(argument->name());
    return (named && named->isArgument()) || samples.hasOwn(*argument);
  });
  if (!goByPlace || pair.source->arguments().size() != wanted.size())
    return wanted;
  for (const auto &argument : pair.target->arguments())
    if (const Value *partner = alignment.fedInputs[argument->index()])
      wanted[partner->index()] = argument->index();
  return wanted;
}

std::string inWords(const InputOrder &order, const Graph &target) {
  std::string words;
  for (unsigned place = 0; place < order.size(); ++place)
    if (order[place] != place)
      words += (words.empty() ? "what '" : ", what '") + target.argument(place)->name() +
               "' is fed is read as '" + target.argument(order[place])->name() + "'";
  return words;
}

} // namespace fixcon
