// The two core forms of a model: the executable one, which computes what a runtime computes op by op,
// and the normal one, in which two spellings of one meaning are equal.
#pragma once

#include "fixcon/IR/Module.h"
#include "fixcon/Pass/Pass.h"

#include <functional>
#include <map>
#include <string_view>

namespace fixcon {

class CoreBuilder;

/// Types by name, of arguments and of what opaque ops give, in place of those that a file declares: concrete
/// shapes of the data. What the file declares inside the graph is then no longer trusted.
using ArgumentTypeMap = std::map<std::string, Type>;

/// Values of arguments by name: short lists of whole numbers that all data gives alike. They decide which
/// branch of an `if` there is; arguments stay what they are.
using ArgumentValueMap = std::map<std::string, Tensor>;

/// What becomes of an op that does not fit what it reads: an error, or it is marked and the rest goes on (Misfit.h).
enum class Misfits { Refuse, Mark };

/// The executable form: lowers a faithful graph to core ops under `<name>.x` (replacing an older one) and
/// nothing more: each foreign op alone, results keep their names, each core op and weight has its
/// origins. It computes what a runtime makes of the file. An op that is not known stays, opaque.
FailureOr<Graph *> legalize(Module &module, const Graph &faithful,
                            const ArgumentTypeMap &argumentTypes = {},
                            const ArgumentValueMap &argumentValues = {},
                            Misfits misfits = Misfits::Refuse);

/// Takes the marks of misfits out of a core graph whose values have their types: what is behind them keeps its own.
void dropMarks(Graph &graph);

/// Whether legalize() can lower an op of a faithful graph, calls of functions apart.
bool isKnown(const Op &faithful);

/// How often each rewrite of Canonicalizations.def fired, by its Id.
using FiredRewrites = std::map<std::string_view, unsigned>;

/// The normal form `<name>.n`: legalize, then fold-shapes, fold-constants, canonicalize, cse and dce to
/// a fixed point.
FailureOr<Graph *> normalize(Module &module, const Graph &faithful,
                             const ArgumentTypeMap &argumentTypes = {},
                             FiredRewrites *fired = nullptr);
/// The same from the executable form, which stays.
FailureOr<Graph *> normalizeExecutable(Module &module, const Graph &executable);

/// Whether a core graph holds numbers as integers with a scale or a zero point.
bool isQuantized(const Graph &core);

/// Arithmetic on such integers becomes real arithmetic between grids (fixcon/Ops/Grid.h), where it is
/// understood; true if something changed.
bool dequantize(Graph &graph);

/// The normal form of a quantised executable form, with dequantize(): in it layers are those of the network that
/// was quantised.
FailureOr<Graph *> normalizeReal(Module &module, const Graph &executable);

/// What stands in place of a grid: `x`, or a value made by the builder, which stands in front of the grid.
using GridReplacement = std::function<Value *(CoreBuilder &, Value *x, const Op &grid)>;
/// Takes the grids out of a normal form, for what they do to values is rounding alone, and simplifies it again.
LogicalResult dropGrids(Graph &graph, const GridReplacement &replacement);

/// inferTypes(), and what shape arithmetic gives as numbers becomes weights; true if something changed.
FailureOr<bool> foldShapes(Graph &graph);

/// The pieces, on one core graph each; true if something changed.
bool foldConstants(Graph &graph, int64_t maxElements = int64_t(1) << 26);
bool canonicalize(Graph &graph, FiredRewrites *fired = nullptr);
bool eliminateCommonSubexpressions(Graph &graph);
bool eliminateDeadCode(Graph &graph);

} // namespace fixcon
