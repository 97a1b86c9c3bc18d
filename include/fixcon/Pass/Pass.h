// Passes: one file each, without a header, and one line in Passes.def. They talk through the IR and
// through cached analyses.
#pragma once

#include "fixcon/Exec/Executor.h"
#include "fixcon/IR/Module.h"
#include "fixcon/Support/Progress.h"
#include "fixcon/Support/Stop.h"

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <typeindex>

namespace fixcon {

class PassContext;

/// The tensors that the two models are fed, by argument name, sample by sample.
class SampleSource {
public:
  virtual ~SampleSource() = default;
  virtual int64_t size() const = 0;
  /// Whether they are all that the models are for, so that no numbers beyond them say anything.
  virtual bool areWholeDomain() const { return false; }
  /// Whether they are told by the name of the model's own argument, so that its place means nothing.
  virtual bool hasOwn(const Value & /*argument*/) const { return false; }
  /// Names of the samples that could not be loaded so far, in order.
  virtual std::vector<std::string> rejected() const { return {}; }
  /// The display name of sample i (a file name).
  virtual std::string name(int64_t i) const = 0;
  /// Values for the arguments of the faithful graph `graph` ("source" or "target"), each prepared
  /// by that graph's own preprocessing. The leading (batch) axis is 1.
  virtual FailureOr<std::map<std::string, Tensor>> load(const Graph &graph, int64_t i) = 0;
};

/// Puts into `scratch` as graph @target what a reader of the written model gets; failure after a diagnostic
/// of `scratch`.
using WriteAndRead = std::function<LogicalResult(const Graph &model, Module &scratch)>;

/// What a run brings from outside the IR.
struct Environment {
  ExecutorFactory executor = makeReferenceExecutor;
  std::shared_ptr<SampleSource> samples; ///< null: only `samples` records of the module
  std::shared_ptr<Progress> progress = std::make_shared<Progress>();
  /// By default the model itself.
  WriteAndRead writeAndRead = [](const Graph &model, Module &scratch) {
    return success(scratch.cloneModel(model) != nullptr);
  };
  unsigned threads = 1;
  uint64_t seed = 0;
  /// When work must end: --budget and Ctrl-C.
  StopCondition stop;
};

/// A result that passes share. `A::compute(Module &, PassContext &)` gives FailureOr<A>.
class AnalysisManager {
public:
  /// The cached result, computed if need be; null after a diagnostic, which comes once.
  template <class A> const A *get(Module &module, PassContext &context) {
    auto slot = cache.find(typeid(A));
    if (slot == cache.end()) {
      FailureOr<A> fresh = A::compute(module, context);
      std::shared_ptr<void> result;
      if (succeeded(fresh))
        result = std::make_shared<A>(std::move(*fresh));
      slot = cache.insert_or_assign(typeid(A), std::move(result)).first;
    }
    return static_cast<const A *>(slot->second.get());
  }
  /// Puts a result that a pass made (or parsed from the IR).
  template <class A> void put(A result) {
    cache[typeid(A)] = std::make_shared<A>(std::move(result));
  }
  template <class A> void invalidate() { cache.erase(typeid(A)); }
  void invalidateAll() { cache.clear(); }

private:
  std::map<std::type_index, std::shared_ptr<void>> cache; ///< null: could not be computed
};

class PassContext {
public:
  explicit PassContext(Environment environment) : environment(std::move(environment)) {}

  Environment environment;
  AnalysisManager analyses;
  /// Repairs that may still be applied (--repair-limit); negative: no limit.
  int64_t repairsLeft = -1;

  /// Asked before a sample, candidate or pass is begun: whether it must be left out, for the deadline has
  /// passed or work is interrupted. Safe to call from threads.
  bool mustStop() {
    if (unstoppable)
      return false;
    if (environment.stop.isReached())
      stopped = true;
    return stopped;
  }
  /// Runs `work`; false if it was stopped inside (Stop.h), and is left out. Safe to call from threads.
  template <class Work> bool finishes(Work work) {
    try {
      work();
      return true;
    } catch (const Stopped &) {
      stopped = true;
      return false;
    }
  }
  /// Whether anything was left out.
  bool wasStopped() const { return stopped; }
  /// While an obligatory pass runs: half of its work is worth nothing.
  bool unstoppable = false;

private:
  std::atomic<bool> stopped = false;
};

/// An option of a pass, written --pass=value or --pass{name=value,...}; the empty name is the value
/// that stands alone.
struct PassOption {
  std::string name, help, defaultValue;
};

class Pass {
public:
  virtual ~Pass() = default;
  /// Changes the module or adds records; false after a diagnostic. What the pass changes beyond
  /// records it tells by context.analyses.invalidate...; a pass that changes no graph invalidates
  /// nothing. It may be left by an exception at any op that it runs (Stop.h, Memory.h): what must not stay
  /// half done is put back by a destructor.
  virtual LogicalResult run(Module &module, PassContext &context) = 0;
  /// Whether it runs, whole, even when work must end: what makes the work so far fit to be kept.
  virtual bool isObligatory() const { return false; }
  virtual std::vector<PassOption> options() const { return {}; }
  /// Called before run() for each option given; failure if the value is not understood.
  virtual LogicalResult setOption(const std::string & /*name*/, const std::string & /*value*/) {
    return failure();
  }
};

/// A line of Passes.def.
struct PassEntry {
  const char *name;  ///< the flag without dashes
  const char *group; ///< for --help
  const char *summary;
  std::unique_ptr<Pass> (*create)();
};

} // namespace fixcon
