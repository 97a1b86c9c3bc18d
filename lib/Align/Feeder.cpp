// An op is run by itself, on operands that the walk chooses: what the op does to the source's values
// tells whether it is the source's op, whatever went wrong in front of it. Values are kept only until
// their last user has run, so memory follows the width of the graph and not its length.
#include "Feeder.h"

namespace fixcon {

Feeder::Feeder(Executor &executor, size_t samples) : executor(executor), samples(samples) {
  for (const auto &op : executor.graph().ops())
    for (const Value *v : op->operands())
      if (v && !v->isWeight())
        ++usesLeft[v];
}

const Samples *Feeder::find(const Value *value) const {
  auto found = current.find(value);
  return found == current.end() ? nullptr : &found->second;
}

std::vector<Samples> Feeder::operandsOf(const Op &op) const {
  std::vector<Samples> out;
  for (const Value *v : op.operands()) {
    const Samples *known = v ? find(v) : nullptr;
    out.push_back(known ? *known : Samples());
  }
  return out;
}

std::vector<Samples> Feeder::run(const Op &op, const std::vector<Samples> &operands) {
  for (unsigned i = 0; i < op.numOperands(); ++i)
    if (op.operand(i) && !op.operand(i)->isWeight() && operands[i].empty())
      return {};
  return execute(op, operands);
}

void Feeder::restoreOwn(const Op &op) {
  std::vector<Samples> results = execute(op, std::vector<Samples>(op.numOperands()));
  for (unsigned i = 0; i < results.size(); ++i)
    if (!results[i].empty())
      current.try_emplace(op.result(i), std::move(results[i]));
}

/// What a graph declares of its arguments holds for it as a whole; one op may be tried on any size.
static bool contradictsDeclared(const Value &value, const Tensor &tensor) {
  const Type &type = value.type();
  return value.isArgument() && type.isTensor() && type.isStatic() && type.shape() != tensor.shape();
}

/// The present results of the op on sample k of its operands, by itself; weights as they are.
static FailureOr<std::vector<Tensor>> runAlone(const Op &op, const std::vector<Samples> &operands,
                                               size_t k) {
  std::vector<const Tensor *> tensors;
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    const Value *v = op.operand(i);
    tensors.push_back(!v ? nullptr : v->isWeight() ? &v->tensor() : &operands[i][k]);
  }
  auto results = evaluateOp(op, tensors, {});
  if (failed(results))
    return failure();
  std::vector<Tensor> present;
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (op.hasResult(i))
      present.push_back(std::move((*results)[i]));
  return present;
}

std::vector<Samples> Feeder::execute(const Op &op, const std::vector<Samples> &operands) {
  std::vector<const Value *> fetches;
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (op.hasResult(i))
      fetches.push_back(op.result(i));
  std::vector<Samples> results(op.numResults());
  DiagnosticSuppressor suppressor(op.module().diagnostics());
  for (size_t k = 0; k < samples; ++k) {
    Bindings feeds;
    // Nested graphs may read arguments that are no operands.
    for (const auto &[value, known] : current)
      if (value->isArgument())
        feeds[value] = known[k];
    bool isAlone = false;
    for (unsigned i = 0; i < op.numOperands(); ++i)
      if (op.operand(i) && !op.operand(i)->isWeight() && !operands[i].empty()) {
        feeds[op.operand(i)] = operands[i][k];
        isAlone |= contradictsDeclared(*op.operand(i), operands[i][k]);
      }
    auto values = isAlone ? runAlone(op, operands, k) : executor.run(feeds, fetches);
    if (failed(values))
      return {};
    for (size_t f = 0; f < fetches.size(); ++f)
      results[fetches[f]->index()].push_back(std::move((*values)[f]));
  }
  return results;
}

void Feeder::release(const Op &op) {
  for (const Value *v : op.operands())
    if (v && v->isResult() && --usesLeft[v] == 0)
      current.erase(v);
}

} // namespace fixcon
