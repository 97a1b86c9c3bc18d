// Parses initialisers. A dense list grows with the text that spells it; splat and seeded make large
// tensors out of few characters and are held to a budget.
#include "TextParser.h"

#include "fixcon/Support/CheckedMath.h"
#include "fixcon/Support/Random.h"

#include <bit>
#include <charconv>
#include <cstring>
#include <utility>

namespace fixcon {

/// Elements read so far, in the memory layout of the dtype.
struct TextParser::Elements {
  DType dtype;
  std::vector<std::byte> bytes;
  std::vector<std::string> strings;
  int64_t count = 0;

  template <class T> LogicalResult add(T value) {
    auto *begin = reinterpret_cast<const std::byte *>(&value);
    bytes.insert(bytes.end(), begin, begin + sizeof(T));
    return success();
  }
  Tensor take(Shape shape) {
    if (dtype == DType::String)
      return Tensor::strings(std::move(shape), std::move(strings));
    Tensor tensor(dtype, std::move(shape));
    if (!bytes.empty())
      std::memcpy(tensor.mutableBytes().data(), bytes.data(), bytes.size());
    return tensor;
  }
};

bool TextParser::atInitializer() const {
  return token.isWord("dense") || token.isWord("splat") || token.isWord("seeded") ||
         token.isWord("blob");
}

FailureOr<Tensor> TextParser::initializer(const Type &type) {
  if (!type.isStatic())
    return error("expected a tensor type with known sizes in front of the elements");
  if (acceptWord("dense"))
    return dense(type);
  if (acceptWord("splat"))
    return splat(type);
  if (acceptWord("seeded"))
    return seeded(type);
  if (acceptWord("blob"))
    return blob(type);
  return error("expected dense, splat, seeded or blob");
}

LogicalResult TextParser::afford(const Type &type, size_t perElement) {
  auto cost = checkedMul(*elementCount(type.shape()), static_cast<int64_t>(perElement));
  if (!cost || *cost > budget)
    return error(type.str() + " is larger than a text may make without spelling it out");
  budget -= *cost;
  return success();
}

/// Fills `to` with copies of `element`, of which it holds a whole number.
static void fill(std::span<std::byte> to, std::span<const std::byte> element) {
  size_t done = std::min(to.size(), element.size());
  std::memcpy(to.data(), element.data(), done);
  for (size_t step = 0; done < to.size(); done += step) {
    step = std::min(done, to.size() - done);
    std::memcpy(to.data() + done, to.data(), step);
  }
}

FailureOr<Tensor> TextParser::dense(const Type &type) {
  Location where = token.location;
  Shape shape = type.shape();
  int64_t expected = *elementCount(shape);
  Elements into{type.dtype(), {}, {}, 0};
  if (failed(expect("<")))
    return failure();
  Lexer ahead = lexer;
  Token second = ahead.next();
  bool empty = token.is("[") && second.is("]") && expected == 0;
  bool flat = shape.size() > 1 && token.is("[") && !second.is("[");
  Shape layout = empty ? Shape{0} : flat ? Shape{expected} : shape;
  // Deeper lists are written flat, which bounds the recursion.
  if (layout.size() > maxNesting)
    return error("expected a flat list of elements");
  if (failed(elements(into, layout, 0)) || failed(expect(">")))
    return failure();
  if (into.count != expected)
    return diags.error(where) << type.str() << " has " << expected << " elements, " << into.count
                              << " are given";
  return into.take(std::move(shape));
}

LogicalResult TextParser::elements(Elements &into, const Shape &shape, size_t axis) {
  if (axis == shape.size()) {
    ++into.count;
    return element(into);
  }
  Location where = token.location;
  int64_t found = 0;
  auto item = [&] {
    ++found;
    return elements(into, shape, axis + 1);
  };
  if (failed(expect("[")) || failed(list("]", item)))
    return failure();
  if (found != shape[axis])
    return diags.error(where) << "this list should have " << shape[axis] << " elements, not "
                              << found;
  return success();
}

LogicalResult TextParser::element(Elements &into) {
  switch (classOf(into.dtype)) {
  case DTypeClass::Float:
    return floatElement(into, into.dtype);
  case DTypeClass::Signed:
  case DTypeClass::Unsigned:
    return integerElement(into);
  case DTypeClass::Bool:
    return boolElement(into);
  case DTypeClass::Complex:
    return complexElement(into);
  case DTypeClass::String:
    break;
  }
  auto text = expectToken(TokenKind::String, "a string");
  if (failed(text))
    return failure();
  into.strings.push_back(std::move(*text));
  return success();
}

LogicalResult TextParser::boolElement(Elements &into) {
  bool value = token.isWord("true");
  if (!value && !token.isWord("false"))
    return error("expected true or false");
  advance();
  return into.add(value);
}

/// Whether `value` is in the range of a dtype of `bits` bits, which C++ may have no type for.
static bool fits(DType dtype, int64_t value) {
  auto within = [&](int64_t low, int64_t high) { return low <= value && value <= high; };
  switch (dtype) {
  case DType::I2:
    return within(-2, 1);
  case DType::U2:
    return within(0, 3);
  case DType::I4:
    return within(-8, 7);
  case DType::U4:
    return within(0, 15);
  default:
    break;
  }
  bool good = false;
  withArithmeticType(dtype, [&](auto tag) {
    using T = typename decltype(tag)::type;
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
      good = std::in_range<T>(value);
  });
  return good;
}

LogicalResult TextParser::integerElement(Elements &into) {
  // The one dtype whose values do not all fit in the parser's own integers.
  if (into.dtype == DType::U64 && token.kind == TokenKind::Integer) {
    const char *begin = token.text.data(), *end = begin + token.text.size();
    uint64_t value = 0;
    auto [stop, code] = std::from_chars(begin, end, value);
    if (code != std::errc() || stop != end)
      return error("expected a value of u64");
    advance();
    return into.add(value);
  }
  Location where = token.location;
  auto value = expectInteger();
  if (failed(value))
    return failure();
  if (!fits(into.dtype, *value))
    return diags.error(where) << *value << " does not fit in " << name(into.dtype);
  withArithmeticType(into.dtype, [&](auto tag) {
    using T = typename decltype(tag)::type;
    (void)into.add(static_cast<T>(*value));
  });
  return success();
}

LogicalResult TextParser::complexElement(Elements &into) {
  DType part = into.dtype == DType::C64 ? DType::F32 : DType::F64;
  if (failed(expect("(")) || failed(floatElement(into, part)) || failed(expect(",")) ||
      failed(floatElement(into, part)))
    return failure();
  return expect(")");
}

/// The nearest f32 of decimal digits; going through f64 would round twice.
static std::optional<float> nearestFloat(const std::string &text) {
  const char *begin = text.data(), *end = begin + text.size();
  begin += *begin == '+';
  float value = 0;
  auto [stop, code] = std::from_chars(begin, end, value);
  if (code != std::errc() || stop != end)
    return std::nullopt;
  return value;
}

/// `q<scale, zero point>` or `q<axis 0, [scales], [zero points]>`; zero points that are left out are 0.
LogicalResult TextParser::quantization(Type &type) {
  Location where = token.location;
  Quantization grid;
  auto scale = [&]() -> LogicalResult {
    bool number = token.kind == TokenKind::Float || token.kind == TokenKind::Integer;
    auto value = number ? nearestFloat(token.text) : std::nullopt;
    if (!value)
      return error("expected a scale");
    grid.scales.push_back(*value);
    advance();
    return success();
  };
  auto zeroPoint = [&]() -> LogicalResult {
    auto number = expectInteger();
    if (failed(number))
      return failure();
    grid.zeroPoints.push_back(*number);
    return success();
  };
  advance();
  if (failed(expect("<")))
    return failure();
  bool perAxis = acceptWord("axis");
  if (perAxis) {
    auto axis = expectInteger();
    if (failed(axis) || failed(expect(",")))
      return failure();
    grid.axis = *axis;
  }
  auto numbers = [&](auto &&one) {
    return perAxis ? success(succeeded(expect("[")) && succeeded(list("]", one))) : one();
  };
  if (failed(numbers(scale)) || (accept(",") && failed(numbers(zeroPoint))) || failed(expect(">")))
    return failure();
  if (grid.zeroPoints.empty())
    grid.zeroPoints.resize(grid.scales.size());
  if (perAxis && grid.axis < 0)
    return diags.error(where) << "an axis is not negative";
  type = type.quantized(std::move(grid));
  if (std::string wrong = type.quantizationError(); !wrong.empty())
    return diags.error(where) << wrong;
  return success();
}

static LogicalResult addFloatBits(auto &into, DType dtype, uint64_t bits) {
  switch (byteSize(dtype)) {
  case 1:
    return into.add(static_cast<uint8_t>(bits));
  case 2:
    return into.add(static_cast<uint16_t>(bits));
  case 4:
    return into.add(static_cast<uint32_t>(bits));
  default:
    return into.add(bits);
  }
}

LogicalResult TextParser::floatElement(Elements &into, DType dtype) {
  bool number = token.kind == TokenKind::Float || token.kind == TokenKind::Integer;
  if (dtype == DType::F32 && number && token.text != "nan")
    if (auto value = nearestFloat(token.text)) {
      advance();
      return into.add(*value);
    }
  if (token.text == "nan" && number) {
    auto canonical = defaultNaN(dtype);
    if (!canonical)
      return error(std::string(name(dtype)) + " has no NaN");
    advance();
    if (token.is("<")) {
      auto bits = nanBits();
      if (failed(bits))
        return failure();
      return addFloatBits(into, dtype, *bits);
    }
    return addFloatBits(into, dtype, *canonical);
  }
  auto value = real();
  if (failed(value))
    return failure();
  switch (dtype) {
  case DType::F32:
    return into.add(static_cast<float>(*value));
  case DType::F64:
    return into.add(*value);
  case DType::F16:
    return into.add(toHalf(*value));
  case DType::BF16:
    return into.add(toBFloat16(*value));
  default:
    return into.add(toSmallFloat(dtype, *value, /*saturate=*/true));
  }
}

FailureOr<Tensor> TextParser::splat(const Type &type) {
  Elements one{type.dtype(), {}, {}, 0};
  if (failed(expect("<")) || failed(element(one)) || failed(expect(">")))
    return failure();
  bool isText = type.dtype() == DType::String;
  size_t each = isText ? sizeof(std::string) + one.strings[0].size() : one.bytes.size();
  if (failed(afford(type, each)))
    return failure();
  if (isText)
    return Tensor::strings(type.shape(),
                           std::vector<std::string>(*elementCount(type.shape()), one.strings[0]));
  Tensor tensor(type.dtype(), type.shape());
  if (tensor.size())
    fill(tensor.mutableBytes(), one.bytes);
  return tensor;
}

/// Uniform in [-1, 1) for floats and the parts of complex numbers; for integers uniform in what
/// eight bits of their signedness hold, or in the dtype's own range if that is smaller.
static Tensor randomTensor(DType dtype, const Shape &shape, uint64_t seed, double scale) {
  Random random(seed);
  Tensor values(DType::F64, shape);
  bool sign = classOf(dtype) == DTypeClass::Signed;
  int64_t width = dtype == DType::I2 || dtype == DType::U2   ? 4
                  : dtype == DType::I4 || dtype == DType::U4 ? 16
                  : dtype == DType::Bool                     ? 2
                                                             : 256;
  int64_t low = sign ? -width / 2 : 0;
  for (double &value : values.mutableData<double>())
    value = isFloat(dtype) ? scale * random.uniform(-1, 1)
                           : static_cast<double>(random.between(low, low + width - 1));
  return values.converted(dtype);
}

template <class T> static Tensor randomComplex(const Shape &shape, uint64_t seed, double scale) {
  Random random(seed);
  Tensor tensor(sizeof(T) == 4 ? DType::C64 : DType::C128, shape);
  for (auto &value : tensor.mutableData<std::complex<T>>()) {
    T re = static_cast<T>(scale * random.uniform(-1, 1));
    value = {re, static_cast<T>(scale * random.uniform(-1, 1))};
  }
  return tensor;
}

FailureOr<Tensor> TextParser::seeded(const Type &type) {
  if (failed(expect("<")))
    return failure();
  auto seed = expectInteger();
  if (failed(seed))
    return failure();
  double scale = 1;
  DTypeClass kind = classOf(type.dtype());
  if (kind == DTypeClass::String)
    return error("strings are not seeded");
  if (accept(",")) {
    if (kind != DTypeClass::Float && kind != DTypeClass::Complex)
      return error("a scale needs a float type");
    auto given = real();
    if (failed(given))
      return failure();
    scale = *given;
  }
  // Drawing an element takes longer than copying one, and goes through a double.
  constexpr size_t drawn = 16;
  if (failed(expect(">")) || failed(afford(type, drawn)))
    return failure();
  auto start = static_cast<uint64_t>(*seed);
  if (type.dtype() == DType::C64)
    return randomComplex<float>(type.shape(), start, scale);
  if (type.dtype() == DType::C128)
    return randomComplex<double>(type.shape(), start, scale);
  return randomTensor(type.dtype(), type.shape(), start, scale);
}

FailureOr<Tensor> TextParser::blob(const Type &type) {
  Location where = token.location;
  if (failed(expect("(")))
    return failure();
  auto hash = expectToken(TokenKind::String, "a content hash");
  if (failed(hash) || failed(expect(")")))
    return failure();
  auto found = blobs.find(*hash);
  if (found == blobs.end())
    return diags.error(where) << "no content with the hash " << *hash << " is known";
  if (typeOf(found->second).quantizedLike(type) != type)
    return diags.error(where) << "the content is a " << typeOf(found->second).str() << ", not a "
                              << type.str();
  return found->second;
}

} // namespace fixcon
