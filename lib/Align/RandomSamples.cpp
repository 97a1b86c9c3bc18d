// The numbers depend on seed, sample and place of the argument alone, and the target gets the source's in its
// own layout, so that right pairs agree on them. Whole numbers are small, since most of them are places
// in a table.
#include "fixcon/Align/RandomSamples.h"

#include "fixcon/Align/InputPairs.h"
#include "fixcon/Align/Layout.h"
#include "fixcon/Support/Random.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

class RandomSamples : public SampleSource {
public:
  RandomSamples(const Module &module, uint64_t seed, int64_t count, std::vector<InputRange> ranges)
      : module(module), seed(seed), count(count), ranges(std::move(ranges)) {}
  int64_t size() const override { return count; }
  bool areWholeDomain() const override { return !ranges.empty(); }
  std::string name(int64_t i) const override { return "random #" + std::to_string(i); }

  FailureOr<std::map<std::string, Tensor>> load(const Graph &graph, int64_t i) override {
    std::map<std::string, Tensor> out;
    const Graph *source = module.graph("source");
    for (const auto &argument : graph.arguments()) {
      // The target gets the source's numbers in its own layout.
      const Value *partner = source ? inputPartners(graph, *source)[argument->index()] : nullptr;
      const Value *model = partner ? partner : argument.get();
      FailureOr<Tensor> numbers = draw(*model, i);
      if (failed(numbers))
        return failure();
      out.emplace(argument->name(), model == argument.get() ? std::move(*numbers)
                                                            : relaid(*numbers, argument->type()));
    }
    return out;
  }

private:
  static int64_t sizeOfOpen(size_t axis, size_t rank) { return axis == 0 ? 1 : rank < 4 ? 16 : 64; }

  static Shape shapeOf(const Type &type) {
    Shape shape;
    auto dims = type.dims();
    for (size_t axis = 0; axis < dims.size(); ++axis)
      shape.push_back(dims[axis].isStatic() ? dims[axis].size() : sizeOfOpen(axis, dims.size()));
    return shape;
  }

  static bool fits(const Type &type, const Shape &shape) {
    auto dims = type.dims();
    return std::ranges::equal(dims, shape, [](const Dim &dim, int64_t size) {
      return !dim.isStatic() || dim.size() == size;
    });
  }

  /// In the order of axes that `type` wants, if another one does.
  static Tensor relaid(const Tensor &numbers, const Type &type) {
    if (!type.isTensor() || !type.isRanked() || fits(type, numbers.shape()))
      return numbers;
    if (auto layout = suggestedLayout(numbers.shape(), shapeOf(type)))
      return applyLayout(numbers, *layout, shapeOf(type));
    return numbers;
  }

  const InputRange *rangeOf(const std::string &input) const {
    auto found = std::ranges::find(ranges, input, &InputRange::input);
    return found == ranges.end() ? nullptr : &*found;
  }

  double drawOne(Random &random, DType dtype, const InputRange *range) const {
    if (range && isFloat(dtype))
      return range->low + (range->high - range->low) * random.uniform();
    if (range)
      return std::floor(range->low + (std::floor(range->high) - range->low + 1) * random.uniform());
    if (isFloat(dtype))
      return random.normal();
    if (dtype == DType::U8)
      return static_cast<double>(random.below(256));
    if (dtype == DType::I8)
      return static_cast<double>(random.below(256)) - 128;
    return static_cast<double>(random.below(8));
  }

  FailureOr<Tensor> draw(const Value &argument, int64_t i) const {
    const Type &type = argument.type();
    constexpr int64_t largest = int64_t(1) << 28;
    auto bytes = type.isTensor() && type.isRanked() ? storageSize(type.dtype(), shapeOf(type))
                                                    : std::nullopt;
    if (!bytes || *bytes > largest || type.dtype() == DType::String)
      return module.diagnostics().error(argument.graph().location())
             << "argument %" << argument.name() << " of type " << type.str()
             << " needs data: no random samples can be drawn for it";
    Random random(seed * 1000003 + static_cast<uint64_t>(i) * 7919 + argument.index());
    Tensor numbers(DType::F64, shapeOf(type));
    const InputRange *range = rangeOf(argument.name());
    for (double &v : numbers.mutableData<double>())
      v = drawOne(random, type.dtype(), range);
    return numbers.converted(type.dtype());
  }

  const Module &module;
  uint64_t seed;
  int64_t count;
  std::vector<InputRange> ranges;
};

} // namespace

std::shared_ptr<SampleSource> makeRandomSamples(const Module &module, uint64_t seed, int64_t count,
                                                std::vector<InputRange> ranges) {
  return std::make_shared<RandomSamples>(module, seed, count, std::move(ranges));
}

} // namespace fixcon
