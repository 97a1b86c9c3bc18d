// A formula becomes a list of instructions over registers of one block each; a subexpression that
// occurs twice (as one node, or as two nodes that say the same) is computed once. Each instruction
// is a loop over the block, so that its dispatch costs nothing per element.
#include "ScalarKernels.h"

#include "fixcon/Support/Require.h"

#include <map>
#include <tuple>

namespace fixcon {
namespace {

/// Operand slots of an instruction: a register, an argument, or nothing.
struct Source {
  enum class From : uint8_t { Nothing, Register, Argument } from = From::Nothing;
  unsigned index = 0;
  auto operator<=>(const Source &) const = default;
};

struct Instruction {
  Scalar::Kind kind;
  Source operands[3];
  unsigned target; ///< register
};

} // namespace

template <class T> struct ScalarEvaluator<T>::Program {
  using Key = std::tuple<Scalar::Kind, Source, Source, Source>;

  std::vector<Instruction> code;
  std::vector<T> storage; ///< registers, one block each; constants are filled when compiled
  unsigned registers = 0;
  Source result;
  std::map<const Scalar::Node *, Source> known;
  std::map<Key, Source> computed;
  std::map<uint64_t, Source> constants;

  T *reg(unsigned i) { return storage.data() + size_t(i) * blockSize; }

  unsigned newRegister() {
    storage.resize(storage.size() + blockSize);
    return registers++;
  }

  Source compileConstant(double value) {
    auto [it, isNew] = constants.try_emplace(std::bit_cast<uint64_t>(value));
    if (isNew) {
      it->second = {Source::From::Register, newRegister()};
      std::fill_n(reg(it->second.index), blockSize, scalar::constantAs<T>(value));
    }
    return it->second;
  }

  Source compile(const Scalar &s) {
    if (s.kind() == Scalar::Kind::Argument)
      return {Source::From::Argument, s.argumentIndex()};
    if (s.kind() == Scalar::Kind::Constant)
      return compileConstant(s.constant());
    if (auto it = known.find(s.id()); it != known.end())
      return it->second;
    Instruction next{s.kind(), {}, 0};
    for (size_t i = 0; i < s.operands().size(); ++i)
      next.operands[i] = compile(s.operands()[i]);
    Key key(next.kind, next.operands[0], next.operands[1], next.operands[2]);
    auto [it, isNew] = computed.try_emplace(key);
    if (isNew) {
      next.target = newRegister();
      it->second = {Source::From::Register, next.target};
      code.push_back(next);
    }
    return known[s.id()] = it->second;
  }

  const T *read(Source source, std::span<const T *const> arguments) {
    if (source.from == Source::From::Argument)
      return arguments[source.index];
    return source.from == Source::From::Register ? reg(source.index) : nullptr;
  }
};

template <class T>
ScalarEvaluator<T>::ScalarEvaluator(const Scalar &formula) : program(std::make_unique<Program>()) {
  program->result = program->compile(formula);
}

template <class T> ScalarEvaluator<T>::~ScalarEvaluator() = default;

template <class T>
void ScalarEvaluator<T>::run(std::span<const T *const> arguments, T *result, size_t count) {
  require(count <= blockSize, "more elements than a block holds");
  Program &p = *program;
  for (const Instruction &step : p.code) {
    // The last instruction computes the result, unless that is a constant or an argument.
    bool last = &step == &p.code.back() && p.result.from == Source::From::Register &&
                p.result.index == step.target;
    scalar::apply<T>(step.kind, p.read(step.operands[0], arguments),
                     p.read(step.operands[1], arguments), p.read(step.operands[2], arguments),
                     last ? result : p.reg(step.target), count);
    if (last)
      return;
  }
  const T *from = p.read(p.result, arguments);
  std::copy(from, from + count, result);
}

template class ScalarEvaluator<double>;
template class ScalarEvaluator<int64_t>;
template class ScalarEvaluator<uint64_t>;

} // namespace fixcon
