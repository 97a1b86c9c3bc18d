#include "DataSamples.h"

#include "fixcon/Data/RecipeRecord.h"

namespace fixcon {

static std::vector<InputSpec> inputsOf(const Graph &graph) {
  std::vector<InputSpec> inputs;
  for (const auto &argument : graph.arguments())
    inputs.push_back({argument->name(), argument->type()});
  return inputs;
}

FailureOr<std::map<std::string, Tensor>> DataSamples::load(const Graph &graph, int64_t i) {
  {
    // Whoever asks again for a sample that was rejected gets no second warning.
    std::scoped_lock lock(mutex);
    if (unreadable.contains(i))
      return failure();
  }
  auto recipe = recipeOf(module, graph.name());
  auto tensors = data.load(i, inputsOf(graph), recipe.value_or(Recipe()), diags);
  if (failed(tensors)) {
    std::scoped_lock lock(mutex);
    unreadable.insert(i);
  }
  return tensors;
}

std::vector<std::string> DataSamples::rejected() const {
  std::scoped_lock lock(mutex);
  std::vector<std::string> names;
  for (int64_t i : unreadable)
    names.push_back(data.name(i));
  return names;
}

} // namespace fixcon
