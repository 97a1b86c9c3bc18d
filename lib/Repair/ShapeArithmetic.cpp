// Shape, Gather, Mul, Div and Concat, as exporters write them.
#include "ShapeArithmetic.h"

#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {
namespace {

class Emitter {
public:
  Emitter(Speller &speller, Op &before, std::string stem)
      : speller(speller), before(before), stem(std::move(stem)) {}

  Spelled list(const std::vector<SizeTerm> &terms) {
    std::vector<SpellingOperand> parts;
    std::vector<int64_t> numbers;
    auto endNumbers = [&] {
      if (!numbers.empty())
        parts.emplace_back(ints(numbers));
      numbers.clear();
    };
    for (const SizeTerm &term : terms) {
      if (term.value.empty()) {
        numbers.push_back(term.factor);
        continue;
      }
      endNumbers();
      Value *part = partOf(term);
      if (!part)
        return Spelled::refused(refusal);
      parts.emplace_back(part);
    }
    endNumbers();
    if (parts.size() == 1 && parts[0].value)
      return {{}, {parts[0].value}};
    return emit("concat", std::move(parts), attrsOf({{"axis", int64_t(0)}}));
  }

private:
  static Tensor ints(const std::vector<int64_t> &numbers) {
    return Tensor::of<int64_t>({static_cast<int64_t>(numbers.size())}, numbers);
  }

  Spelled emit(const char *core, std::vector<SpellingOperand> operands, AttrDict attrs = {}) {
    CoreCall call{opDef(core), std::move(operands), std::move(attrs), {true}, stem};
    Spelled written = speller.emit(call, &before);
    if (!written)
      refusal = written.refusal;
    return written;
  }

  Value *partOf(const SizeTerm &term) {
    Value *value = speller.graph().value(term.value);
    Spelled part = emit("shape", {value});
    if (part)
      part = emit("gather", {part.result(), ints({term.axis})}, attrsOf({{"axis", int64_t(0)}}));
    if (part && term.factor != 1)
      part = emit("mul", {part.result(), ints({term.factor})});
    if (part && term.divisor != 1)
      part = emit("div", {part.result(), ints({term.divisor})});
    return part.result();
  }

  Speller &speller;
  Op &before;
  std::string stem, refusal;
};

} // namespace

Spelled emitSizes(const std::vector<SizeTerm> &terms, Speller &speller, Op &before,
                  const std::string &stem) {
  return Emitter(speller, before, stem).list(terms);
}

} // namespace fixcon
