// What two types of a value say together, and what takes in both. The laws hold over all pairs of types
// that differ in what they know.
#include "fixcon/IR/TypeLattice.h"

#include <gtest/gtest.h>

namespace fixcon {
namespace {

const Dim n = Dim::symbol("N"), m = Dim::symbol("M"), open;

Type f32(Dims dims) { return Type::tensor(DType::F32, std::move(dims)); }

Type onGrid(Dims dims, float scale) {
  return Type::tensor(DType::I8, std::move(dims)).quantized(Quantization{{scale}, {3}});
}

std::vector<Type> samples() {
  return {Type(),
          Type::unranked(DType::F32),
          f32({}),
          f32({2, 3}),
          f32({open, 3}),
          f32({n, 3}),
          f32({2, open}),
          f32({m, open}),
          f32({4, 3}),
          f32({open, open}),
          f32({open}),
          Type::unranked(DType::I64),
          Type::tensor(DType::I8, Dims{2, open}),
          onGrid({2, open}, 0.5F),
          onGrid({open, 3}, 0.5F),
          onGrid({2, open}, 0.25F),
          Type::none(),
          Type::sequence(f32({2})),
          Type::sequence(f32({open})),
          Type::optional(f32({2})),
          Type::sequence(Type::unranked(DType::I64))};
}

std::string met(const Type &a, const Type &b) {
  auto both = meet(a, b);
  return both ? both->str() : "contradiction";
}

TEST(TypeLattice, MeetSaysBoth) {
  EXPECT_EQ(met(Type(), f32({2})), "f32[2]");
  EXPECT_EQ(met(f32({open, 3}), f32({2, open})), "f32[2,3]");
  EXPECT_EQ(met(f32({n, 3}), f32({2, open})), "f32[2,3]");
  EXPECT_EQ(met(f32({n}), f32({m})), "f32[M]");
  EXPECT_EQ(met(Type::unranked(DType::F32), f32({n})), "f32[N]");
  EXPECT_EQ(met(Type::sequence(Type()), Type::sequence(f32({2}))), "seq<f32[2]>");
  EXPECT_EQ(met(f32({2}), f32({3})), "contradiction");
  EXPECT_EQ(met(f32({2}), f32({2, 1})), "contradiction");
  EXPECT_EQ(met(f32({2}), Type::tensor(DType::F64, Dims{2})), "contradiction");
  EXPECT_EQ(met(f32({2}), Type::sequence(f32({2}))), "contradiction");
}

TEST(TypeLattice, Grids) {
  EXPECT_EQ(met(Type::tensor(DType::I8, Dims{2, open}), onGrid({open, 3}, 0.5F)),
            "i8[2,3]q<0.5, 3>");
  EXPECT_EQ(met(onGrid({2}, 0.5F), onGrid({2}, 0.25F)), "contradiction");
  EXPECT_EQ(join(onGrid({2}, 0.5F), onGrid({3}, 0.5F)).str(), "i8[?]q<0.5, 3>");
  EXPECT_EQ(join(onGrid({2}, 0.5F), onGrid({2}, 0.25F)).str(), "i8[2]");
  EXPECT_EQ(refined(onGrid({open}, 0.5F), Type::tensor(DType::I8, Dims{2})).str(),
            "i8[2]q<0.5, 3>");
}

TEST(TypeLattice, JoinTakesInBoth) {
  EXPECT_EQ(join(f32({2, 3}), f32({2, 4})).str(), "f32[2,?]");
  EXPECT_EQ(join(f32({n, 3}), f32({2, 3})).str(), "f32[?,3]");
  EXPECT_EQ(join(f32({2}), f32({2, 3})).str(), "f32[*]");
  EXPECT_EQ(join(f32({2}), Type::unranked(DType::I64)).str(), "?");
  EXPECT_EQ(join(Type(), f32({2})).str(), "f32[2]");
  EXPECT_EQ(join(Type::optional(f32({2})), Type::optional(f32({3}))).str(), "opt<f32[?]>");
}

TEST(TypeLattice, Laws) {
  for (const Type &a : samples()) {
    EXPECT_EQ(met(a, a), a.str());
    EXPECT_EQ(join(a, a), a);
    EXPECT_EQ(refined(a, a), a);
    EXPECT_EQ(corrected(a, a), a);
    for (const Type &b : samples()) {
      std::string what = a.str() + " and " + b.str();
      EXPECT_EQ(join(a, b), join(b, a)) << what;
      EXPECT_EQ(meet(a, b).has_value(), meet(b, a).has_value()) << what;
      auto both = meet(a, b);
      if (!both)
        continue;
      EXPECT_EQ(met(*both, b), both->str()) << what;
      EXPECT_TRUE(meet(a, join(a, b))) << what;
    }
  }
}

TEST(TypeLattice, RefinedKeepsWhatItKnows) {
  EXPECT_EQ(refined(f32({open, 3}), f32({2, 4})).str(), "f32[2,3]");
  EXPECT_EQ(refined(f32({n}), f32({2})).str(), "f32[N]");
  EXPECT_EQ(refined(f32({open}), f32({2, 3})).str(), "f32[?]");
  EXPECT_EQ(refined(Type::unranked(DType::F32), f32({2})).str(), "f32[2]");
  EXPECT_EQ(refined(Type(), f32({2})).str(), "f32[2]");
  EXPECT_EQ(refined(f32({open}), Type::tensor(DType::I64, Dims{2})).str(), "f32[?]");
}

TEST(TypeLattice, CorrectedReplacesWrongSizes) {
  EXPECT_EQ(corrected(f32({2, 3}), f32({2, 4})).str(), "f32[2,4]");
  EXPECT_EQ(corrected(f32({n, 3}), f32({2, 3})).str(), "f32[N,3]");
  EXPECT_EQ(corrected(f32({2, 3}), f32({open, n})).str(), "f32[2,3]");
  EXPECT_EQ(corrected(f32({2}), f32({2, 3})).str(), "f32[2,3]");
  EXPECT_EQ(corrected(Type(), f32({2})).str(), "?");
}

} // namespace
} // namespace fixcon
