// Index expressions, simplified when built by rules that hold for every index: constants fold and
// move to the right, and division distributes over multiples of the divisor, which is exact because
// it rounds toward minus infinity.
#include "IndexNode.h"

#include "fixcon/Support/Require.h"

#include <unordered_map>

namespace fixcon {
namespace {

using Kind = IndexExpr::Kind;

// Index arithmetic wraps instead of overflowing; indices of real tensors never get there.
int64_t wrapAdd(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}
int64_t wrapMul(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
}
int64_t floorQuotient(int64_t a, int64_t b) { return a / b - (a % b < 0); }
int64_t floorRemainder(int64_t a, int64_t b) { return a % b < 0 ? a % b + b : a % b; }

int64_t apply(Kind kind, int64_t a, int64_t b) {
  switch (kind) {
  case Kind::Add:
    return wrapAdd(a, b);
  case Kind::Mul:
    return wrapMul(a, b);
  case Kind::FloorDiv:
    return floorQuotient(a, b);
  default:
    return floorRemainder(a, b);
  }
}

bool isConstant(const IndexExpr &e) { return e.kind() == Kind::Constant; }
bool isConstant(const IndexExpr &e, int64_t value) {
  return isConstant(e) && e.constant() == value;
}

/// e as factor * rest if its factor is a constant.
std::pair<int64_t, IndexExpr> factored(const IndexExpr &e) {
  if (isConstant(e))
    return {e.constant(), IndexExpr(1)};
  if (e.kind() == Kind::Mul && isConstant(e.right()))
    return {e.right().constant(), e.left()};
  return {1, e};
}

/// Splits e into a sum of multiples of `divisor`, already divided, and the rest.
void splitMultiples(const IndexExpr &e, int64_t divisor, IndexExpr &quotient, IndexExpr &rest) {
  if (e.kind() == Kind::Add) {
    splitMultiples(e.left(), divisor, quotient, rest);
    splitMultiples(e.right(), divisor, quotient, rest);
    return;
  }
  auto [factor, base] = factored(e);
  if (factor % divisor == 0)
    quotient = quotient + base * IndexExpr(factor / divisor);
  else if (isConstant(e)) {
    quotient = quotient + IndexExpr(floorQuotient(factor, divisor));
    rest = rest + IndexExpr(floorRemainder(factor, divisor));
  } else
    rest = rest + e;
}

/// y * k for (y floordiv n) * (n * k) + (y mod n) * k, where y may itself be a quotient.
std::optional<IndexExpr> recombined(const IndexExpr &a, const IndexExpr &b) {
  auto [fa, xa] = factored(a);
  auto [fb, xb] = factored(b);
  if (xa.kind() != Kind::FloorDiv || xb.kind() != Kind::Mod)
    return std::nullopt;
  int64_t divisor = xb.right().constant();
  if (checkedMul(fb, divisor) != fa || !sameExpression(xa, floorDiv(xb.left(), divisor)))
    return std::nullopt;
  return xb.left() * IndexExpr(fb);
}

std::optional<IndexExpr> simplifyAdd(const IndexExpr &a, const IndexExpr &b) {
  if (isConstant(b, 0))
    return a;
  if (isConstant(a))
    return IndexExpr::make(Kind::Add, b, a);
  if (isConstant(b) && a.kind() == Kind::Add && isConstant(a.right()))
    return IndexExpr::make(Kind::Add, a.left(), wrapAdd(a.right().constant(), b.constant()));
  if (a.kind() == Kind::Add && isConstant(a.right()) && !isConstant(b))
    return IndexExpr::make(Kind::Add, a.left() + b, a.right());
  if (b.kind() == Kind::Add && isConstant(b.right()))
    return IndexExpr::make(Kind::Add, a + b.left(), b.right());
  auto [fa, xa] = factored(a);
  auto [fb, xb] = factored(b);
  if (sameExpression(xa, xb))
    return IndexExpr::make(Kind::Mul, xa, wrapAdd(fa, fb));
  if (a.kind() == Kind::Add)
    if (auto tail = recombined(a.right(), b))
      return a.left() + *tail;
  return recombined(a, b);
}

std::optional<IndexExpr> simplifyMul(const IndexExpr &a, const IndexExpr &b) {
  if (isConstant(b, 0))
    return IndexExpr(0);
  if (isConstant(b, 1))
    return a;
  if (isConstant(a))
    return IndexExpr::make(Kind::Mul, b, a);
  if (isConstant(b) && a.kind() == Kind::Mul && isConstant(a.right()))
    return IndexExpr::make(Kind::Mul, a.left(), wrapMul(a.right().constant(), b.constant()));
  if (isConstant(b) && a.kind() == Kind::Add)
    return a.left() * b + a.right() * b;
  return std::nullopt;
}

std::optional<IndexExpr> simplifyDivision(Kind kind, const IndexExpr &a, int64_t divisor) {
  bool quotientWanted = kind == Kind::FloorDiv;
  if (divisor == 1)
    return quotientWanted ? a : IndexExpr(0);
  IndexExpr quotient, rest;
  splitMultiples(a, divisor, quotient, rest);
  bool nothingSplit = isConstant(quotient, 0);
  if (!nothingSplit)
    return quotientWanted ? quotient + floorDiv(rest, divisor) : mod(rest, divisor);
  if (quotientWanted && a.kind() == Kind::FloorDiv && isConstant(a.right()))
    if (auto both = checkedMul(a.right().constant(), divisor))
      return IndexExpr::make(kind, a.left(), IndexExpr(*both));
  bool remainderOfMultiple = a.kind() == Kind::Mod && a.right().constant() % divisor == 0;
  if (quotientWanted && remainderOfMultiple)
    return mod(floorDiv(a.left(), divisor), a.right().constant() / divisor);
  if (remainderOfMultiple)
    return mod(a.left(), divisor);
  return std::nullopt;
}

std::optional<IndexExpr> simplified(Kind kind, const IndexExpr &a, const IndexExpr &b) {
  if (isConstant(a) && isConstant(b))
    return IndexExpr(apply(kind, a.constant(), b.constant()));
  if (kind == Kind::Add)
    return simplifyAdd(a, b);
  if (kind == Kind::Mul)
    return simplifyMul(a, b);
  return simplifyDivision(kind, a, b.constant());
}

} // namespace

bool sameExpression(const IndexExpr &a, const IndexExpr &b) {
  if (a.id() == b.id())
    return true;
  if (a.kind() != b.kind())
    return false;
  switch (a.kind()) {
  case Kind::Constant:
    return a.constant() == b.constant();
  case Kind::Dim:
    return a.dimIndex() == b.dimIndex();
  case Kind::Lookup:
    return &a.table() == &b.table() && sameExpression(a.left(), b.left());
  default:
    return sameExpression(a.left(), b.left()) && sameExpression(a.right(), b.right());
  }
}

IndexExpr::IndexExpr(int64_t constant)
    : node(std::make_shared<const Node>(Node{Kind::Constant, constant, nullptr, {}})) {}

IndexExpr::IndexExpr(std::shared_ptr<const Node> node) : node(std::move(node)) {}

IndexExpr IndexExpr::dim(unsigned i) {
  return IndexExpr(std::make_shared<const Node>(Node{Kind::Dim, i, nullptr, {}}));
}

IndexExpr IndexExpr::lookup(std::shared_ptr<const std::vector<int64_t>> table, IndexExpr index) {
  if (isConstant(index)) {
    require(index.constant() >= 0 && static_cast<size_t>(index.constant()) < table->size(),
            "a table is looked up beyond its end");
    return (*table)[static_cast<size_t>(index.constant())];
  }
  return IndexExpr(
      std::make_shared<const Node>(Node{Kind::Lookup, 0, std::move(table), {std::move(index)}}));
}

IndexExpr IndexExpr::make(Kind kind, IndexExpr a, IndexExpr b) {
  bool divides = kind == Kind::FloorDiv || kind == Kind::Mod;
  require(!divides || (isConstant(b) && b.constant() > 0),
          "an index is divided by no positive number");
  if (auto simpler = simplified(kind, a, b))
    return *simpler;
  return IndexExpr(
      std::make_shared<const Node>(Node{kind, 0, nullptr, {std::move(a), std::move(b)}}));
}

IndexExpr::Kind IndexExpr::kind() const { return node->kind; }
int64_t IndexExpr::constant() const { return node->number; }
unsigned IndexExpr::dimIndex() const { return static_cast<unsigned>(node->number); }
const IndexExpr &IndexExpr::left() const { return node->operands[0]; }
const IndexExpr &IndexExpr::right() const { return node->operands[1]; }
const std::vector<int64_t> &IndexExpr::table() const { return *node->table; }

int64_t IndexExpr::evaluate(std::span<const int64_t> index) const {
  switch (kind()) {
  case Kind::Dim:
    return index[dimIndex()];
  case Kind::Constant:
    return constant();
  case Kind::Lookup:
    return table()[static_cast<size_t>(left().evaluate(index))];
  default:
    return apply(kind(), left().evaluate(index), right().evaluate(index));
  }
}

namespace {

/// Shared subexpressions are replaced once, or a chain of reshapes would grow exponentially.
class Substitution {
public:
  explicit Substitution(std::span<const IndexExpr> values) : values(values) {}

  IndexExpr operator()(const IndexExpr &e) {
    if (e.kind() == Kind::Constant)
      return e;
    if (e.kind() == Kind::Dim)
      return values[e.dimIndex()];
    if (auto it = done.find(e.id()); it != done.end())
      return it->second;
    IndexExpr left = (*this)(e.left());
    IndexExpr result = e.kind() == Kind::Lookup
                           ? IndexExpr::lookup(e.id()->table, left)
                           : IndexExpr::make(e.kind(), left, (*this)(e.right()));
    done.emplace(e.id(), result);
    return result;
  }

private:
  std::span<const IndexExpr> values;
  std::unordered_map<const IndexExpr::Node *, IndexExpr> done;
};

} // namespace

IndexExpr IndexExpr::substitute(std::span<const IndexExpr> values) const {
  return Substitution(values)(*this);
}

static std::string_view infix(Kind kind) {
  switch (kind) {
  case Kind::Add:
    return " + ";
  case Kind::Mul:
    return " * ";
  case Kind::FloorDiv:
    return " floordiv ";
  default:
    return " mod ";
  }
}

static std::string inner(const IndexExpr &e) {
  bool atom = e.kind() == Kind::Dim || e.kind() == Kind::Constant || e.kind() == Kind::Lookup;
  return atom ? e.str() : "(" + e.str() + ")";
}

std::string IndexExpr::str() const {
  if (kind() == Kind::Dim)
    return "d" + std::to_string(dimIndex());
  if (kind() == Kind::Constant)
    return std::to_string(constant());
  if (kind() != Kind::Lookup)
    return inner(left()) + std::string(infix(kind())) + inner(right());
  std::string text = "[";
  constexpr size_t longest = 8;
  for (size_t i = 0; i < table().size() && i < longest; ++i)
    text += (i ? "," : "") + std::to_string(table()[i]);
  return text + (table().size() > longest ? ",...]" : "]") + "[" + left().str() + "]";
}

IndexExpr operator+(IndexExpr a, IndexExpr b) {
  return IndexExpr::make(Kind::Add, std::move(a), std::move(b));
}
IndexExpr operator*(IndexExpr a, IndexExpr b) {
  return IndexExpr::make(Kind::Mul, std::move(a), std::move(b));
}
IndexExpr operator-(IndexExpr a, IndexExpr b) {
  return std::move(a) + std::move(b) * IndexExpr(-1);
}
IndexExpr floorDiv(IndexExpr a, int64_t divisor) {
  return IndexExpr::make(Kind::FloorDiv, std::move(a), IndexExpr(divisor));
}
IndexExpr mod(IndexExpr a, int64_t divisor) {
  return IndexExpr::make(Kind::Mod, std::move(a), IndexExpr(divisor));
}

} // namespace fixcon
