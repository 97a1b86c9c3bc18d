// Each operand takes the dtypes that the definition says, and no kernel is given others.
#include "OpUnderTest.h"

#include <algorithm>

using namespace fixcon;

namespace {

constexpr DType allDTypes[] = {
#define DTYPE(Id, Name, Bytes, Class) DType::Id,
#include "fixcon/Tensor/DType.def"
};

/// One dtype out of the set, a common one if it is there.
DType memberOf(DTypeSet set) {
  for (DType dtype : {DType::F32, DType::I64, DType::I8, DType::Bool, DType::String})
    if (set.has(dtype))
      return dtype;
  return *std::ranges::find_if(allDTypes, [&](DType dtype) { return set.has(dtype); });
}

/// The dtype of operand `i` where operand `tested` has `dtype`.
DType dtypeBeside(const OpDef &def, unsigned i, unsigned tested, DType dtype) {
  bool agrees = def.dtypeConstraint(i) && def.dtypeConstraint(i) == def.dtypeConstraint(tested);
  return i == tested || agrees ? dtype : memberOf(def.dtypes(i));
}

/// The definition's operands up to `tested` and those that must be there.
unsigned operandsWith(const OpDef &def, unsigned tested) {
  unsigned count = tested + 1;
  for (unsigned i = count; i < def.operands().size(); ++i)
    if (!def.operands()[i].optional)
      count = i + 1;
  return count;
}

template <class Fn> void forEachOperand(Fn fn) {
  for (const OpDef *def : allOpDefs())
    for (unsigned i = 0; i < def->operands().size(); ++i)
      for (DType dtype : allDTypes)
        fn(*def, i, dtype);
}

Tensor ones(DType dtype, const Shape &shape) {
  if (!realTypes.has(dtype))
    return Tensor(dtype, shape);
  std::vector<double> values(static_cast<size_t>(*elementCount(shape)), 1);
  return Tensor::of(shape, values).converted(dtype);
}

bool hasLabel(const std::string &message, const std::string &label) {
  return message.starts_with("[" + label + "] ");
}

} // namespace

TEST(DTypes, OtherDTypesAreRejectedAtTheOp) {
  forEachOperand([](const OpDef &def, unsigned tested, DType dtype) {
    if (def.dtypes(tested).has(dtype))
      return;
    OpUnderTest op(def.name(), {}, std::max(1u, def.minResults()));
    for (unsigned i = 0; i < operandsWith(def, tested); ++i)
      op.operand(Type::unranked(i == tested ? dtype : memberOf(def.dtypes(i))));
    EXPECT_TRUE(hasLabel(op.infer(), def.name() + "_dtype"))
        << def.name() << " operand " << tested << " " << name(dtype) << ": " << op.message;
  });
}

TEST(DTypes, OperandsOfOneConstraintAgree) {
  for (const OpDef *def : allOpDefs())
    for (unsigned i = 1; i < def->operands().size(); ++i) {
      bool agrees = def->dtypeConstraint(0) && def->dtypeConstraint(i) == def->dtypeConstraint(0);
      if (!agrees || def->dtypes(0) == DTypeSet(memberOf(def->dtypes(0))))
        continue;
      OpUnderTest op(def->name(), {}, std::max(1u, def->minResults()));
      for (unsigned k = 0; k < operandsWith(*def, i); ++k) {
        DType first = memberOf(def->dtypes(k));
        op.operand(Type::unranked(k == i ? memberOf(def->dtypes(k) - first) : first));
      }
      EXPECT_TRUE(hasLabel(op.infer(), def->name() + "_dtype"))
          << def->name() << ": " << op.message;
    }
}

/// Whatever else is wrong with the operands is a diagnostic too; a kernel that reads elements as
/// another type than they have would end the process.
TEST(DTypes, AllowedDTypesComeToNoHarm) {
  const Shape shapes[] = {{1}, {2, 2}, {1, 2, 3, 3}};
  forEachOperand([&](const OpDef &def, unsigned tested, DType dtype) {
    if (!def.dtypes(tested).has(dtype))
      return;
    for (const Shape &first : shapes)
      for (const Shape &others : shapes) {
        OpUnderTest op(def.name(), {}, std::max(1u, def.minResults()));
        for (unsigned i = 0; i < operandsWith(def, tested); ++i)
          op.operand(ones(dtypeBeside(def, i, tested, dtype), i ? others : first));
        op.runData();
        EXPECT_FALSE(hasLabel(op.message, def.name() + "_dtype"))
            << "operand " << tested << " " << name(dtype) << ": " << op.message;
      }
  });
}
