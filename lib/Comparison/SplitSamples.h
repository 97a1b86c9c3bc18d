// Samples that come from one place for the source and from another for the target.
#pragma once

#include "fixcon/Comparison/DataSamples.h"

namespace fixcon {

/// Sample i of the one beside sample i of the other: what an application feeds the target, beside the pictures
/// that it was made from. Names are the source's.
class SplitSamples : public SampleSource {
public:
  SplitSamples(std::shared_ptr<DataSamples> source, std::shared_ptr<DataSamples> target)
      : source(std::move(source)), target(std::move(target)) {}

  int64_t size() const override { return source->size(); }
  std::string name(int64_t i) const override { return source->name(i); }
  FailureOr<std::map<std::string, Tensor>> load(const Graph &graph, int64_t i) override {
    return (graph.name() == "target" ? target : source)->load(graph, i);
  }
  bool hasOwn(const Value &argument) const override {
    return (argument.graph().name() == "target" ? target : source)->hasOwn(argument);
  }
  std::vector<std::string> rejected() const override;

private:
  std::shared_ptr<DataSamples> source, target;
};

/// The samples at `path` without asking whether they fit; an error if there are not `count`, unless it is
/// negative.
FailureOr<std::shared_ptr<DataSamples>> openUnread(const std::string &path, int64_t count,
                                                   const Module &module, Diagnostics &diags);

} // namespace fixcon
