#include "Code.h"

#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/Intrinsics.h>

namespace fixcon {

Code::Code(llvm::Module &module, const std::string &name, unsigned pointers, unsigned numbers,
           DType dtype, int64_t lanes)
    : ir(module.getContext()), dtype(dtype), lanes(lanes),
      elementType(dtype == DType::F32 ? ir.getFloatTy() : ir.getDoubleTy()),
      vectorType(llvm::FixedVectorType::get(elementType, static_cast<unsigned>(lanes))) {
  std::vector<llvm::Type *> types(pointers, ir.getPtrTy());
  types.insert(types.end(), numbers, ir.getInt64Ty());
  function = llvm::Function::Create(llvm::FunctionType::get(ir.getVoidTy(), types, false),
                                    llvm::Function::ExternalLinkage, name, module);
  function->addFnAttr("prefer-vector-width", "512");
  function->addFnAttr(llvm::Attribute::NoUnwind);
  ir.SetInsertPoint(block("entry"));
}

llvm::BasicBlock *Code::block(const char *name) {
  return llvm::BasicBlock::Create(ir.getContext(), name, function);
}

llvm::Value *Code::splat(double value) { return llvm::ConstantFP::get(vectorType, value); }

llvm::Value *Code::splat(llvm::Value *scalar) {
  return ir.CreateVectorSplat(static_cast<unsigned>(lanes), scalar);
}

llvm::Value *Code::at(llvm::Value *base, llvm::Value *elements) {
  return ir.CreateGEP(elementType, base, elements);
}

llvm::Value *Code::pointerAt(llvm::Value *table, unsigned i) {
  return ir.CreateLoad(ir.getPtrTy(), ir.CreateConstGEP1_64(ir.getPtrTy(), table, i));
}

/// Which of the lanes are meant.
static llvm::Value *maskOf(llvm::IRBuilder<> &ir, int64_t lanes, int64_t count) {
  std::vector<llvm::Constant *> bits;
  for (int64_t lane = 0; lane < lanes; ++lane)
    bits.push_back(ir.getInt1(lane < count));
  return llvm::ConstantVector::get(bits);
}

llvm::Value *Code::loadVector(llvm::Value *from, int64_t count) {
  llvm::Align alignment(byteSize(dtype));
  if (count == lanes)
    return ir.CreateAlignedLoad(vectorType, from, alignment);
  return ir.CreateMaskedLoad(vectorType, from, alignment, maskOf(ir, lanes, count),
                             llvm::Constant::getNullValue(vectorType));
}

void Code::storeVector(llvm::Value *value, llvm::Value *to, int64_t count) {
  llvm::Align alignment(byteSize(dtype));
  if (count == lanes)
    ir.CreateAlignedStore(value, to, alignment);
  else
    ir.CreateMaskedStore(value, to, alignment, maskOf(ir, lanes, count));
}

llvm::Value *Code::multiplyAdd(llvm::Value *a, llvm::Value *b, llvm::Value *c) {
  return ir.CreateIntrinsic(llvm::Intrinsic::fmuladd, {a->getType()}, {a, b, c});
}

Carried Code::loop(llvm::Value *begin, llvm::Value *end, int64_t step, Carried carried,
                   const std::function<Carried(llvm::Value *, Carried)> &body) {
  llvm::BasicBlock *before = ir.GetInsertBlock(), *inside = block("loop"), *after = block("after");
  ir.CreateCondBr(ir.CreateICmpSLT(begin, end), inside, after);
  ir.SetInsertPoint(inside);
  llvm::PHINode *i = ir.CreatePHI(ir.getInt64Ty(), 2);
  i->addIncoming(begin, before);
  std::vector<llvm::PHINode *> phis;
  for (llvm::Value *value : carried) {
    phis.push_back(ir.CreatePHI(value->getType(), 2));
    phis.back()->addIncoming(value, before);
  }
  Carried next = body(i, Carried(phis.begin(), phis.end()));
  llvm::BasicBlock *last = ir.GetInsertBlock();
  llvm::Value *following = ir.CreateAdd(i, number(step));
  i->addIncoming(following, last);
  for (size_t k = 0; k < phis.size(); ++k)
    phis[k]->addIncoming(next[k], last);
  ir.CreateCondBr(ir.CreateICmpSLT(following, end), inside, after);
  ir.SetInsertPoint(after);
  Carried out;
  for (size_t k = 0; k < phis.size(); ++k) {
    llvm::PHINode *phi = ir.CreatePHI(carried[k]->getType(), 2);
    phi->addIncoming(carried[k], before);
    phi->addIncoming(next[k], last);
    out.push_back(phi);
  }
  return out;
}

void Code::loop(llvm::Value *begin, llvm::Value *end, int64_t step,
                const std::function<void(llvm::Value *)> &body) {
  loop(begin, end, step, {}, [&](llvm::Value *i, Carried) {
    body(i);
    return Carried();
  });
}

Carried Code::either(llvm::Value *condition, const std::function<Carried()> &then,
                     const std::function<Carried()> &otherwise) {
  llvm::BasicBlock *yes = block("then"), *no = block("else"), *after = block("after");
  ir.CreateCondBr(condition, yes, no);
  ir.SetInsertPoint(yes);
  Carried a = then();
  llvm::BasicBlock *endOfYes = ir.GetInsertBlock();
  ir.CreateBr(after);
  ir.SetInsertPoint(no);
  Carried b = otherwise();
  llvm::BasicBlock *endOfNo = ir.GetInsertBlock();
  ir.CreateBr(after);
  ir.SetInsertPoint(after);
  Carried out;
  for (size_t k = 0; k < a.size(); ++k) {
    llvm::PHINode *phi = ir.CreatePHI(a[k]->getType(), 2);
    phi->addIncoming(a[k], endOfYes);
    phi->addIncoming(b[k], endOfNo);
    out.push_back(phi);
  }
  return out;
}

void Code::when(llvm::Value *condition, const std::function<void()> &then) {
  auto nothing = [] { return Carried(); };
  either(
      condition,
      [&] {
        then();
        return Carried();
      },
      nothing);
}

void Code::forgetLoads() {
  auto *barrier =
      llvm::InlineAsm::get(llvm::FunctionType::get(ir.getVoidTy(), false), "", "~{memory}",
                           /*hasSideEffects=*/true);
  ir.CreateCall(barrier);
}

} // namespace fixcon
