// An automaton whose reachable states are followed all at once (Thompson), so that no pattern takes
// more than states times characters.
#include "Regex.h"

#include <algorithm>

namespace fixcon {

static constexpr size_t mostStates = size_t(1) << 16;

size_t Regex::add(State state) {
  if (states.size() >= mostStates) {
    tooLarge = true;
    return 0;
  }
  states.push_back(std::move(state));
  return states.size() - 1;
}

size_t Regex::emitRepeat(const RegexNode &node, size_t next) {
  const RegexNode &part = node.parts[0];
  size_t begin = next;
  if (node.most < 0) {
    begin = add({State::Kind::Split, {}, 0, next});
    size_t body = emit(part, begin);
    if (!tooLarge)
      states[begin].next = body;
  }
  for (int64_t i = node.least; i < node.most && !tooLarge; ++i) {
    size_t body = emit(part, begin);
    begin = add({State::Kind::Split, {}, body, next});
  }
  for (int64_t i = 0; i < node.least && !tooLarge; ++i)
    begin = emit(part, begin);
  return begin;
}

size_t Regex::emit(const RegexNode &node, size_t next) {
  using Kind = RegexNode::Kind;
  if (tooLarge)
    return 0;
  switch (node.kind) {
  case Kind::Set:
    return add({State::Kind::Set, node.set, next, 0});
  case Kind::Sequence:
    for (auto part = node.parts.rbegin(); part != node.parts.rend(); ++part)
      next = emit(*part, next);
    return next;
  case Kind::Either: {
    size_t begin = emit(node.parts.back(), next);
    for (auto part = node.parts.rbegin() + 1; part != node.parts.rend(); ++part)
      begin = add({State::Kind::Split, {}, emit(*part, next), begin});
    return begin;
  }
  case Kind::Repeat:
    return emitRepeat(node, next);
  case Kind::Begin:
    return add({State::Kind::Begin, {}, next, 0});
  case Kind::End:
    return add({State::Kind::End, {}, next, 0});
  case Kind::Boundary:
    return add({State::Kind::Boundary, {}, next, 0});
  case Kind::Inside:
    return add({State::Kind::Inside, {}, next, 0});
  }
  return next;
}

std::optional<Regex> Regex::compile(const std::string &pattern, std::string &problem) {
  auto tree = parseRegex(pattern, problem);
  if (!tree)
    return std::nullopt;
  Regex regex;
  size_t accept = regex.add({State::Kind::Accept, {}, 0, 0});
  regex.start = regex.emit(*tree, accept);
  if (!regex.tooLarge)
    return regex;
  problem = "its repetitions are too large";
  return std::nullopt;
}

/// The states that are reached before one character of a text.
struct Regex::Run {
  const Regex &regex;
  const std::vector<uint32_t> &text;
  std::vector<bool> seen;
  std::vector<size_t> active;

  static bool isWord(uint32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= 'a' && c <= 'z');
  }
  bool holds(State::Kind kind, size_t at) const {
    bool before = at > 0 && isWord(text[at - 1]), behind = at < text.size() && isWord(text[at]);
    switch (kind) {
    case State::Kind::Begin:
      return at == 0;
    case State::Kind::End:
      return at == text.size();
    case State::Kind::Boundary:
      return before != behind;
    case State::Kind::Inside:
      return before == behind;
    default:
      return true;
    }
  }
  void reach(size_t state, size_t at);
};

void Regex::Run::reach(size_t state, size_t at) {
  std::vector<size_t> pending{state};
  while (!pending.empty()) {
    size_t next = pending.back();
    pending.pop_back();
    if (seen[next])
      continue;
    seen[next] = true;
    const State &s = regex.states[next];
    if (s.kind == State::Kind::Set || s.kind == State::Kind::Accept)
      active.push_back(next);
    else if (holds(s.kind, at))
      pending.push_back(s.next);
    if (s.kind == State::Kind::Split)
      pending.push_back(s.other);
  }
}

bool Regex::matches(const std::string &bytes) const {
  auto text = codePoints(bytes);
  Run run{*this, text, std::vector<bool>(states.size()), {}};
  run.reach(start, 0);
  for (size_t at = 0; at < text.size(); ++at) {
    auto before = std::exchange(run.active, {});
    std::fill(run.seen.begin(), run.seen.end(), false);
    for (size_t state : before) {
      const CodeSet &set = states[state].set;
      bool fits = std::any_of(set.begin(), set.end(), [&](const CodeRange &range) {
        return text[at] >= range.first && text[at] <= range.second;
      });
      if (fits)
        run.reach(states[state].next, at + 1);
    }
  }
  return std::any_of(run.active.begin(), run.active.end(),
                     [&](size_t state) { return states[state].kind == State::Kind::Accept; });
}

} // namespace fixcon
