// Terms are letters and at most one ellipsis. The axes of an ellipsis are counted from the last, so
// that operands of different rank broadcast.
#include "EinsumEquation.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace fixcon {

namespace {

/// One term: letters, and where an ellipsis stands among them.
struct Term {
  std::string letters;
  std::optional<size_t> ellipsis;
};

} // namespace

static std::optional<Term> readTerm(std::string_view text) {
  Term term;
  for (size_t i = 0; i < text.size(); ++i) {
    if (std::isalpha(static_cast<unsigned char>(text[i]))) {
      term.letters += text[i];
    } else if (text.substr(i, 3) == "..." && !term.ellipsis) {
      term.ellipsis = term.letters.size();
      i += 2;
    } else {
      return std::nullopt;
    }
  }
  return term;
}

static std::optional<std::vector<Term>> readTerms(std::string_view text) {
  std::vector<Term> terms;
  for (;;) {
    size_t comma = text.find(',');
    auto term = readTerm(text.substr(0, comma));
    if (!term)
      return std::nullopt;
    terms.push_back(std::move(*term));
    if (comma == std::string_view::npos)
      return terms;
    text.remove_prefix(comma + 1);
  }
}

/// The result's term if the equation does not say it.
static Term implicitResult(const std::vector<Term> &terms) {
  std::map<char, int> count;
  Term result;
  for (const Term &term : terms) {
    for (char letter : term.letters)
      ++count[letter];
    if (term.ellipsis)
      result.ellipsis = 0;
  }
  for (auto [letter, times] : count)
    if (times == 1)
      result.letters += letter;
  return result;
}

namespace {

/// Gives letters and broadcast axes their numbers.
struct Numbering {
  std::map<char, size_t> letters;
  size_t broadcast = 0; ///< the last `broadcast` numbers, the last axis first

  /// `free` axes take the place of the ellipsis.
  std::optional<std::vector<size_t>> apply(const Term &term, size_t free) const {
    std::vector<size_t> axes;
    auto fill = [&] {
      for (size_t k = free; k-- > 0;)
        axes.push_back(letters.size() + k);
    };
    for (size_t i = 0; i < term.letters.size(); ++i) {
      if (term.ellipsis == i)
        fill();
      auto it = letters.find(term.letters[i]);
      if (it == letters.end())
        return std::nullopt;
      axes.push_back(it->second);
    }
    if (term.ellipsis == term.letters.size())
      fill();
    return axes;
  }
};

} // namespace

std::optional<EinsumEquation> EinsumEquation::parse(std::string_view text,
                                                    const std::vector<size_t> &ranks) {
  std::string dense(text);
  std::erase(dense, ' ');
  std::string_view view(dense);
  size_t arrow = view.find("->");
  auto terms = readTerms(view.substr(0, arrow));
  if (!terms || terms->size() != ranks.size())
    return std::nullopt;
  auto result = arrow == std::string_view::npos ? std::optional(implicitResult(*terms))
                                                : readTerm(view.substr(arrow + 2));
  if (!result)
    return std::nullopt;
  Numbering numbering;
  for (size_t i = 0; i < ranks.size(); ++i) {
    const Term &term = (*terms)[i];
    bool fits = term.ellipsis ? ranks[i] >= term.letters.size() : ranks[i] == term.letters.size();
    if (!fits)
      return std::nullopt;
    numbering.broadcast = std::max(numbering.broadcast, ranks[i] - term.letters.size());
    for (char letter : term.letters)
      numbering.letters.emplace(letter, numbering.letters.size());
  }
  EinsumEquation equation;
  equation.axes = numbering.letters.size() + numbering.broadcast;
  for (size_t i = 0; i < ranks.size(); ++i)
    equation.operands.push_back(
        *numbering.apply((*terms)[i], ranks[i] - (*terms)[i].letters.size()));
  auto axes = numbering.apply(*result, numbering.broadcast);
  if (!axes)
    return std::nullopt;
  std::vector<size_t> sorted = *axes;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
    return std::nullopt;
  equation.result = std::move(*axes);
  return equation;
}

} // namespace fixcon
