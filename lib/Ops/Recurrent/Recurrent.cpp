// The frame of the recurrent ops, after the ONNX operator reference. With layout 0 the sequence is
// the first axis of X and Y, with layout 1 the batch.
#include "Recurrent.h"

#include "Definition/Axis.h"
#include "Kernel/RowGrid.h"
#include "Product/Product.h"
#include "fixcon/Ops/Activation.h"
#include "fixcon/Support/Stop.h"

#include <algorithm>

namespace fixcon {

namespace {
/// An activation by name, with the attributes that the op's lists of parameters give it.
struct Activation {
  const OpDef *def = nullptr;
  AttrDict attrs;
};
} // namespace

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
  const std::optional<Attribute::Floats> *lists[] = {&attrs.activationAlpha, &attrs.activationBeta};
  size_t next[] = {0, 0};
  std::vector<Activation> result;
  for (const std::string &name : names) {
    Activation activation{activationNamed(name), {}};
    if (!activation.def)
      return std::nullopt;
    std::vector<std::string> parameters = activationParameters(*activation.def);
    for (size_t p = 0; p < parameters.size() && p < std::size(lists); ++p)
      if (*lists[p] && next[p] < (*lists[p])->size())
        activation.attrs.set(parameters[p], (**lists[p])[next[p]++]);
    result.push_back(std::move(activation));
  }
  return result;
}

static std::vector<ActivationEvaluator> evaluatorsOf(const std::vector<Activation> &activations) {
  std::vector<ActivationEvaluator> evaluators;
  for (const Activation &activation : activations)
    evaluators.push_back(std::make_shared<ScalarEvaluator<double>>(
        activationFormula(*activation.def, activation.attrs)));
  return evaluators;
}

std::vector<double> RecurrentCell::read(const double *h) const {
  std::vector<double> values(h, h + hidden);
  if (rounding)
    roundRow(values, *rounding == "symmetric");
  return values;
}

void RecurrentCell::apply(size_t which, std::vector<double> &values) const {
  constexpr size_t block = ScalarEvaluator<double>::blockSize;
  for (size_t at = 0; at < values.size(); at += block) {
    std::vector<double> arguments(
        values.begin() + static_cast<std::ptrdiff_t>(at),
        values.begin() + static_cast<std::ptrdiff_t>(std::min(values.size(), at + block)));
    const double *operands[] = {arguments.data()};
    activations[which]->run(operands, values.data() + at, arguments.size());
  }
}

void RecurrentCell::activate(size_t which, std::vector<double> &values) const {
  if (clip > 0)
    for (double &value : values)
      value = std::min(std::max(value, -clip), clip);
  apply(which, values);
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
  StopCheck stop;
  for (int64_t i = 0; i < length; ++i) {
    stop.after(form.gates * s.hidden * s.hidden);
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
  auto activations = evaluatorsOf(*activationsOf(attrs, form));
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
    cell.rounding = attrs.roundedState;
    bool reverse = attrs.direction == "reverse" || d == 1;
    for (int64_t n = 0; n < s.batch; ++n)
      runSequence(context, cell, s, form, step, d, n, reverse);
  }
  return success();
}

} // namespace fixcon
