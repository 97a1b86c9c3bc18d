// Functions of <cmath> are called lane by lane: they are as exact as those of the reference.
#include "ScalarCode.h"

#include "fixcon/Support/Require.h"

#include <llvm/IR/Intrinsics.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>

namespace fixcon {

namespace {

using Kind = Scalar::Kind;
using llvm::Intrinsic::ID;

const std::map<Kind, ID> intrinsics{
    {Kind::Abs, llvm::Intrinsic::fabs},    {Kind::Floor, llvm::Intrinsic::floor},
    {Kind::Ceil, llvm::Intrinsic::ceil},   {Kind::RoundEven, llvm::Intrinsic::roundeven},
    {Kind::Trunc, llvm::Intrinsic::trunc}, {Kind::Sqrt, llvm::Intrinsic::sqrt},
};

/// By the names of C for doubles; those for floats end in f.
const std::map<Kind, const char *> functions{
    {Kind::Exp, "exp"},     {Kind::Exp2, "exp2"},   {Kind::Log, "log"},     {Kind::Logb, "logb"},
    {Kind::Log1p, "log1p"}, {Kind::Pow, "pow"},     {Kind::Erf, "erf"},     {Kind::Sin, "sin"},
    {Kind::Cos, "cos"},     {Kind::Tan, "tan"},     {Kind::Asin, "asin"},   {Kind::Acos, "acos"},
    {Kind::Atan, "atan"},   {Kind::Sinh, "sinh"},   {Kind::Cosh, "cosh"},   {Kind::Tanh, "tanh"},
    {Kind::Asinh, "asinh"}, {Kind::Acosh, "acosh"}, {Kind::Atanh, "atanh"}, {Kind::Fmod, "fmod"},
};

/// Operations with a rule of their own in ScalarWriter::combine.
constexpr std::array combined{Kind::Add,    Kind::Sub,  Kind::Mul,   Kind::Div,       Kind::Neg,
                              Kind::Min,    Kind::Max,  Kind::Less,  Kind::LessEqual, Kind::Equal,
                              Kind::Select, Kind::Sign, Kind::IsNaN, Kind::IsInf};

class ScalarWriter {
public:
  ScalarWriter(Code &code, std::span<llvm::Value *const> arguments)
      : code(code), ir(code.ir), arguments(arguments) {}

  llvm::Value *write(const Scalar &s) {
    if (s.kind() == Kind::Argument)
      return arguments[s.argumentIndex()];
    if (s.kind() == Kind::Constant)
      return code.splat(s.constant());
    if (auto it = known.find(s.id()); it != known.end())
      return it->second;
    std::vector<llvm::Value *> operands;
    for (const Scalar &operand : s.operands())
      operands.push_back(write(operand));
    return known[s.id()] = operation(s.kind(), operands);
  }

private:
  llvm::Value *operation(Kind kind, std::span<llvm::Value *const> x) {
    if (auto it = intrinsics.find(kind); it != intrinsics.end())
      return ir.CreateIntrinsic(it->second, {x[0]->getType()}, std::vector(x.begin(), x.end()));
    if (auto it = functions.find(kind); it != functions.end())
      return call(it->second, x);
    return combine(kind, x);
  }

  llvm::Value *combine(Kind kind, std::span<llvm::Value *const> x) {
    switch (kind) {
    case Kind::Add:
      return ir.CreateFAdd(x[0], x[1]);
    case Kind::Sub:
      return ir.CreateFSub(x[0], x[1]);
    case Kind::Mul:
      return ir.CreateFMul(x[0], x[1]);
    case Kind::Div:
      return ir.CreateFDiv(x[0], x[1]);
    case Kind::Neg:
      return ir.CreateFNeg(x[0]);
    case Kind::Min:
      return extremum(llvm::CmpInst::FCMP_OLT, x[0], x[1]);
    case Kind::Max:
      return extremum(llvm::CmpInst::FCMP_OGT, x[0], x[1]);
    case Kind::Less:
      return truth(ir.CreateFCmpOLT(x[0], x[1]));
    case Kind::LessEqual:
      return truth(ir.CreateFCmpOLE(x[0], x[1]));
    case Kind::Equal:
      return truth(ir.CreateFCmpOEQ(x[0], x[1]));
    case Kind::Select:
      return ir.CreateSelect(ir.CreateFCmpUNE(x[0], code.splat(0.0)), x[1], x[2]);
    case Kind::Sign:
      return sign(x[0]);
    case Kind::IsNaN:
      return truth(ir.CreateFCmpUNO(x[0], x[0]));
    case Kind::IsInf:
      return truth(ir.CreateFCmpOEQ(ir.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x[0]),
                                    code.splat(std::numeric_limits<double>::infinity())));
    default:
      brokenInvariant("a formula without code");
    }
  }

  llvm::Value *truth(llvm::Value *condition) {
    return ir.CreateSelect(condition, code.splat(1.0), code.splat(0.0));
  }

  /// The first where it is beyond the second, or no number; else the second: as the reference, which of two zeros
  /// included. What is constant is a number, and saves a comparison.
  llvm::Value *extremum(llvm::CmpInst::Predicate beyond, llvm::Value *a, llvm::Value *b) {
    if (llvm::isa<llvm::Constant>(b))
      return ir.CreateSelect(ir.CreateFCmp(llvm::CmpInst::getUnorderedPredicate(beyond), a, b), a,
                             b);
    llvm::Value *isBeyond = ir.CreateFCmp(beyond, a, b);
    if (!llvm::isa<llvm::Constant>(a))
      isBeyond = ir.CreateOr(isBeyond, ir.CreateFCmpUNO(a, a));
    return ir.CreateSelect(isBeyond, a, b);
  }

  /// -1, 1, and what is neither below nor above zero as it is: zeros and NaN.
  llvm::Value *sign(llvm::Value *x) {
    llvm::Value *zero = code.splat(0.0);
    llvm::Value *above = ir.CreateSelect(ir.CreateFCmpOGT(x, zero), code.splat(1.0), x);
    return ir.CreateSelect(ir.CreateFCmpOLT(x, zero), code.splat(-1.0), above);
  }

  llvm::Value *call(std::string name, std::span<llvm::Value *const> x) {
    if (code.dtype == DType::F32)
      name += "f";
    llvm::Module &module = *ir.GetInsertBlock()->getModule();
    std::vector<llvm::Type *> types(x.size(), code.element());
    auto callee =
        module.getOrInsertFunction(name, llvm::FunctionType::get(code.element(), types, false));
    llvm::Value *out = llvm::PoisonValue::get(code.vector());
    for (int64_t lane = 0; lane < code.lanes; ++lane) {
      auto place = static_cast<uint64_t>(lane);
      std::vector<llvm::Value *> scalars;
      for (llvm::Value *value : x)
        scalars.push_back(ir.CreateExtractElement(value, place));
      out = ir.CreateInsertElement(out, ir.CreateCall(callee, scalars), place);
    }
    return out;
  }

  Code &code;
  llvm::IRBuilder<> &ir;
  std::span<llvm::Value *const> arguments;
  std::map<const Scalar::Node *, llvm::Value *> known;
};

} // namespace

bool hasCode(const Scalar &formula) {
  Kind kind = formula.kind();
  bool known = kind == Kind::Argument || kind == Kind::Constant || intrinsics.contains(kind) ||
               functions.contains(kind) || std::ranges::find(combined, kind) != combined.end();
  return known && std::ranges::all_of(formula.operands(), hasCode);
}

llvm::Value *codeOf(Code &code, const Scalar &formula, std::span<llvm::Value *const> arguments) {
  return ScalarWriter(code, arguments).write(formula);
}

} // namespace fixcon
