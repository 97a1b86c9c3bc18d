// Readers of one part of a value read another part of the same size, and the other way round.
#include "fixcon/Inject/EditSite.h"

#include "ExchangeUses.h"

namespace fixcon {

std::string plantSplitOrder(EditSite &site) {
  if (!site.isOf(Family::Movement) || site.op.numResults() < 2 || !site.op.hasResult(1))
    return {};
  Value *first = site.op.result(0), *second = site.op.result(1);
  if (!site.areAlike(*first, *second))
    return {};
  exchangeUses(*first, *second);
  return "parts 0 and 1 exchanged";
}

} // namespace fixcon
