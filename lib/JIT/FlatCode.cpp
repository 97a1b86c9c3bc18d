#include "FlatCode.h"

#include "ScalarCode.h"

namespace fixcon {

using llvm::Value;

std::string FlatShape::key() const {
  std::string text = "flat " + std::string(name(dtype)) + " " + std::to_string(lanes) + " ";
  for (FlatOperand operand : operands)
    text += std::to_string(static_cast<int>(operand));
  return text + " " + formula.str();
}

/// The lanes of the vector at element `i` that lie in front of `count`.
static Value *maskUntil(Code &code, Value *i, Value *count) {
  auto &ir = code.ir;
  std::vector<llvm::Constant *> numbers;
  for (int64_t lane = 0; lane < code.lanes; ++lane)
    numbers.push_back(ir.getInt64(static_cast<uint64_t>(lane)));
  Value *left = ir.CreateVectorSplat(static_cast<unsigned>(code.lanes), ir.CreateSub(count, i));
  return ir.CreateICmpSLT(llvm::ConstantVector::get(numbers), left);
}

void writeFlat(llvm::Module &module, const std::string &name, const FlatShape &shape) {
  Code code(module, name, 2, 1, shape.dtype, shape.lanes);
  auto &ir = code.ir;
  llvm::Align alignment(byteSize(shape.dtype));
  std::vector<Value *> pointers, fixed;
  for (unsigned k = 0; k < shape.operands.size(); ++k) {
    pointers.push_back(code.pointerAt(code.argument(1), k));
    switch (shape.operands[k]) {
    case FlatOperand::Contiguous:
      fixed.push_back(nullptr);
      break;
    case FlatOperand::Single:
      fixed.push_back(code.splat(code.loadElement(pointers[k])));
      break;
    case FlatOperand::Lanes:
      fixed.push_back(code.loadVector(pointers[k]));
      break;
    }
  }
  auto valueAt = [&](Value *i, Value *mask) {
    std::vector<Value *> arguments{nullptr};
    for (size_t k = 0; k < pointers.size(); ++k) {
      Value *from = code.at(pointers[k], i);
      arguments.push_back(fixed[k] ? fixed[k]
                          : mask   ? ir.CreateMaskedLoad(code.vector(), from, alignment, mask,
                                                         llvm::Constant::getNullValue(code.vector()))
                                   : code.loadVector(from));
    }
    return codeOf(code, shape.formula, arguments);
  };
  Value *count = code.argument(2), *lanes = code.number(shape.lanes);
  Value *whole = ir.CreateMul(ir.CreateSDiv(count, lanes), lanes);
  code.loop(code.number(0), whole, shape.lanes, [&](Value *i) {
    code.storeVector(valueAt(i, nullptr), code.at(code.argument(0), i), shape.lanes);
  });
  code.when(ir.CreateICmpSLT(whole, count), [&] {
    Value *mask = maskUntil(code, whole, count);
    ir.CreateMaskedStore(valueAt(whole, mask), code.at(code.argument(0), whole), alignment, mask);
  });
  code.finish();
}

} // namespace fixcon
