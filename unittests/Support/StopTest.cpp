// Work ends where it is asked to, in all threads that do it, and what it throws is not lost.
#include "fixcon/Support/Stop.h"

#include "fixcon/Support/Memory.h"
#include "fixcon/Support/Parallel.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace fixcon {
namespace {

using Clock = std::chrono::steady_clock;

TEST(Stop, WithoutAConditionNothingEnds) {
  checkStop();
  StopCondition never;
  StopScope scope(&never);
  checkStop();
  EXPECT_EQ(StopScope::current(), &never);
}

TEST(Stop, ADeadlineAndAnInterruptEndWork) {
  StopCondition late{Clock::now(), nullptr};
  {
    StopScope scope(&late);
    EXPECT_THROW(checkStop(), Stopped);
    StopScope whole(nullptr);
    checkStop();
  }
  std::atomic<bool> interrupt = false;
  StopCondition condition{std::nullopt, &interrupt};
  StopScope scope(&condition);
  checkStop();
  interrupt = true;
  EXPECT_THROW(checkStop(), Stopped);
}

TEST(Stop, ShortStepsLookAfterAWhile) {
  StopCondition late{Clock::now(), nullptr};
  StopScope scope(&late);
  StopCheck check;
  check.after(1);
  EXPECT_THROW(check.after(1 << 20), Stopped);
}

TEST(Stop, ThreadsEndWithTheOneTheyWorkFor) {
  StopCondition soon{Clock::now() + std::chrono::milliseconds(50), nullptr};
  StopScope scope(&soon);
  auto forever = [](int64_t) {
    for (;;)
      checkStop();
    return true;
  };
  EXPECT_THROW(parallelFor(8, 4, forever), Stopped);
}

TEST(Parallel, WhatAPieceThrowsIsThrownWhenAllHaveEnded) {
  std::atomic<int> running = 0;
  auto piece = [&](int64_t i) {
    ++running;
    if (i == 3) {
      --running;
      throw std::bad_alloc();
    }
    --running;
    return true;
  };
  for (unsigned threads : {1u, 4u})
    EXPECT_THROW(parallelFor(100, threads, piece), std::bad_alloc);
  EXPECT_EQ(running, 0);
}

TEST(Parallel, NothingToDoIsNoFailure) {
  EXPECT_TRUE(parallelFor(0, 4, [](int64_t) { return false; }));
}

} // namespace
} // namespace fixcon
