// An edit is tried on the model and judged as a whole: a kind need not know what else its edit would break.
// The backup is a clone, which shares weights; a graph that is put back holds other ops under the same
// labels, so places are counted, not pointed at.
#include "fixcon/Inject/Inject.h"

#include "fixcon/Formats/ONNX/Schema.h"
#include "fixcon/IR/RecordFields.h"
#include "fixcon/IR/Text.h"
#include "fixcon/Transforms/Normalize.h"
#include "fixcon/Transforms/RuleBuilder.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace fixcon {

#define FAULT_KIND(Id, Type, Summary) std::string plant##Id(EditSite &);
#include "fixcon/Inject/FaultKinds.def"
#define DISGUISE(Id, Summary) std::string disguise##Id(EditSite &);
#include "fixcon/Inject/Disguises.def"

namespace {

/// The executable form of a model, typed, in a module of its own; null if it has none.
class ExecutableAlone {
public:
  explicit ExecutableAlone(const Graph &model) : module(silent) {
    Graph *copy = module.cloneModel(model);
    auto made = copy ? legalize(module, *copy) : FailureOr<Graph *>(failure());
    if (succeeded(made) && succeeded(foldShapes(**made)))
      form = *made;
  }
  Graph *form = nullptr;

private:
  Diagnostics silent{[](const Diagnostic &) {}};
  Module module;
};

/// Whether every value of the form that leaves it has a type, and nothing in it is not known.
bool isTyped(const Graph &form) {
  for (unsigned i = 0; i < form.numOutputs(); ++i)
    if (form.output(i)->type().isUnknown())
      return false;
  return std::ranges::all_of(form.ops(), [](const auto &op) { return opDef(*op); });
}

class Planter {
public:
  Planter(Graph &model, const PlantRequest &request, Random &random)
      : module(model.module()), name(model.name()), request(request), random(random),
        violations(checkSchemas(model).size()) {}

  std::optional<Planted> run() {
    std::vector<const EditKind *> kinds = request.kinds;
    for (shuffle(kinds); !kinds.empty(); kinds.pop_back())
      if (auto planted = tryKind(*kinds.back()))
        return planted;
    return std::nullopt;
  }

private:
  template <class T> void shuffle(std::vector<T> &list) {
    for (size_t i = list.size(); i > 1; --i)
      std::swap(list[i - 1], list[random.below(i)]);
  }

  Graph &model() const { return *module.graph(name); }

  std::optional<Planted> tryKind(const EditKind &kind) {
    std::vector<size_t> places;
    size_t at = 0;
    for (const auto &op : model().ops()) {
      if (request.place.empty() || op->label() == request.place)
        places.push_back(at);
      ++at;
    }
    shuffle(places);
    ExecutableAlone before(model());
    if (!before.form)
      return std::nullopt;
    for (size_t place : places)
      if (auto planted = tryAt(kind, place, *before.form))
        return planted;
    return std::nullopt;
  }

  std::optional<Planted> tryAt(const EditKind &kind, size_t place, const Graph &form) {
    Op &op = **std::next(model().ops().begin(), static_cast<std::ptrdiff_t>(place));
    Planted planted{kind.type, originName(op), std::string(kind.name), op.label(), {}};
    std::string backup = module.uniqueGraphName(name + ".before");
    module.cloneGraph(model(), backup);
    EditSite site(op, form, random, request.severity);
    planted.detail = kind.edit(site);
    if (planted.detail.empty() || !isValid()) {
      module.replaceGraph(name, backup);
      return std::nullopt;
    }
    module.eraseGraph(backup);
    if (!model().value(planted.value))
      planted.value.clear();
    record(planted);
    return planted;
  }

  bool isValid() const {
    DiagnosticSuppressor suppressor(module.diagnostics());
    if (failed(verifyStructure(module)) || checkSchemas(model()).size() > violations)
      return false;
    ExecutableAlone after(model());
    return after.form && isTyped(*after.form);
  }

  void record(Planted planted) {
    Record record;
    record.kind = planted.type ? "injected" : "disguised";
    if (planted.type)
      for (char c : fixcon::name(*planted.type))
        record.tag += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    record.subject = {name, planted.value};
    writeFields(planted, record);
    module.records().push_back(std::move(record));
  }

  Module &module;
  std::string name;
  const PlantRequest &request;
  Random &random;
  size_t violations;
};

std::optional<FaultType> typeOfTag(std::string tag) {
  for (char &c : tag)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return faultTypeByName(tag);
}

} // namespace

std::span<const EditKind> faultKinds() {
  static const std::vector<EditKind> table = {
#define FAULT_KIND(Id, Type, Summary) {#Id, FaultType::Type, Summary, plant##Id},
#include "fixcon/Inject/FaultKinds.def"
  };
  return table;
}

std::span<const EditKind> disguiseKinds() {
  static const std::vector<EditKind> table = {
#define DISGUISE(Id, Summary) {#Id, std::nullopt, Summary, disguise##Id},
#include "fixcon/Inject/Disguises.def"
  };
  return table;
}

std::vector<Planted> plantedIn(const Module &module) {
  std::vector<Planted> found;
  for (const Record &record : module.records())
    if (record.kind == "injected" || record.kind == "disguised")
      if (auto fields = readFields<Planted>(record, module.diagnostics()); succeeded(fields)) {
        fields->type = typeOfTag(record.tag);
        fields->value = record.subject.value;
        found.push_back(std::move(*fields));
      }
  return found;
}

std::optional<Planted> plant(Graph &model, const PlantRequest &request, Random &random) {
  return Planter(model, request, random).run();
}

} // namespace fixcon
