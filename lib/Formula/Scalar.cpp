// Scalar expressions are built folded where folding is exact in every domain: constants of two
// constants are not, because the domain is not known here.
#include "fixcon/Formula/Scalar.h"

#include "fixcon/Support/Require.h"

#include <charconv>

namespace fixcon {

struct Scalar::Node {
  Kind kind;
  double number = 0;
  unsigned argument = 0;
  std::vector<Scalar> operands;
};

Scalar::Scalar(double constant)
    : node(std::make_shared<const Node>(Node{Kind::Constant, constant, 0, {}})) {}

Scalar Scalar::argument(unsigned index) {
  Scalar out;
  out.node = std::make_shared<const Node>(Node{Kind::Argument, 0, index, {}});
  return out;
}

Scalar Scalar::make(Kind kind, std::initializer_list<Scalar> operands) {
  for (const Scalar &operand : operands)
    require(static_cast<bool>(operand), "a formula uses an absent operand");
  Scalar out;
  out.node = std::make_shared<const Node>(Node{kind, 0, 0, operands});
  return out;
}

Scalar::Kind Scalar::kind() const { return node->kind; }
double Scalar::constant() const { return node->number; }
unsigned Scalar::argumentIndex() const { return node->argument; }
std::span<const Scalar> Scalar::operands() const { return node->operands; }

namespace {

struct Spelling {
  std::string_view name;
  size_t arity;
};

Spelling spelling(Scalar::Kind kind) {
  static constexpr Spelling spellings[] = {
      {"", 0},
      {"", 0},
#define SCALAR_OP(Id, Name, Arity) {Name, Arity},
#include "fixcon/Formula/Scalar.def"
  };
  return spellings[static_cast<size_t>(kind)];
}

bool isInfix(std::string_view name) { return name.find_first_of("+-*/<=") == 0; }

std::string numberText(double value) {
  char text[32];
  auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return std::string(text, end);
}

void write(const Scalar &s, std::string &out) {
  if (s.kind() == Scalar::Kind::Argument) {
    out += "x" + std::to_string(s.argumentIndex());
    return;
  }
  if (s.kind() == Scalar::Kind::Constant) {
    out += numberText(s.constant());
    return;
  }
  std::string_view name = spelling(s.kind()).name;
  bool infix = isInfix(name);
  if (!infix)
    out += name;
  out += "(";
  for (size_t i = 0; i < s.operands().size(); ++i) {
    if (i)
      out += infix ? " " + std::string(name) + " " : ", ";
    write(s.operands()[i], out);
  }
  out += ")";
}

} // namespace

std::string Scalar::str() const {
  if (!node)
    return "absent";
  std::string out;
  write(*this, out);
  // The outermost parentheses of an infix operator say nothing.
  if (out.front() == '(')
    return out.substr(1, out.size() - 2);
  return out;
}

Scalar operator+(Scalar a, Scalar b) { return Scalar::make(Scalar::Kind::Add, {a, b}); }
Scalar operator-(Scalar a, Scalar b) { return Scalar::make(Scalar::Kind::Sub, {a, b}); }
Scalar operator*(Scalar a, Scalar b) { return Scalar::make(Scalar::Kind::Mul, {a, b}); }
Scalar operator/(Scalar a, Scalar b) { return Scalar::make(Scalar::Kind::Div, {a, b}); }
Scalar operator-(Scalar a) { return Scalar::make(Scalar::Kind::Neg, {a}); }
Scalar operator<(Scalar a, Scalar b) { return Scalar::make(Scalar::Kind::Less, {a, b}); }
Scalar operator<=(Scalar a, Scalar b) { return Scalar::make(Scalar::Kind::LessEqual, {a, b}); }
Scalar operator>(Scalar a, Scalar b) { return b < a; }
Scalar operator>=(Scalar a, Scalar b) { return b <= a; }
Scalar equal(Scalar a, Scalar b) { return Scalar::make(Scalar::Kind::Equal, {a, b}); }
Scalar max(Scalar a, Scalar b) { return Scalar::make(Scalar::Kind::Max, {a, b}); }
Scalar min(Scalar a, Scalar b) { return Scalar::make(Scalar::Kind::Min, {a, b}); }
Scalar select(Scalar condition, Scalar a, Scalar b) {
  return Scalar::make(Scalar::Kind::Select, {condition, a, b});
}

} // namespace fixcon
