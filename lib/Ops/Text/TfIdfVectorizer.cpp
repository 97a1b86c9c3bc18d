// Counts, in each row, the n-grams of a pool: n tokens that lie a constant step apart, the step
// being one more than the tokens skipped. A count becomes a coordinate of the result: as it is
// (TF), as the n-gram's weight if there is any (IDF), or times the weight (TFIDF).
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/CheckedMath.h"

#include <algorithm>
#include <map>

namespace fixcon {

namespace {

using Ints = Attribute::Ints;

struct TfIdfAttrs {
  std::optional<int64_t> longest, shortest, maxSkipped;
  std::optional<std::string> mode;
  std::optional<Ints> starts, coordinates, integers;
  std::optional<Attribute::Strings> strings;
  std::optional<Attribute::Floats> weights;
  template <class V> void visit(V &v) {
    v("max_gram_length", longest);
    v("max_skip_count", maxSkipped);
    v("min_gram_length", shortest);
    v("mode", mode);
    v("ngram_counts", starts);
    v("ngram_indexes", coordinates);
    v("pool_int64s", integers);
    v("pool_strings", strings);
    v("weights", weights);
  }
  size_t poolSize() const { return integers ? integers->size() : strings ? strings->size() : 0; }
};

/// Tokens by numbers, n-grams of them by their place in the pool.
template <class Token> class Pool {
public:
  Pool(const TfIdfAttrs &attrs, const std::vector<Token> &tokens);
  /// Adds what the row has of each n-gram.
  void count(std::span<const Token> row, const TfIdfAttrs &attrs,
             std::vector<double> &counts) const;

private:
  int64_t numberOf(const Token &token) const {
    auto found = numbers.find(token);
    return found == numbers.end() ? -1 : found->second;
  }
  void countAt(const std::vector<int64_t> &row, size_t length, size_t step,
               std::vector<double> &counts) const;

  std::map<Token, int64_t> numbers;
  std::map<std::vector<int64_t>, size_t> grams;
};

} // namespace

template <class Token>
Pool<Token>::Pool(const TfIdfAttrs &attrs, const std::vector<Token> &tokens) {
  for (const Token &token : tokens)
    numbers.emplace(token, static_cast<int64_t>(numbers.size()));
  size_t place = 0;
  for (size_t n = 1; n <= attrs.starts->size(); ++n) {
    auto begin = static_cast<size_t>((*attrs.starts)[n - 1]);
    size_t end = n < attrs.starts->size() ? static_cast<size_t>((*attrs.starts)[n]) : tokens.size();
    for (; begin < end; begin += n) {
      std::vector<int64_t> gram;
      for (size_t i = 0; i < n; ++i)
        gram.push_back(numberOf(tokens[begin + i]));
      grams.emplace(std::move(gram), place++);
    }
  }
}

template <class Token>
void Pool<Token>::countAt(const std::vector<int64_t> &row, size_t length, size_t step,
                          std::vector<double> &counts) const {
  std::vector<int64_t> gram(length);
  for (size_t first = 0; first + (length - 1) * step < row.size(); ++first) {
    for (size_t i = 0; i < length; ++i)
      gram[i] = row[first + i * step];
    if (auto found = grams.find(gram); found != grams.end())
      counts[found->second] += 1;
  }
}

template <class Token>
void Pool<Token>::count(std::span<const Token> row, const TfIdfAttrs &attrs,
                        std::vector<double> &counts) const {
  std::vector<int64_t> tokens;
  for (const Token &token : row)
    tokens.push_back(numberOf(token));
  auto longest = std::min(static_cast<size_t>(*attrs.longest), attrs.starts->size());
  for (auto n = static_cast<size_t>(*attrs.shortest); n <= longest; ++n) {
    // A single token has no neighbour to skip to; beyond the row nothing is found.
    size_t steps = n == 1 ? 1 : (tokens.size() + n - 1) / (n - 1);
    steps = std::min(steps, static_cast<size_t>(*attrs.maxSkipped) + 1);
    for (size_t step = 1; step <= steps; ++step)
      countAt(tokens, n, step, counts);
  }
}

/// Sections of the pool begin in order and hold whole n-grams, each with a coordinate.
static bool isPool(const TfIdfAttrs &attrs) {
  const Ints &starts = *attrs.starts;
  auto end = static_cast<int64_t>(attrs.poolSize());
  int64_t grams = 0;
  for (size_t n = 1; n <= starts.size(); ++n) {
    int64_t begin = starts[n - 1], next = n < starts.size() ? starts[n] : end;
    if (begin < 0 || next < begin || next > end || (next - begin) % static_cast<int64_t>(n))
      return false;
    grams += (next - begin) / static_cast<int64_t>(n);
  }
  auto fits = [&](size_t size) { return static_cast<int64_t>(size) == grams; };
  return !starts.empty() && fits(attrs.coordinates->size()) &&
         (!attrs.weights || fits(attrs.weights->size())) &&
         std::ranges::all_of(*attrs.coordinates, [](int64_t at) { return at >= 0; });
}

static LogicalResult checkAttributes(InferContext &context, const TfIdfAttrs &attrs) {
  bool present = attrs.longest && attrs.shortest && attrs.maxSkipped && attrs.mode &&
                 attrs.starts && attrs.coordinates &&
                 attrs.integers.has_value() != attrs.strings.has_value();
  if (!present)
    return context.error("tf_idf_vectorizer_c1")
           << "an attribute is missing, or there are two pools";
  constexpr int64_t most = int64_t(1) << 31;
  bool known = *attrs.mode == "TF" || *attrs.mode == "IDF" || *attrs.mode == "TFIDF";
  if (!known || *attrs.shortest < 1 || *attrs.longest < *attrs.shortest || *attrs.longest > most ||
      *attrs.maxSkipped < 0 || *attrs.maxSkipped > most)
    return context.error("tf_idf_vectorizer_c2") << "an attribute is out of range";
  if (!isPool(attrs))
    return context.error("tf_idf_vectorizer_c3") << "the pool is not made of n-grams";
  return success();
}

/// One more than the largest coordinate.
static std::optional<int64_t> widthOf(const TfIdfAttrs &attrs) {
  int64_t largest = -1;
  for (int64_t at : *attrs.coordinates)
    largest = std::max(largest, at);
  return checkedAdd(largest, 1);
}

static LogicalResult inferTfIdf(InferContext &context) {
  auto attrs = context.attrs<TfIdfAttrs>();
  if (failed(checkAttributes(context, attrs)))
    return failure();
  const Type &x = context.type(0);
  bool tokens = attrs.strings ? x.dtype() == DType::String : x.dtype() != DType::String;
  auto width = widthOf(attrs);
  if (!tokens || !width || (x.isRanked() && x.rank() != 1 && x.rank() != 2))
    return context.error("tf_idf_vectorizer_c4") << "the tokens have type " << x.str();
  context.setResult(0, Type::unranked(DType::F32));
  if (!x.isRanked())
    return success();
  Dims dims(x.dims().begin(), x.dims().end() - 1);
  dims.push_back(Dim(*width));
  context.setResult(0, Type::tensor(DType::F32, std::move(dims)));
  return success();
}

static double valueOf(const TfIdfAttrs &attrs, double count, size_t gram) {
  double weight = attrs.weights ? (*attrs.weights)[gram] : 1;
  if (*attrs.mode == "TF")
    return count;
  return *attrs.mode == "IDF" ? (count > 0 ? weight : 0) : count * weight;
}

template <class Token>
static void vectorize(EvalContext &context, const TfIdfAttrs &attrs, const std::vector<Token> &pool,
                      std::span<const Token> tokens) {
  const Shape &shape = context.in(0).shape();
  auto length = static_cast<size_t>(shape.back());
  size_t rows = shape.size() == 2 ? static_cast<size_t>(shape[0]) : 1;
  size_t width = context.out().mutableData<double>().size() / std::max<size_t>(rows, 1);
  Pool<Token> grams(attrs, pool);
  for (size_t row = 0; row < rows; ++row) {
    std::vector<double> counts(attrs.coordinates->size());
    grams.count(tokens.subspan(row * length, length), attrs, counts);
    for (size_t i = 0; i < counts.size(); ++i)
      context.out()
          .mutableData<double>()[row * width + static_cast<size_t>((*attrs.coordinates)[i])] +=
          valueOf(attrs, counts[i], i);
  }
}

static LogicalResult evalTfIdf(EvalContext &context) {
  auto attrs = context.attrs<TfIdfAttrs>();
  const Tensor &x = context.in(0);
  if (attrs.strings) {
    vectorize<std::string>(context, attrs, *attrs.strings, x.strings());
    return success();
  }
  Tensor wide = x.converted(DType::I64);
  vectorize<int64_t>(context, attrs, *attrs.integers, wide.data<int64_t>());
  return success();
}

OpDef defineTfIdfVectorizer() {
  return OpDef("tf_idf_vectorizer")
      .summary("Counts of the n-grams of a pool.")
      .operand("X")
      .dtypes(DTypeSet(DType::String) | DType::I32 | DType::I64)
      .attrs<TfIdfAttrs>()
      .infer(inferTfIdf)
      .reference(evalTfIdf)
      .onnx("TfIdfVectorizer", 9);
}

} // namespace fixcon
