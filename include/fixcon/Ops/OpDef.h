// The definition of a core op: everything that is true of it whoever asks. One file of lib/Ops
// defines one op; parser, verifier, executor, fault passes and documentation read the fields.
#pragma once

#include "fixcon/Formula/IndexMap.h"
#include "fixcon/Formula/Scalar.h"
#include "fixcon/IR/Datum.h"
#include "fixcon/IR/Op.h"

#include <functional>

namespace fixcon {

/// What an operand means to its op. Fault passes ask for roles, never for ops.
enum class Role : uint8_t {
  Data,           ///< an activation
  Weight,         ///< a learned factor: filter, matrix, scale, slope
  Bias,           ///< a learned addend
  Statistic,      ///< running mean or variance, quantisation scale or zero point
  Shape,          ///< sizes, axes, pads, permutations: integers that decide shapes
  Hyperparameter, ///< a number that configures the op: a bound, a ratio, a fill value
  Index           ///< positions of elements
};

/// Whether an operand of this role says how its op computes, as an attribute would.
inline bool configures(Role role) { return role == Role::Shape || role == Role::Hyperparameter; }

struct OperandDef {
  std::string name;
  Role role = Role::Data;
  bool optional = false;
  bool variadic = false; ///< only the last one
};

/// An attribute by its ONNX spelling, with the value that its absence means; an empty default means
/// that absence has a meaning of its own (the field is a std::optional).
struct AttrDef {
  std::string name;
  Attribute defaultValue;
  size_t kind = 0;      ///< the alternative of Attribute::Storage that a value must be
  bool isDType = false; ///< a string that is the word of a dtype
};

/// Elements of an integer tensor as products of numbers and symbols (lib/Ops/SizeTensor.h).
struct SizeTensor;

/// What shape rules and reference kernels know about an operand.
struct OperandInfo {
  Type type;                         ///< None if the operand is absent
  const Tensor *value = nullptr;     ///< its elements, if they are known
  const SizeTensor *sizes = nullptr; ///< what else is known of its elements
};

/// A shape rule's view: operand types and known values in, result types out.
class InferContext {
public:
  InferContext(const Op &op, std::vector<OperandInfo> operands);
  /// What is known while the op runs; a null operand is absent. Before a run, what is known is what
  /// SizeTracker::contextOf has followed.
  InferContext(const Op &op, std::span<const Datum *const> operands);

  const Op &op() const { return *theOp; }
  unsigned numOperands() const { return static_cast<unsigned>(operands.size()); }
  bool has(unsigned i) const {
    return i < operands.size() && operands[i].type.kind() != Type::Kind::None;
  }
  const Type &type(unsigned i) const { return operands[i].type; }
  /// Elements of operand i if they are known, else null.
  const Tensor *value(unsigned i) const {
    return i < operands.size() ? operands[i].value : nullptr;
  }
  /// What is known of the elements of operand i where some are no numbers, else null.
  const SizeTensor *sizes(unsigned i) const {
    return i < operands.size() ? operands[i].sizes : nullptr;
  }
  bool isRanked(unsigned i) const { return has(i) && type(i).isRanked(); }
  int64_t opset() const;
  template <class A> A attrs() const;

  void setResult(unsigned i, Type type);
  const std::vector<Type> &results() const { return resultTypes; }

  /// An error at the op; its code `label` names the constraint ("conv_c2") that docs and tests repeat.
  DiagnosticBuilder error(std::string_view label) const;

private:
  const Op *theOp;
  std::vector<OperandInfo> operands;
  std::vector<Type> resultTypes;
};

/// A reference kernel's view. Every float operand is F64 whatever its dtype in the IR, and float
/// results are F64: the executor rounds. Other dtypes are as in the IR.
class EvalContext {
public:
  /// Runs a nested graph on values for its arguments; results are its outputs.
  using RegionRunner =
      std::function<FailureOr<std::vector<Datum>>(const Graph &, std::vector<Datum>)>;

  const Op &op() const { return *theOp; }
  unsigned numOperands() const { return static_cast<unsigned>(inputs.size()); }
  bool has(unsigned i) const { return i < inputs.size() && inputs[i]; }
  const Tensor &in(unsigned i) const { return inputs[i]->tensor(); }
  /// The operand whatever it is, for ops that are defined on more than tensors.
  const Datum &datum(unsigned i) const { return *inputs[i]; }
  /// All operands as tensors; null if absent.
  std::vector<const Tensor *> tensors() const;
  /// Results have their inferred shape and are zero; one whose shape depends on data is empty and
  /// is assigned whole. Absent results (hasResult) are allocated too and thrown away.
  Tensor &out(unsigned i = 0) { return outputs[i].tensor(); }
  bool hasResult(unsigned i) const { return theOp->hasResult(i); }
  template <class A> A attrs() const;
  FailureOr<std::vector<Datum>> run(const Graph &region, std::vector<Datum> arguments);
  /// An error at the op that only a run shows, under the label <op>_run or that of a constraint.
  DiagnosticBuilder error() const { return error(theOp->name() + "_run"); }
  DiagnosticBuilder error(std::string_view label) const;

  const Op *theOp = nullptr;
  std::vector<const Datum *> inputs;
  std::vector<Datum> outputs; ///< those that are no tensors are assigned whole
  RegionRunner runner;
  int64_t room = INT64_MAX; ///< bytes that results of a size not known beforehand may take
  uint64_t seed = 0;        ///< for ops that draw random numbers
};

enum class Family : uint8_t { Elementwise, Movement, Structured };

/// A rename from another format: op type, domain, and the opsets (inclusive) in which the meaning
/// is the core op's. Operands and attributes carry over as they are, but for dtypes, which are spelt
/// in the format's way.
struct ForeignName {
  std::string dialect, domain, type;
  int64_t since = 1, until = INT64_MAX;
};

class OpDef {
public:
  using Infer = std::function<LogicalResult(InferContext &)>;
  using Reference = std::function<LogicalResult(EvalContext &)>;
  using Formula = std::function<Scalar(std::span<const Scalar> args, const Op &op)>;
  /// Concrete types and values in `context` (static shapes, Shape operands known); one map a
  /// result.
  using Movement = std::function<FailureOr<std::vector<IndexMap>>(InferContext &context)>;
  using ResultDType = std::function<DType(InferContext &)>;
  /// What follows for the elements of an integer result, whose type is inferred.
  using Sizes = std::function<std::optional<SizeTensor>(const InferContext &)>;
  /// The types of the arguments of each nested graph, unknown ones where nothing follows.
  using BodyTypes = std::function<std::vector<std::vector<Type>>(const InferContext &)>;
  /// The nested graph whose outputs are the results, where known operands decide that; else null.
  using Choice = std::function<const Graph *(const InferContext &)>;

  explicit OpDef(std::string name);
  OpDef(const OpDef &);
  OpDef(OpDef &&) noexcept;
  ~OpDef();

  // What an op's file says.
  OpDef &summary(std::string text);
  OpDef &operand(std::string name, Role role = Role::Data);
  OpDef &optional(std::string name, Role role = Role::Data);
  OpDef &variadic(std::string name, Role role = Role::Data);
  /// Results: one unless said otherwise; `most` may exceed `least` for optional ones.
  OpDef &results(unsigned least, unsigned most);
  /// Declares the fields of A, a struct with default values and
  /// `template <class V> void visit(V &v) { v("strides", strides); ... }`.
  template <class A> OpDef &attrs();
  OpDef &infer(Infer rule);
  /// Structured; beside a formula, the meaning on dtypes that formulas cannot compute with; beside
  /// a movement, the meaning on what is no tensor.
  OpDef &reference(Reference kernel);
  /// Elementwise: shape by broadcasting. Operands share a dtype, which is the result's, unless
  /// resultDType says otherwise.
  OpDef &formula(Formula rule);
  /// The result's dtype when operands of any dtypes may meet.
  OpDef &resultDType(ResultDType rule);
  OpDef &resultDType(DType fixed);
  /// Movement.
  OpDef &movement(Movement rule);
  /// Arithmetic of sizes that may be symbols. A movement moves them without being told.
  OpDef &sizes(Sizes rule);
  /// What the types of operands say of the arguments of nested graphs.
  OpDef &bodyTypes(BodyTypes rule);
  /// Of nested graphs without arguments one runs, once.
  OpDef &choice(Choice rule);
  OpDef &commutative();
  /// Operands may be sequences and optionals; other ops take tensors alone.
  OpDef &anyKind();
  /// Two runs may differ: never folded, merged or removed as equal.
  OpDef &nondeterministic();
  OpDef &onnx(std::string type, int64_t since = 1, int64_t until = INT64_MAX,
              std::string domain = "");

  // What everyone else reads.
  const std::string &name() const { return opName; }
  const std::string &summary() const { return text; }
  Family family() const { return kind; }
  const std::vector<OperandDef> &operands() const { return operandDefs; }
  /// The definition of operand i; a variadic one stands for all from its place on. Null beyond.
  const OperandDef *operandDef(unsigned i) const;
  unsigned leastResults() const { return fewestResults; }
  unsigned mostResults() const { return mostResultsAllowed; }
  const std::vector<AttrDef> &attributes() const { return attrDefs; }
  /// The attribute's value, or what its absence means; empty if it has no such attribute.
  Attribute effective(const Op &op, std::string_view attribute) const;
  bool isCommutative() const { return commutes; }
  bool isDeterministic() const { return deterministic; }
  /// Whether the definition says what the op computes.
  bool hasMeaning() const { return kind != Family::Structured || kernel; }
  const std::vector<ForeignName> &foreignNames() const { return renames; }
  const Formula &formula() const { return scalar; }
  const Movement &movement() const { return move; }
  const Sizes &sizes() const { return sizesRule; }
  const BodyTypes &bodyTypes() const { return bodyRule; }
  const Choice &choice() const { return choiceRule; }

  /// Result types from operand types; checks operand count, attribute names and kinds first.
  LogicalResult inferTypes(InferContext &context) const;
  /// Computes the results, which are allocated; dispatches on the family.
  LogicalResult evaluate(EvalContext &context) const;

private:
  LogicalResult checkForm(InferContext &context) const;
  LogicalResult checkKinds(InferContext &context) const;
  LogicalResult inferElementwise(InferContext &context) const;
  LogicalResult evaluateElementwise(EvalContext &context) const;
  LogicalResult evaluateMovement(EvalContext &context) const;

  std::string opName, text;
  Family kind = Family::Structured;
  std::vector<OperandDef> operandDefs;
  unsigned fewestResults = 1, mostResultsAllowed = 1;
  std::vector<AttrDef> attrDefs;
  Infer inferRule;
  Reference kernel;
  Formula scalar;
  Movement move;
  ResultDType dtypeRule;
  Sizes sizesRule;
  BodyTypes bodyRule;
  Choice choiceRule;
  bool commutes = false, deterministic = true, mixesDTypes = false, takesAnyKind = false;
  std::vector<ForeignName> renames;
};

/// The definition of a core op by name, or null.
const OpDef *opDef(std::string_view name);
const OpDef *opDef(const Op &op);
/// Every core op, in the order of Ops.def.
const std::vector<const OpDef *> &allOpDefs();
/// The core op that a foreign op is a mere rename of in its opset, or null.
const OpDef *opDefForForeign(const Op &op);

/// Structure (verifyStructure) and, for core ops, operand counts, attributes and result types that
/// agree with the op's shape rule.
LogicalResult verify(const Module &module);

/// A result whose elements follow from types alone.
struct KnownResult {
  Value *result;
  Tensor elements;
};

/// Gives every result of the core ops in `graph` the most precise type that follows; reports what
/// contradicts. Foreign ops keep their types. Where sizes are computed from sizes, the arithmetic
/// is followed, on symbols too; `known` receives the results that it gives as numbers, in the order
/// of ops. True if a type changed.
FailureOr<bool> inferTypes(Graph &graph, std::vector<KnownResult> *known = nullptr);

// Attribute structs are read by visitors.
namespace detail {
struct AttrDeclarer {
  std::vector<AttrDef> &defs;
  template <class T> void operator()(const char *name, std::optional<T> &) {
    declare(name, T{}, /*hasDefault=*/false, std::same_as<T, DType>);
  }
  template <class T> void operator()(const char *name, T &value) {
    declare(name, value, /*hasDefault=*/true, std::same_as<T, DType>);
  }
  /// `value` is the default, or only says the kind.
  void declare(const char *name, Attribute value, bool hasDefault, bool isDType);
};
struct AttrReader {
  const AttrDict &dict;
  template <class T> void operator()(const char *name, std::optional<T> &value) {
    if (const T *found = dict.get<T>(name))
      value = *found;
  }
  void operator()(const char *name, std::optional<DType> &value) {
    const auto *word = dict.get<std::string>(name);
    if (auto found = word ? dtypeByName(*word) : std::nullopt)
      value = found;
  }
  template <class T> void operator()(const char *name, T &value) {
    std::optional<T> found;
    (*this)(name, found);
    if (found)
      value = std::move(*found);
  }
};
} // namespace detail

/// The fields of A as the op's attributes say, defaults where they are absent.
template <class A> A readAttrs(const Op &op) {
  A fields;
  detail::AttrReader reader{op.attrs()};
  fields.visit(reader);
  return fields;
}
template <class A> A InferContext::attrs() const { return readAttrs<A>(*theOp); }
template <class A> A EvalContext::attrs() const { return readAttrs<A>(*theOp); }
template <class A> OpDef &OpDef::attrs() {
  A fields;
  detail::AttrDeclarer declarer{attrDefs};
  fields.visit(declarer);
  return *this;
}

} // namespace fixcon
