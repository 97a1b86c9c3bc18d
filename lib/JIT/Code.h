// Writing one function: loops that carry values, vectors of the machine's width, addresses in elements.
#pragma once

#include "fixcon/Tensor/DType.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include <functional>
#include <span>
#include <vector>

namespace fixcon {

using Carried = std::vector<llvm::Value *>;

class Code {
public:
  /// A function of `pointers` pointers followed by `numbers` 64-bit integers. `dtype` (F32 or F64) is that of elements,
  /// `lanes` the number of them in a vector.
  Code(llvm::Module &module, const std::string &name, unsigned pointers, unsigned numbers,
       DType dtype, int64_t lanes);
  /// Ends the function.
  void finish() { ir.CreateRetVoid(); }

  llvm::Value *argument(unsigned i) { return function->getArg(i); }
  llvm::Value *number(int64_t value) { return ir.getInt64(static_cast<uint64_t>(value)); }
  llvm::Type *element() const { return elementType; }
  llvm::VectorType *vector() const { return vectorType; }
  /// `value` in all lanes.
  llvm::Value *splat(double value);
  llvm::Value *splat(llvm::Value *scalar);

  /// `base` moved by a number of elements.
  llvm::Value *at(llvm::Value *base, llvm::Value *elements);
  llvm::Value *at(llvm::Value *base, int64_t elements) { return at(base, number(elements)); }
  llvm::Value *pointerAt(llvm::Value *table, unsigned i);
  llvm::Value *loadElement(llvm::Value *from) { return ir.CreateLoad(elementType, from); }
  /// The first `count` lanes; the others are zero.
  llvm::Value *loadVector(llvm::Value *from, int64_t count);
  void storeVector(llvm::Value *value, llvm::Value *to, int64_t count);
  llvm::Value *loadVector(llvm::Value *from) { return loadVector(from, lanes); }
  /// a * b + c, rounded once where the machine can.
  llvm::Value *multiplyAdd(llvm::Value *a, llvm::Value *b, llvm::Value *c);

  /// for (i = begin; i < end; i += step) carried = body(i, carried)
  Carried loop(llvm::Value *begin, llvm::Value *end, int64_t step, Carried carried,
               const std::function<Carried(llvm::Value *i, Carried carried)> &body);
  /// The same where nothing is carried.
  void loop(llvm::Value *begin, llvm::Value *end, int64_t step,
            const std::function<void(llvm::Value *i)> &body);
  /// What one of the two gives; both give as many values.
  Carried either(llvm::Value *condition, const std::function<Carried()> &then,
                 const std::function<Carried()> &otherwise);
  void when(llvm::Value *condition, const std::function<void()> &then);
  /// Loads in front of this are not kept for use behind it: keeping them costs registers that accumulators need.
  void forgetLoads();

  llvm::IRBuilder<> ir;
  const DType dtype;
  const int64_t lanes;

private:
  llvm::BasicBlock *block(const char *name);

  llvm::Function *function;
  llvm::Type *elementType;
  llvm::VectorType *vectorType;
};

} // namespace fixcon
