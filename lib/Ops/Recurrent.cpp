// The frame of the recurrent ops, after the ONNX operator reference. With layout 0 the sequence is
// the first axis of X and Y, with layout 1 the batch.
#include "Recurrent.h"

#include "Axis.h"
#include "Product.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace fixcon {

namespace {
struct KnownActivation {
  double (*function)(double, double, double);
  double alpha, beta; ///< defaults
  bool takesAlpha, takesBeta;
};
} // namespace

static const KnownActivation *knownActivation(std::string name) {
  static const std::unordered_map<std::string, KnownActivation> table = {
      {"relu", {[](double x, double, double) { return std::max(0.0, x); }, 0, 0, false, false}},
      {"tanh", {[](double x, double, double) { return std::tanh(x); }, 0, 0, false, false}},
      {"sigmoid",
       {[](double x, double, double) { return 1 / (1 + std::exp(-x)); }, 0, 0, false, false}},
      {"affine", {[](double x, double a, double b) { return a * x + b; }, 1, 0, true, true}},
      {"leakyrelu",
       {[](double x, double a, double) { return x >= 0 ? x : a * x; }, 0.01, 0, true, false}},
      {"thresholdedrelu",
       {[](double x, double a, double) { return x > a ? x : 0; }, 1, 0, true, false}},
      {"scaledtanh",
       {[](double x, double a, double b) { return a * std::tanh(b * x); }, 1, 1, true, true}},
      {"hardsigmoid",
       {[](double x, double a, double b) { return std::clamp(a * x + b, 0.0, 1.0); }, 0.2, 0.5,
        true, true}},
      {"elu",
       {[](double x, double a, double) { return x >= 0 ? x : a * std::expm1(x); }, 1, 0, true,
        false}},
      {"softsign",
       {[](double x, double, double) { return x / (1 + std::fabs(x)); }, 0, 0, false, false}},
      {"softplus",
       {[](double x, double, double) {
          return std::max(x, 0.0) + std::log1p(std::exp(-std::fabs(x)));
        },
        0, 0, false, false}}};
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  auto it = table.find(name);
  return it == table.end() ? nullptr : &it->second;
}

/// All directions' activations in order; parameters are taken from the lists by those that have
/// any. nullopt if a name is not known or their number is wrong.
static std::optional<std::vector<Activation>> activationsOf(const RecurrentAttrs &attrs,
                                                            const RecurrentForm &form) {
  Attribute::Strings names;
  for (int64_t d = 0; d < attrs.directions(); ++d)
    names.insert(names.end(), form.activations.begin(), form.activations.end());
  if (attrs.activations) {
    if (attrs.activations->size() < names.size())
      return std::nullopt;
    names.assign(attrs.activations->begin(),
                 attrs.activations->begin() + static_cast<std::ptrdiff_t>(names.size()));
  }
  std::vector<Activation> result;
  size_t nextAlpha = 0, nextBeta = 0;
  auto take = [](const std::optional<Attribute::Floats> &list, size_t &next, double &value) {
    if (list && next < list->size())
      value = (*list)[next++];
  };
  for (const std::string &name : names) {
    const KnownActivation *known = knownActivation(name);
    if (!known)
      return std::nullopt;
    Activation activation{known->function, known->alpha, known->beta};
    if (known->takesAlpha)
      take(attrs.activationAlpha, nextAlpha, activation.alpha);
    if (known->takesBeta)
      take(attrs.activationBeta, nextBeta, activation.beta);
    result.push_back(activation);
  }
  return result;
}

static LogicalResult checkOperand(InferContext &context, const RecurrentForm &form, unsigned i,
                                  const Dims &expected) {
  if (!context.isRanked(i))
    return success();
  const Type &type = context.type(i);
  bool fits = type.rank() == expected.size();
  for (size_t d = 0; fits && d < expected.size(); ++d)
    fits = !clash(type.dim(d), expected[d]);
  if (fits)
    return success();
  return context.error(form.name + "_c3")
         << "operand " << i << " is " << type.str() << ", "
         << Type::tensor(DType::F32, expected).str() << " is needed";
}

OpDef recurrentOp(const std::string &name, const std::string &summary) {
  return OpDef(name)
      .summary(summary)
      .operand("X")
      .operand("W", Role::Weight)
      .operand("R", Role::Weight)
      .optional("B", Role::Bias)
      .optional("sequence_lens", Role::Shape)
      .optional("initial_h");
}

LogicalResult inferRecurrent(InferContext &context, const RecurrentForm &form) {
  auto attrs = context.attrs<RecurrentAttrs>();
  bool known = attrs.direction == "forward" || attrs.direction == "reverse" ||
               attrs.direction == "bidirectional";
  if (!known || !activationsOf(attrs, form))
    return context.error(form.name + "_c1") << "unknown direction or activations";
  const Type &x = context.type(0), &r = context.type(2);
  for (unsigned i = 0; i < context.op().numResults(); ++i)
    context.setResult(i, Type::unranked(x.dtype()));
  if (!x.isRanked() || !r.isRanked())
    return success();
  if (x.rank() != 3 || r.rank() != 3)
    return context.error(form.name + "_c2") << x.str() << " and " << r.str() << " need rank 3";
  Dim hidden = r.dim(2), directions = attrs.directions();
  auto times = [&](int64_t factor) {
    bool fits = hidden.isStatic() && hidden.size() <= INT32_MAX;
    return fits ? Dim(hidden.size() * factor) : Dim();
  };
  if (attrs.hiddenSize && clash(hidden, *attrs.hiddenSize))
    return context.error(form.name + "_c2")
           << "hidden_size " << *attrs.hiddenSize << " against " << r.str();
  bool batchFirst = attrs.layout != 0;
  const Dim &batch = x.dim(batchFirst ? 0 : 1), &length = x.dim(batchFirst ? 1 : 0);
  Dims state = batchFirst ? Dims{batch, directions, hidden} : Dims{directions, batch, hidden};
  if (failed(checkOperand(context, form, 1, {directions, times(form.gates), x.dim(2)})) ||
      failed(checkOperand(context, form, 2, {directions, times(form.gates), hidden})) ||
      failed(checkOperand(context, form, 3, {directions, times(2 * form.gates)})) ||
      failed(checkOperand(context, form, 4, {batch})))
    return failure();
  for (unsigned s = 0; s < form.states; ++s)
    if (failed(checkOperand(context, form, 5 + s, state)))
      return failure();
  context.setResult(0,
                    Type::tensor(x.dtype(), batchFirst ? Dims{batch, length, directions, hidden}
                                                       : Dims{length, directions, batch, hidden}));
  for (unsigned i = 1; i < context.op().numResults(); ++i)
    context.setResult(i, Type::tensor(x.dtype(), state));
  return success();
}

namespace {

/// Concrete sizes, and where things lie under either layout.
struct Sequences {
  int64_t length, batch, directions, hidden, inputs;
  bool batchFirst;

  const double *input(const Tensor &x, int64_t t, int64_t n) const {
    return x.data<double>().data() + (batchFirst ? n * length + t : t * batch + n) * inputs;
  }
  int64_t outputOffset(int64_t t, int64_t d, int64_t n) const {
    return (batchFirst ? (n * length + t) * directions + d : (t * directions + d) * batch + n) *
           hidden;
  }
  int64_t stateOffset(int64_t d, int64_t n) const {
    return (batchFirst ? n * directions + d : d * batch + n) * hidden;
  }
};

} // namespace

/// W x + the input bias for every step of sample `n`, as rows of gates.
static std::vector<double> inputShares(const RecurrentCell &cell, const Sequences &s,
                                       const Tensor &x, int64_t n, int64_t gates) {
  int64_t rows = gates * s.hidden;
  std::vector<double> shares(static_cast<size_t>(s.length * rows));
  for (int64_t t = 0; t < s.length && cell.b; ++t)
    std::copy(cell.b, cell.b + rows, shares.data() + t * rows);
  if (s.length)
    addProduct(s.length, s.inputs, rows,
               {s.input(x, 0, n), s.batchFirst ? s.inputs : s.batch * s.inputs},
               {cell.w, s.inputs, true}, shares.data(), rows);
  return shares;
}

/// One sequence in one direction: writes Y and the last states.
static void runSequence(EvalContext &context, const RecurrentCell &cell, const Sequences &s,
                        const RecurrentForm &form, const RecurrentStep &step, int64_t d, int64_t n,
                        bool reverse) {
  auto hidden = static_cast<size_t>(s.hidden);
  std::vector<std::vector<double>> states(2, std::vector<double>(hidden, 0));
  for (unsigned i = 0; i < form.states; ++i)
    if (context.has(5 + i)) {
      const double *from = context.in(5 + i).data<double>().data() + s.stateOffset(d, n);
      states[i].assign(from, from + hidden);
    }
  int64_t length =
      context.has(4) ? std::clamp<int64_t>(context.in(4).toInt(n), 0, s.length) : s.length;
  auto shares = inputShares(cell, s, context.in(0), n, form.gates);
  for (int64_t i = 0; i < length; ++i) {
    int64_t t = reverse ? length - 1 - i : i;
    step(cell, shares.data() + t * form.gates * s.hidden, states[0].data(), states[1].data());
    std::copy(states[0].begin(), states[0].end(),
              context.out(0).mutableData<double>().data() + s.outputOffset(t, d, n));
  }
  for (unsigned i = 1; i < context.outputs.size(); ++i)
    std::copy(states[i - 1].begin(), states[i - 1].end(),
              context.out(i).mutableData<double>().data() + s.stateOffset(d, n));
}

LogicalResult runRecurrent(EvalContext &context, const RecurrentAttrs &attrs,
                           const RecurrentForm &form, const RecurrentStep &step,
                           unsigned peephole) {
  if (context.outputs.empty())
    return success();
  const Shape &x = context.in(0).shape(), &r = context.in(2).shape();
  bool batchFirst = attrs.layout != 0;
  Sequences s{
      x[batchFirst ? 1 : 0], x[batchFirst ? 0 : 1], attrs.directions(), r[2], x[2], batchFirst};
  auto activations = *activationsOf(attrs, form);
  size_t each = form.activations.size();
  auto part = [&](unsigned operand, int64_t d, int64_t size) -> const double * {
    return context.has(operand) ? context.in(operand).data<double>().data() + d * size : nullptr;
  };
  for (int64_t d = 0; d < s.directions; ++d) {
    RecurrentCell cell;
    cell.hidden = s.hidden;
    cell.inputs = s.inputs;
    cell.w = part(1, d, form.gates * s.hidden * s.inputs);
    cell.r = part(2, d, form.gates * s.hidden * s.hidden);
    cell.b = part(3, d, 2 * form.gates * s.hidden);
    cell.p = peephole ? part(peephole, d, 3 * s.hidden) : nullptr;
    auto begin = activations.begin() + static_cast<std::ptrdiff_t>(static_cast<size_t>(d) * each);
    cell.activations.assign(begin, begin + static_cast<std::ptrdiff_t>(each));
    cell.clip = attrs.clip.value_or(0);
    bool reverse = attrs.direction == "reverse" || d == 1;
    for (int64_t n = 0; n < s.batch; ++n)
      runSequence(context, cell, s, form, step, d, n, reverse);
  }
  return success();
}

} // namespace fixcon
