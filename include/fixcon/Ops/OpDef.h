// The definition of a core op: everything that is true of it whoever asks. One file of lib/Ops
// defines one op; parser, verifier, executor, fault passes and documentation read the fields.
#pragma once

#include "fixcon/Formula/IndexMap.h"
#include "fixcon/Formula/Scalar.h"
#include "fixcon/IR/Type.h"
#include "fixcon/Ops/AttrFields.h"
#include "fixcon/Ops/DTypeSet.h"
#include "fixcon/Ops/Traits.h"

#include <functional>

namespace fixcon {

/// What an operand means to its op. Fault passes ask for roles, never for ops.
enum class Role : uint8_t {
  Data,           ///< an activation
  Weight,         ///< a learned factor: filter, matrix, scale, slope
  Bias,           ///< a learned addend
  Statistic,      ///< running mean or variance
  Scale,          ///< real value of one step of a quantised operand or result
  ZeroPoint,      ///< quantised value that stands for 0
  Shape,          ///< sizes, axes, pads, permutations: integers that decide shapes
  Hyperparameter, ///< a number that configures the op: a bound, a ratio, a fill value
  Index           ///< positions of elements
};

/// Whether an operand of this role says how its op computes, as an attribute would.
constexpr bool configures(Role role) { return role == Role::Shape || role == Role::Hyperparameter; }

/// Whether training or calibration gives the operand's elements.
constexpr bool isLearned(Role role) {
  return role == Role::Weight || role == Role::Bias || role == Role::Statistic ||
         role == Role::Scale || role == Role::ZeroPoint;
}

struct OperandDef {
  std::string name;
  Role role = Role::Data;
  bool optional = false;
  bool variadic = false;                         ///< only the last one
  std::optional<DTypeSet> dtypes = std::nullopt; ///< empty: what family and role say
  unsigned constraint = 0; ///< operands of one constraint agree in dtype; 0: none given
};

class EvalContext;
class InferContext;
struct SizeTensor;

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
  /// Results: one unless said otherwise; `max` exceeds `min` where some are optional.
  OpDef &results(unsigned min, unsigned max);
  /// Declares the fields of A, a struct with default values and
  /// `template <class V> void visit(V &v) { v("strides", strides); ... }`.
  template <class A> OpDef &attrs();
  OpDef &infer(Infer rule);
  /// Structured; beside a formula, the meaning on dtypes that formulas cannot compute with; beside
  /// a movement, the meaning on what is no tensor.
  OpDef &reference(Reference kernel);
  /// Elementwise: shape by broadcasting. The result has the dtype of operand 0 unless resultDType
  /// says otherwise.
  OpDef &formula(Formula rule);
  /// The dtype of an elementwise op's result, whatever that of its operands.
  OpDef &resultDType(DType dtype);
  /// The operands of these names, or all, hold one dtype out of `allowed`, the same for all of them.
  /// What is not said: positions and sizes are integers, scales floats, zero points quantised;
  /// other operands are what scalar formulas compute with if elementwise, anything if moved, else
  /// floats, and agree.
  OpDef &dtypes(DTypeSet allowed, std::initializer_list<std::string_view> operands = {});
  /// Movement.
  OpDef &movement(Movement rule);
  /// Arithmetic of sizes that may be symbols. A movement moves them without being told.
  OpDef &sizes(Sizes rule);
  /// What the types of operands say of the arguments of nested graphs.
  OpDef &bodyTypes(BodyTypes rule);
  /// Of nested graphs without arguments one runs, once.
  OpDef &choice(Choice rule);
  OpDef &commutative();
  // Traits, as Traits.h says.
  OpDef &axis(std::string_view attribute);
  OpDef &alongAxis(std::string_view attribute); ///< and is the op's axis
  OpDef &permutation(std::string_view attribute);
  OpDef &linear(LinearTrait trait);
  OpDef &window(WindowTrait trait = {});
  OpDef &clamp(ClampTrait trait);
  OpDef &sum(int sign);
  OpDef &product(int exponent);
  OpDef &spatialReduction(std::string_view reduction);
  OpDef &reduces();
  OpDef &view();
  OpDef &whole();
  OpDef &nonNegative();
  OpDef &keepsSign();
  OpDef &forgetsSizes();
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
  unsigned minResults() const { return resultsMin; }
  unsigned maxResults() const { return resultsMax; }
  const std::vector<AttrDef> &attributes() const { return attrDefs; }
  /// The attribute's value, or what its absence means; empty if it has no such attribute.
  Attribute effective(const Op &op, std::string_view attribute) const;
  const Traits &traits() const { return traitsOfOp; }
  /// The dtypes that operand i takes.
  DTypeSet dtypes(unsigned i) const;
  /// Operands of one number agree in dtype; 0: with no other.
  unsigned dtypeConstraint(unsigned i) const;
  bool isCommutative() const { return commutes; }
  bool isDeterministic() const { return deterministic; }
  /// Whether the definition says what the op computes.
  bool hasMeaning() const { return kind != Family::Structured || kernel; }
  const std::vector<ForeignName> &foreignNames() const { return renames; }
  const Reference &reference() const { return kernel; }
  const Formula &formula() const { return scalar; }
  const std::optional<DType> &resultDType() const { return fixedDType; }
  const Movement &movement() const { return move; }
  const Sizes &sizes() const { return sizesRule; }
  const BodyTypes &bodyTypes() const { return bodyRule; }
  const Choice &choice() const { return choiceRule; }

  /// Result types from operand types; checks operand count, attribute names and kinds, and the
  /// operands' dtypes (label <op>_dtype) first.
  LogicalResult inferTypes(InferContext &context) const;
  /// Computes the results, which are allocated; dispatches on the family.
  LogicalResult evaluate(EvalContext &context) const;

private:
  LogicalResult checkForm(InferContext &context) const;
  LogicalResult checkKinds(InferContext &context) const;
  LogicalResult checkDTypes(InferContext &context) const;

  std::string opName, text;
  Family kind = Family::Structured;
  std::vector<OperandDef> operandDefs;
  unsigned resultsMin = 1, resultsMax = 1;
  std::vector<AttrDef> attrDefs;
  Infer inferRule;
  Reference kernel;
  Formula scalar;
  Movement move;
  std::optional<DType> fixedDType;
  Sizes sizesRule;
  BodyTypes bodyRule;
  Choice choiceRule;
  Traits traitsOfOp;
  unsigned constraints = 0;
  bool commutes = false, deterministic = true, takesAnyKind = false;
  std::vector<ForeignName> renames;
};

/// The definition of a core op by name, or null.
const OpDef *opDef(std::string_view name);
const OpDef *opDef(const Op &op);
/// Every core op, in the order of Ops.def.
const std::vector<const OpDef *> &allOpDefs();
/// The core op that a foreign op is a mere rename of in its opset, or null.
const OpDef *opDefForForeign(const Op &op);

template <class A> OpDef &OpDef::attrs() {
  A fields;
  detail::AttrDeclarer declarer{attrDefs};
  fields.visit(declarer);
  return *this;
}

} // namespace fixcon
