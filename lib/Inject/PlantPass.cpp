// The seed of the run counts unless the pass has one of its own: so that several steps of a pipeline, which
// share the run's, can plant different edits.
#include "PlantPass.h"

#include "fixcon/Formats/Models.h"
#include "fixcon/Support/Suggestion.h"

#include <algorithm>
#include <charconv>

namespace fixcon {

template <class T> static bool readNumber(const std::string &text, T &number) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

std::vector<PassOption> PlantPass::options() const {
  std::vector<PassOption> list{
      {"kind", "one kind alone, by its name", "any"},
      {"place", "at the node of that name", "any"},
      {"severity", "how much numbers change, relative to themselves", "0.25"},
      {"seed", "of what is drawn", "that of the run"},
      {"count", "how many", "1"}};
  if (kinds().front().type)
    list.insert(list.begin(), {"type", "PP, ID, TSS, WB, LH or CG alone", "any"});
  return list;
}

LogicalResult PlantPass::setOption(const std::string &name, const std::string &value) {
  if (name == "type") {
    type = faultTypeByName(value);
    return success(type || value == "any");
  }
  if (name == "kind") {
    kind = value == "any" ? "" : value;
    return success(kind.empty() || std::ranges::count(kinds(), kind, &EditKind::name));
  }
  if (name == "place")
    return request.place = value == "any" ? "" : value, success();
  if (name == "severity")
    return success(readNumber(value, request.severity) && request.severity > 0);
  if (name == "seed")
    return success(readNumber(value, seed.emplace()));
  return success(name == "count" && readNumber(value, count) && count >= 0);
}

LogicalResult PlantPass::run(Module &module, PassContext &context) {
  Graph *model = module.graph("target");
  if (!model) {
    auto only = onlyModel(module, "", module.location());
    if (failed(only))
      return failure();
    model = *only;
  }
  std::string name = model->name();
  request.kinds.clear();
  for (const EditKind &candidate : kinds())
    if ((kind.empty() || candidate.name == kind) && (!type || candidate.type == type))
      request.kinds.push_back(&candidate);
  Random random(seed.value_or(context.environment.seed));
  for (int64_t i = 0; i < count && !context.mustStop(); ++i)
    if (failed(plantOne(*module.graph(name), random)))
      return failure();
  context.analyses.invalidateAll();
  return success();
}

LogicalResult PlantPass::plantOne(Graph &model, Random &random) {
  Diagnostics &diags = model.module().diagnostics();
  Location where = model.location();
  bool hasPlace = request.place.empty() || std::ranges::any_of(model.ops(), [&](const auto &op) {
                    return op->label() == request.place;
                  });
  if (!hasPlace)
    return diags.error(where) << "there is no node '" << request.place << "'";
  if (!plant(model, request, random))
    diags.warning(where) << "nothing was planted: no kind applies"
                         << (request.place.empty() ? "" : " at that node");
  return success();
}

} // namespace fixcon
