// Numbers drawn in place of the data: what another data set might hold, and what lies beyond this one.
#pragma once

#include "DerivedSamples.h"

#include "fixcon/Align/Layout.h"
#include "fixcon/Align/NumberDomain.h"

namespace fixcon {

/// How the real numbers of a sample are drawn; whole numbers, which may be sizes, stay what they are.
struct Draw {
  enum class From {
    Sample, ///< elements of a sample in any order
    Normal, ///< normal numbers, `factor` times as large as a sample by rms
    Tables  ///< the sample, but any place in the tables of weights for what looks up such places
  };
  From from = From::Sample;
  double factor = 1; ///< not of inputs that have bounds, or hold given numbers
  Signs signs = Signs::Both;
};

/// Draws that are told of as one.
struct DrawGroup {
  std::string what; ///< "numbers 4 times as large"
  std::vector<Draw> draws = {};
  int64_t mostPlaces = INT64_MAX; ///< to draw from of a table
  bool mayBeReached = true;       ///< by an input that the models are for
  bool isBeyondData() const { return !draws.empty() && draws.front().factor > 1; }
};

/// The numbers of a sample that both models can be fed, as they go into each.
struct DrawnInputs {
  struct SourceInput {
    std::string name;
    Tensor data;
    NumberDomain domain = NumberDomain::Given;
  };
  /// The elements of a source's input in another order and shape.
  struct TargetInput {
    std::string name;
    size_t from = 0; ///< place in `source`
    Layout layout;
    Shape shape;
  };
  std::vector<SourceInput> source;
  std::vector<TargetInput> target;

  /// From the first sample that both faithful models can be fed; nullopt if there is none, or the inputs of
  /// one do not hold the numbers of the other's.
  static std::optional<DrawnInputs> of(SampleSource &samples, const Graph &source,
                                       const Graph &target);
};

/// How many places there are in the smallest table of weights that a value, moved or in another dtype, indexes; 0 if it
/// indexes none.
int64_t placesOf(const Value &value);

/// What is worth a look for two executable forms: more where they are small.
std::vector<DrawGroup> drawsFor(const DrawnInputs &inputs, const Graph &source,
                                const Graph &target);

/// A sample a draw, for graphs @source and @target.
class DrawnSamples : public DerivedSamples {
public:
  /// `executable`: the source's form whose tables are drawn from; null: none. `disturbance`: relative to each
  /// real number, by which it is moved at random.
  DrawnSamples(std::shared_ptr<SampleSource> base, DrawnInputs inputs, const Graph *executable,
               DrawGroup group, double disturbance = 0);

  int64_t size() const override { return static_cast<int64_t>(group.draws.size()); }
  std::string name(int64_t i) const override { return "drawn #" + std::to_string(i); }
  FailureOr<std::map<std::string, Tensor>> load(const Graph &graph, int64_t i) override;

private:
  Tensor draw(size_t argument, int64_t i) const;

  DrawnInputs inputs;
  std::vector<int64_t> places; ///< by argument, in the tables that it indexes; 0: it indexes none
  DrawGroup group;
  double disturbance;
};

} // namespace fixcon
