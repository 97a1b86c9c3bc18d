// The samples of --data for the passes: each graph gets them by its own recipe.
#pragma once

#include "fixcon/Data/DataSet.h"
#include "fixcon/Pass/Pass.h"

#include <mutex>
#include <set>

namespace fixcon {

/// Pictures go through the recipe that the graph's `preprocess` record holds at the time of the
/// call, so that a pass which changes the record changes what the model is fed. Where models take so many
/// samples at a time and no other number, a sample is a batch of what the data holds; the last one is
/// filled up with what it begins with.
class DataSamples : public SampleSource {
public:
  /// `module` and `diags` outlive the samples.
  DataSamples(DataSet data, const Module &module, Diagnostics &diags)
      : data(std::move(data)), module(module), diags(diags) {}

  int64_t size() const override { return (data.size() + batch - 1) / batch; }
  /// Of a batch, that of its first.
  std::string name(int64_t i) const override { return data.name(i * batch); }
  FailureOr<std::map<std::string, Tensor>> load(const Graph &graph, int64_t i) override;

  bool hasOwn(const Value &argument) const override { return data.holds(argument.name()); }
  std::vector<std::string> rejected() const override;
  bool holdPictures() const { return data.holdsPictures(); }

  /// How many make a sample, and how many there are.
  int64_t batchSize() const { return batch; }
  int64_t numSingles() const { return data.size(); }
  void setBatchSize(int64_t size);

  /// Says once what went wrong with samples since the last call: problems whose messages differ in numbers
  /// alone are one, at the first sample that has it, with their count.
  void reportProblems();

private:
  struct Problem {
    Diagnostic first; ///< of the first of them
    std::set<int64_t> singles;
  };
  void collect(int64_t single, const Diagnostic &diagnostic);
  FailureOr<std::map<std::string, Tensor>> loadSingle(const Graph &graph, int64_t single);

  DataSet data;
  int64_t batch = 1;
  const Module &module;
  Diagnostics &diags;
  mutable std::mutex mutex;
  std::set<int64_t> unreadable;
  std::map<std::string, Problem> problems; ///< by kind
};

/// The samples at `path` (--data), at least one of which @source and @target, where they are, can be fed.
/// Remarks say where pictures have no recipe, and where a recipe has no pictures. `module` and `diags`
/// outlive them.
FailureOr<std::shared_ptr<DataSamples>> openSamples(const std::string &path, const Module &module,
                                                    Diagnostics &diags);

} // namespace fixcon
