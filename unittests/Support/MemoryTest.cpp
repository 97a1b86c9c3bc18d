// The budget is one for all threads.
#include "fixcon/Support/Memory.h"

#include "fixcon/Support/Parallel.h"

#include <gtest/gtest.h>

namespace fixcon {
namespace {

struct Memory : testing::Test {
  int64_t before = memoryBudget(), used = memoryInUse();
  ~Memory() override { setMemoryBudget(before); }
};

TEST_F(Memory, ThereIsABudgetFromTheBeginning) { EXPECT_GT(before, 0); }

TEST_F(Memory, BeyondTheBudgetNothingIsCounted) {
  setMemoryBudget(used + 1'000'000);
  {
    MemoryCharge first(600'000);
    EXPECT_THROW(MemoryCharge(600'000), std::bad_alloc);
    EXPECT_EQ(memoryInUse(), used + 600'000);
    MemoryCharge small(300'000);
  }
  EXPECT_EQ(memoryInUse(), used);
  MemoryCharge again(900'000);
}

TEST_F(Memory, SmallAmountsMayGoALittleBeyond) {
  setMemoryBudget(used + 10'000'000);
  MemoryCharge most(9'999'999);
  EXPECT_THROW(MemoryCharge(100'000), std::bad_alloc);
  MemoryCharge complaint(1000);
  int64_t got = 0;
  EXPECT_THROW(
      {
        for (;; got += 1000)
          chargeMemory(1000);
      },
      std::bad_alloc);
  EXPECT_LT(got, 2'000'000);
  noteMemory(-got);
}

TEST_F(Memory, ThreadsCountTogether) {
  setMemoryBudget(used + 50'000'000);
  EXPECT_THROW(parallelFor(8, 4,
                           [](int64_t) {
                             chargeMemory(10'000'000);
                             return true;
                           }),
               std::bad_alloc);
  EXPECT_LE(memoryInUse(), used + 50'000'000);
  noteMemory(used - memoryInUse());
  parallelFor(1000, 4, [](int64_t) {
    chargeMemory(100);
    noteMemory(-100);
    return true;
  });
  EXPECT_EQ(memoryInUse(), used);
}

TEST_F(Memory, ThePlaceOfALackIsKept) {
  EXPECT_EQ(placeOf(OutOfMemory(Location::inFile("a")), Location::inFile("b")).file, "a");
  EXPECT_EQ(placeOf(std::bad_alloc(), Location::inFile("b")).file, "b");
}

} // namespace
} // namespace fixcon
