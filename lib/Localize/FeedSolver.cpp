// The first layer is linear in its input, up to a constant: with y(x) of the target, y(A x + b) - y(0) is the
// sum over slots j of A[j][i] times the response to the source's channel i alone in slot j, and of b[j] times
// the response to ones in slot j. Least squares over all positions that padding does not reach gives the
// twelve numbers; only a fit that leaves nothing over is taken, for damaged weights leave a quarter and more.
#include "FeedSolver.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fixcon {
namespace {

constexpr size_t slots = 3, unknowns = slots * slots + slots;
/// Positions looked at in one picture, about; they are evenly spread.
constexpr int64_t positionsUsed = 100'000;
constexpr double exact = 1e-4;

/// Response to each unknown, then what they must add up to.
using Row = std::array<double, unknowns + 1>;
using Solution = std::array<double, unknowns>;

struct Equation {
  Row row;
  size_t channel;
};

/// `fed` with one slot filled from `from` (null: ones) and zeros elsewhere.
Tensor inSlot(const Tensor &fed, size_t channelAxis, size_t slot, std::optional<size_t> from) {
  Tensor out(DType::F64, fed.shape());
  auto data = out.mutableData<double>();
  int64_t inner = 1;
  for (size_t axis = channelAxis + 1; axis < fed.rank(); ++axis)
    inner *= fed.shape()[axis];
  for (int64_t i = 0; i < fed.size(); ++i) {
    if (static_cast<size_t>(i / inner) % slots != slot)
      continue;
    int64_t shift = from ? (static_cast<int64_t>(*from) - static_cast<int64_t>(slot)) * inner : 0;
    data[static_cast<size_t>(i)] = from ? fed.toDouble(i + shift) : 1;
  }
  return out;
}

class Solver {
public:
  Solver(const FirstLayer &first, std::string argument, size_t channelAxis)
      : first(first), argument(std::move(argument)), channelAxis(channelAxis) {}

  /// False if the layer has no comparable result; failure if it does not run.
  FailureOr<bool> addPicture(const std::map<std::string, Tensor> &source,
                             const std::map<std::string, Tensor> &fed) {
    auto wanted = first.ofSource(source);
    if (failed(wanted))
      return failure();
    const Shape &shape = wanted->shape();
    std::vector<Tensor> responses;
    for (const Tensor &probe : probesOf(fed.at(argument))) {
      auto inputs = fed;
      inputs.insert_or_assign(argument, probe);
      auto response = first.ofTarget(inputs, shape);
      if (failed(response))
        return failure();
      if (!*response)
        return false;
      responses.push_back(std::move(**response));
    }
    numChannels = first.numChannels(shape);
    int64_t step = std::max<int64_t>(1, wanted->size() / positionsUsed);
    // A step that shares a factor with the width would see a few columns only.
    step |= 1;
    for (int64_t i = 0; i < wanted->size(); i += step)
      if (auto channel = first.channelOf(i, shape))
        addEquation(i, *channel, *wanted, responses);
    return true;
  }

  /// nullopt if the equations do not determine every unknown.
  std::optional<Solution> solve() const {
    std::array<Row, unknowns> normal{};
    for (const Equation &e : equations)
      for (size_t p = 0; p < unknowns; ++p)
        for (size_t q = 0; q <= unknowns; ++q)
          normal[p][q] += e.row[p] * e.row[q];
    return eliminate(normal);
  }

  /// What a solution leaves over of the worst channel, relative to its rms.
  double rest(const Solution &solution) const {
    std::vector<double> errors(numChannels), powers(numChannels);
    double power = 0;
    for (const Equation &e : equations) {
      double rest = e.row[unknowns];
      for (size_t p = 0; p < unknowns; ++p)
        rest -= solution[p] * e.row[p];
      errors[e.channel] += rest * rest;
      powers[e.channel] += e.row[unknowns] * e.row[unknowns];
      power += e.row[unknowns] * e.row[unknowns];
    }
    double worst = power > 0 ? 0 : std::numeric_limits<double>::infinity();
    for (size_t c = 0; c < numChannels; ++c)
      // Channels that are dead say nothing.
      if (powers[c] > 1e-12 * power)
        worst = std::max(worst, std::sqrt(errors[c] / powers[c]));
    return worst;
  }

private:
  /// Zeros, then one tensor for each unknown.
  std::vector<Tensor> probesOf(const Tensor &fed) const {
    std::vector<Tensor> probes{Tensor(DType::F64, fed.shape())};
    for (size_t slot = 0; slot < slots; ++slot)
      for (size_t from = 0; from < slots; ++from)
        probes.push_back(inSlot(fed, channelAxis, slot, from));
    for (size_t slot = 0; slot < slots; ++slot)
      probes.push_back(inSlot(fed, channelAxis, slot, std::nullopt));
    return probes;
  }

  void addEquation(int64_t i, size_t channel, const Tensor &wanted,
                   const std::vector<Tensor> &responses) {
    double constant = responses[0].toDouble(i);
    Equation e{{}, channel};
    for (size_t p = 0; p < unknowns; ++p)
      e.row[p] = responses[p + 1].toDouble(i) - constant;
    e.row[unknowns] = wanted.toDouble(i) - constant;
    equations.push_back(e);
  }

  /// Gauss with pivots on the diagonal, each column scaled by its own length first: the matrix is positive
  /// definite unless the pictures are grey.
  static std::optional<Solution> eliminate(std::array<Row, unknowns> &m) {
    Solution scale;
    for (size_t p = 0; p < unknowns; ++p) {
      if (!(m[p][p] > 0))
        return std::nullopt;
      scale[p] = std::sqrt(m[p][p]);
    }
    for (size_t p = 0; p < unknowns; ++p)
      for (size_t q = 0; q <= unknowns; ++q)
        m[p][q] /= scale[p] * (q < unknowns ? scale[q] : 1);
    for (size_t p = 0; p < unknowns; ++p) {
      if (!(m[p][p] > 1e-9))
        return std::nullopt;
      for (size_t row = 0; row < unknowns; ++row) {
        double factor = row == p ? 0 : m[row][p] / m[p][p];
        for (size_t q = p; q <= unknowns && factor != 0; ++q)
          m[row][q] -= factor * m[p][q];
      }
    }
    Solution solution;
    for (size_t p = 0; p < unknowns; ++p)
      solution[p] = m[p][unknowns] / m[p][p] / scale[p];
    return solution;
  }

  const FirstLayer &first;
  std::string argument;
  size_t channelAxis, numChannels = 0;
  std::vector<Equation> equations;
};

/// nullopt if a slot takes more than one channel.
std::optional<ChannelMap> channelMapOf(const Solution &solution) {
  ChannelMap map;
  for (size_t slot = 0; slot < slots; ++slot) {
    const double *row = &solution[slot * slots];
    auto size = [](double a, double b) { return std::fabs(a) < std::fabs(b); };
    auto from = static_cast<size_t>(std::max_element(row, row + slots, size) - row);
    for (size_t other = 0; other < slots; ++other)
      if (other != from && !(std::fabs(row[other]) < 1e-3 * std::fabs(row[from])))
        return std::nullopt;
    map.from[slot] = from;
    map.factor[slot] = row[from];
    map.offset[slot] = solution[slots * slots + slot];
  }
  return map;
}

} // namespace

FailureOr<std::optional<ChannelMap>> solveFeeding(const FirstLayer &first,
                                                  const FirstLayer::Inputs &source,
                                                  const FirstLayer::Inputs &fed,
                                                  const std::string &argument, size_t channelAxis) {
  Solver solver(first, argument, channelAxis);
  for (size_t k = 0; k < source.size(); ++k) {
    auto comparable = solver.addPicture(source[k], fed[k]);
    if (failed(comparable))
      return failure();
    if (!*comparable)
      return std::optional<ChannelMap>();
  }
  std::optional<Solution> solution = solver.solve();
  double rest = solution ? solver.rest(*solution) : 1;
  if (!(rest < exact))
    return std::optional<ChannelMap>();
  std::optional<ChannelMap> map = channelMapOf(*solution);
  if (map)
    map->rest = rest;
  return map;
}

} // namespace fixcon
