// The files are data sets of their own, with one input each, so that what is said of array files of --data holds for
// them. All that can be wrong with a file is found before any work.
#include "GivenValues.h"

#include "fixcon/Data/DataSet.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Support/QuotedList.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {
namespace {

using Inputs = std::map<std::string, Tensor>;

/// The values of one result.
struct ValueFile {
  InputSpec spec;
  DataSet data;

  FailureOr<Inputs> load(int64_t i, Diagnostics &diags) const {
    return data.load(i, {spec}, Recipe(), diags);
  }
  /// Of a sample that has been looked at.
  FailureOr<Inputs> loadAgain(int64_t i) const {
    Diagnostics silent;
    return load(i, silent);
  }
};

class GivenSamples : public SampleSource {
public:
  GivenSamples(std::shared_ptr<SampleSource> base, std::vector<ValueFile> files)
      : base(std::move(base)), files(std::move(files)) {}

  int64_t size() const override { return base->size(); }
  bool hasOwn(const Value &argument) const override { return base->hasOwn(argument); }
  std::vector<std::string> rejected() const override { return base->rejected(); }
  std::string name(int64_t i) const override { return base->name(i); }

  FailureOr<Inputs> load(const Graph &graph, int64_t i) override {
    FailureOr<Inputs> inputs = base->load(graph, i);
    for (const ValueFile &file : files) {
      if (failed(inputs) || graph.name() != "source")
        return inputs;
      FailureOr<Inputs> given = file.loadAgain(i);
      if (failed(given))
        return failure();
      inputs->merge(*given);
    }
    return inputs;
  }

private:
  std::shared_ptr<SampleSource> base;
  std::vector<ValueFile> files;
};

std::string unknownResults(const Graph &source) {
  constexpr size_t mostNamed = 8;
  std::vector<std::string> names;
  for (const auto &op : source.ops())
    for (unsigned i = 0; i < op->numResults() && !isKnown(*op); ++i)
      if (op->hasResult(i))
        names.push_back(op->result(i)->name());
  return quotedList(names, mostNamed);
}

FailureOr<ValueFile> open(const GivenValue &given, const Graph &source, int64_t samples,
                          Diagnostics &diags) {
  Location here = Location::inFile("--value " + given.name + "=" + given.path);
  const Value *value = source.value(given.name);
  if (!value || !value->isResult() || isKnown(*value->definingOp())) {
    std::string names = unknownResults(source);
    auto error = diags.error(here);
    error << "'" << given.name << "' is not what an unknown operator of the source gives";
    error << (names.empty() ? "; it has no unknown operators" : "; there are " + names);
    return failure();
  }
  if (!given.path.ends_with(".npy") && !given.path.ends_with(".npz"))
    return diags.error(here) << "'" << given.path << "' is no .npy or .npz file";
  auto data = DataSet::open(given.path, diags);
  if (failed(data))
    return failure();
  if (data->size() != samples)
    return diags.error(here) << "the first axis counts samples: it is " << data->size()
                             << ", the models are compared on " << samples;
  ValueFile file{{given.name, value->type(), {}, {}, describeOpaque(*value->definingOp())},
                 std::move(*data)};
  bool fits = succeeded(file.load(0, diags));
  for (int64_t i = 1; fits && i < samples; ++i)
    fits = succeeded(file.loadAgain(i));
  if (!fits)
    return diags.error(here) << "the file does not hold what '" << given.name << "' can be";
  return file;
}

} // namespace

FailureOr<std::shared_ptr<SampleSource>> withGivenValues(std::shared_ptr<SampleSource> samples,
                                                         const std::vector<GivenValue> &values,
                                                         const Module &module, Diagnostics &diags) {
  if (values.empty())
    return samples;
  std::vector<ValueFile> files;
  for (const GivenValue &value : values) {
    auto file = open(value, *module.graph("source"), samples->size(), diags);
    if (failed(file))
      return failure();
    files.push_back(std::move(*file));
  }
  return std::shared_ptr<SampleSource>(
      std::make_shared<GivenSamples>(std::move(samples), std::move(files)));
}

} // namespace fixcon
