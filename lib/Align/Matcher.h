// What the strategies of the walk share: the two graphs, the source's values, what the target's users
// are fed, and the alignment as far as it has come.
#pragma once

#include "Feeder.h"
#include "KnownPartners.h"
#include "Partners.h"
#include "Tolerance.h"
#include "ValueIndex.h"
#include "fixcon/Ops/Opaque.h"

namespace fixcon {

struct Matcher {
  Matcher(const NormalPair &pair, const SourceValues &source, Executor &targetExecutor,
          const KnownPartners &known);
  Matcher(const Matcher &) = delete; // members refer to each other
  Matcher &operator=(const Matcher &) = delete;

  const NormalPair &pair;
  const SourceValues &source;
  const KnownPartners &known;
  Alignment alignment;
  Feeder feeder;
  Partners partners;
  ValueIndex index;
  /// Source values that opaque ops hide, whatever is given.
  OpaqueShadow sourceShadow;
  /// Whether weights of the target are rounded to a grid.
  bool isQuantized;

  /// The target's value is the source's; from here on its users are fed what the source computed.
  void align(const Value &target, const Value &source, const LayoutMatch &match);
  /// The target's value is something else; its users are fed the source's all the same.
  void replace(const Value &target, const Value &source, const LayoutMatch &match);
  void addPair(const Op &target, const Op &source, double error, double absoluteError);
  /// `results` are what `op` gives, and they are `partner`'s: aligns the first and pairs the ops.
  void accept(const Op &op, const Op &partner, Samples results, const LayoutMatch &match);
};

/// An op that the walk has come to.
struct Visit {
  const Op &op;
  /// What the op gives on what it is fed, by result; empty if it cannot run on that.
  std::vector<Samples> results;
  /// Every float operand is a source value.
  bool operandsAligned = false;
};

/// A way to find the partner of an op; whether it did. They are tried in the order in which they stand
/// in Walk.cpp.
using Strategy = bool(Matcher &, const Visit &);

Strategy carryGrid, carryView, matchReader, matchValue, reorderOperand, matchWeights, matchKnown,
    pairByStructure, resynchronize, pairWholeNumbers;
/// The op is its partner, but gives something else, `results`, on the same operands: a fault. Whether it can be told.
bool pairApart(Matcher &matcher, const Op &op, const Op &partner, const Samples &results);
/// A further result that is some source value; no op is paired by it.
bool matchResult(Matcher &matcher, const Visit &visit, unsigned result);
/// Ops with weights that the walk left without a partner.
void pairLeftovers(Matcher &matcher);

} // namespace fixcon
