// Numbers lose their sizes before their rank, and what configures the op keeps both as long as it can: so the op's
// result has the type that its attributes and weights say.
#include "MarkMisfits.h"

#include "fixcon/IR/Module.h"
#include "fixcon/Ops/Misfit.h"
#include "fixcon/Transforms/CoreBuilder.h"
#include "fixcon/Transforms/Normalize.h"

#include <algorithm>
#include <map>

namespace fixcon {
namespace {

struct Level {
  bool numbersAlone; ///< sizes and indices stay as they are
  bool keepsRank;
};
constexpr Level levels[] = {{true, true}, {true, false}, {false, false}};

bool isOpened(const Value *operand, const Level &level) {
  if (!operand || operand->isWeight() || !operand->type().isTensor() || !operand->type().isRanked())
    return false;
  return !level.numbersAlone || isFloat(operand->type().dtype());
}

/// The marks in front of one op.
class Marks {
public:
  Marks(Op &op, std::string why) : op(op), before(op.operands()), why(std::move(why)) {}

  bool set(const Level &level) {
    for (unsigned i = 0; i < op.numOperands(); ++i)
      if (isOpened(before[i], level))
        op.setOperand(i, markFor(before[i], level));
    return !marks.empty();
  }

  void remove() {
    op.setOperands(before);
    for (auto &[value, mark] : marks)
      mark->erase();
    marks.clear();
  }

private:
  Value *markFor(Value *value, const Level &level) {
    Op *&mark = marks[value];
    if (!mark) {
      CoreBuilder b(op, value->name(), op.origins());
      AttrDict attrs;
      if (level.keepsRank)
        attrs.set("rank", static_cast<int64_t>(value->type().rank()));
      attrs.set("why", why);
      mark = b.create("unsized", {value}, std::move(attrs));
    }
    return mark->result();
  }

  Op &op;
  std::vector<Value *> before;
  std::string why;
  std::map<Value *, Op *> marks;
};

LogicalResult attemptQuietly(Op &op, const std::function<LogicalResult()> &attempt,
                             std::optional<Diagnostic> *error = nullptr) {
  DiagnosticSuppressor suppressor(op.module().diagnostics());
  LogicalResult result = attempt();
  if (error)
    *error = suppressor.firstError();
  return result;
}

} // namespace

LogicalResult attemptMarking(Op &op, const std::function<LogicalResult()> &attempt) {
  std::optional<Diagnostic> error;
  if (succeeded(attemptQuietly(op, attempt, &error)))
    return success();
  Marks marks(op, error ? error->text() : "");
  for (const Level &level : levels) {
    if (marks.set(level) && succeeded(attemptQuietly(op, attempt)))
      return success();
    marks.remove();
  }
  if (error)
    op.module().diagnostics().report(*error);
  return failure();
}

void dropMarks(Graph &graph) {
  for (const Op *misfit : misfits(graph)) {
    Op *mark = misfit->result()->definingOp();
    mark->result()->replaceAllUsesWith(mark->operand(0));
    mark->erase();
  }
}

} // namespace fixcon
