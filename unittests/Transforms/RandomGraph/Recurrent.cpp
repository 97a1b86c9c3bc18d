// Recurrent layers over a sequence, with and without biases, initial states, lengths and peepholes.
#include "Makers.h"

namespace fixcon {
namespace {

Value *recurrent(Drawer &draw, Value *x, const char *name, int64_t gates) {
  x = draw.ranked(x, 3);
  if (!x)
    return nullptr;
  static const char *const ways[] = {"forward", "reverse", "bidirectional"};
  std::string way = draw.pick(ways);
  int64_t steps = draw.shapeOf(x)[0], batch = draw.shapeOf(x)[1], width = draw.shapeOf(x)[2];
  int64_t directions = way == "bidirectional" ? 2 : 1, hidden = draw.random.between(1, 3);
  bool isLSTM = std::string_view(name) == "lstm";
  std::vector<Value *> operands{x, draw.weight({directions, gates * hidden, width}),
                                draw.weight({directions, gates * hidden, hidden})};
  auto maybe = [&](auto make) { operands.push_back(draw.flip() ? make() : nullptr); };
  maybe([&] { return draw.weight({directions, 2 * gates * hidden}); });
  maybe([&] { return draw.integers({batch}, 1, steps, DType::I32); });
  maybe([&] { return draw.weight({directions, batch, hidden}); });
  if (isLSTM) {
    maybe([&] { return draw.weight({directions, batch, hidden}); });
    maybe([&] { return draw.weight({directions, 3 * hidden}); });
  }
  AttrDict attrs = attrsOf({{"direction", way}, {"hidden_size", hidden}});
  if (std::string_view(name) == "gru" && draw.flip())
    attrs.set("linear_before_reset", int64_t(1));
  auto results = draw.makeAll(isLSTM ? 3 : 2, name, operands, attrs);
  Value *y = results[draw.random.below(results.size())];
  return y && y->type().isStatic() ? y : nullptr;
}

Value *lstm(Drawer &draw, Value *x) { return recurrent(draw, x, "lstm", 4); }
Value *gru(Drawer &draw, Value *x) { return recurrent(draw, x, "gru", 3); }
Value *rnn(Drawer &draw, Value *x) { return recurrent(draw, x, "rnn", 1); }

} // namespace

std::vector<MakerEntry> recurrentMakers() { return {{"lstm", lstm}, {"gru", gru}, {"rnn", rnn}}; }

} // namespace fixcon
