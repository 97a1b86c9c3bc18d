// Samples made of others, which stand in for them for a while.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

class DerivedSamples : public SampleSource {
public:
  explicit DerivedSamples(std::shared_ptr<SampleSource> base) : base(std::move(base)) {}
  const std::shared_ptr<SampleSource> &original() const { return base; }
  bool hasOwn(const Value &argument) const override { return base->hasOwn(argument); }

protected:
  std::shared_ptr<SampleSource> base;
};

} // namespace fixcon
