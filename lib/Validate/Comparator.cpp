// The index of comparators, and which one an output gets that nobody named one for. A guess may be wrong
// without harm: values count beside it, so that two outputs that a label calls equal are no match yet.
#include "fixcon/Validate/Comparator.h"

#include "fixcon/IR/RecordFields.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

#define COMPARATOR(Id, Name, AnyShape, Summary)                                                    \
  Decision decide##Id(const Tensor &source, const Tensor &target);
#include "fixcon/Validate/Comparators.def"

std::span<const Comparator> allComparators() {
  static constexpr Comparator table[] = {
#define COMPARATOR(Id, Name, AnyShape, Summary) {Name, Summary, AnyShape, decide##Id},
#include "fixcon/Validate/Comparators.def"
  };
  return table;
}

const Comparator *comparatorNamed(std::string_view name) {
  auto found = std::ranges::find(allComparators(), name, &Comparator::name);
  return found == allComparators().end() ? nullptr : &*found;
}

/// The op that makes the numbers of a value, movements apart; null if it is fed or constant.
static const Op *makerOf(const Value *value) {
  const Op *op = value->definingOp();
  while (op && opDef(*op)->family() == Family::Movement && op->operand(0))
    op = op->operand(0)->definingOp();
  return op;
}

/// Numbers from 0 on that are made along an axis, as a softmax makes them.
static bool makesProbabilities(const Op &op) {
  const Traits &traits = opDef(op)->traits();
  return traits.alongAxis && traits.nonNegative;
}

static bool isVector(const Type &type) {
  int64_t longAxes = 0;
  for (const Dim &dim : type.dims())
    longAxes += !dim.isStatic() || dim.size() > 1;
  return longAxes == 1;
}

const Comparator &guessComparator(const Graph &core, unsigned i) {
  const Value *output = core.output(i);
  const Type &type = output->type();
  if (!type.isTensor() || !type.isRanked())
    return *comparatorNamed("tensor");
  if (!isFloat(type.dtype()))
    return *comparatorNamed("exact");
  if (!isVector(type))
    return *comparatorNamed("tensor");
  const Op *maker = makerOf(output);
  return *comparatorNamed(maker && makesProbabilities(*maker) ? "probability" : "label");
}

void addOutputRequest(Module &module, OutputRequest request) {
  Record record;
  record.kind = "compare";
  record.subject = {"source", ""};
  writeFields(std::move(request), record);
  module.records().push_back(std::move(record));
}

/// Takes from `general` what `special` leaves open.
static void complete(OutputRequest &special, const OutputRequest &general) {
  if (special.comparator.empty())
    special.comparator = general.comparator;
  if (!special.atol && !special.rtol) {
    special.atol = general.atol;
    special.rtol = general.rtol;
  }
}

FailureOr<OutputRequest> outputRequestOf(const Module &module, const std::string &output) {
  OutputRequest own, general;
  for (const Record &record : module.records()) {
    if (record.kind != "compare")
      continue;
    auto request = readFields<OutputRequest>(record, module.diagnostics());
    if (failed(request))
      return failure();
    if (!request->comparator.empty() && !comparatorNamed(request->comparator))
      return module.diagnostics().error(record.location)
             << "there is no comparator '" << request->comparator << "'";
    if (request->output.empty())
      complete(general, *request);
    else if (request->output == output)
      complete(own, *request);
  }
  own.output = output;
  complete(own, general);
  return own;
}

} // namespace fixcon
