// Running on sequences and optionals: as arguments and results, through nested graphs, and what
// they take of the memory.
#include "ExecTest.h"

using namespace fixcon;

static Datum listOf(const std::vector<Tensor> &tensors) {
  return Datum::sequence(Type::unranked(tensors[0].dtype()),
                         std::vector<Datum>(tensors.begin(), tensors.end()));
}

static constexpr const char *lists = R"(
graph @main(%s: seq<f32[2]>, %x: f32[2]) {
  weight %last : i64[] = dense<-1>
  %longer = sequence_insert %s, %x : seq<f32[2]>
  %e = sequence_at %longer, %last : f32[2]
  return %longer, %e
}
)";

TEST(Data, listsGoInAndComeOut) {
  ParsedModule m(lists);
  auto executor = executorOf(m.graph(), typed());
  Tensor a = Tensor::of<float>({2}, {1, 2}), b = Tensor::of<float>({2}, {3, 4});
  auto out = executor->runDataOutputs(std::vector<Datum>{listOf({a}), b});
  ASSERT_TRUE(succeeded(out)) << m.messages;
  ASSERT_EQ((*out)[0].elements().size(), 2u);
  EXPECT_EQ((*out)[0].type().str(), "seq<f32[*]>");
  EXPECT_TRUE((*out)[0].elements()[0].tensor().identical(a));
  EXPECT_TRUE((*out)[1].tensor().identical(b));
}

TEST(Data, listsAreWhatTheModelDeclares) {
  ParsedModule m(lists);
  auto executor = executorOf(m.graph());
  Tensor x = Tensor(DType::F32, {2});
  for (const Datum &wrong :
       {Datum(x), listOf({Tensor(DType::I32, {2})}), listOf({x, Tensor(DType::F32, {3})})})
    EXPECT_TRUE(failed(executor->runDataOutputs(std::vector<Datum>{wrong, x})));
  EXPECT_NE(m.messages.find("is seq<f32[2]>, f32[2] was given"), std::string::npos) << m.messages;
  EXPECT_NE(m.messages.find("is seq<f32[2]>, seq<i32[*]> was given"), std::string::npos);
}

TEST(Data, everyElementOfAListTakesMemory) {
  ParsedModule m(R"(
graph @main(%n: i64[], %x: f32[1000]) {
  weight %go : bool[] = dense<true>
  %none = sequence_empty : seq<f32[*]>
  %all = loop %n, %go, %none {body = region<0>} ((%i: i64[], %c: bool[], %s: seq<f32[*]>) {
    %more = sequence_insert %s, %x : seq<f32[*]>
    return %c, %more
  }) : seq<f32[*]>
  %count = sequence_length %all : i64[]
  return %count
}
)");
  ExecOptions options;
  options.memoryBudget = 1'000'000;
  auto executor = executorOf(m.graph(), options);
  ASSERT_TRUE(executor) << m.messages;
  Tensor x(DType::F32, {1000});
  auto few = executor->runOutputs(std::vector<Tensor>{Tensor::scalar<int64_t>(20), x});
  ASSERT_TRUE(succeeded(few)) << m.messages;
  EXPECT_EQ(few->front().toInt(0), 20);
  // Callers that know tensors alone hear of it.
  const Value *all = m.value("all");
  EXPECT_TRUE(failed(
      executor->run({{m.value("n"), Tensor::scalar<int64_t>(1)}, {m.value("x"), x}}, {&all, 1})));
  EXPECT_NE(m.messages.find("%all of @main is seq<f32[*]>, a tensor is needed"), std::string::npos);
  auto many = executor->runOutputs(std::vector<Tensor>{Tensor::scalar<int64_t>(200), x});
  EXPECT_TRUE(failed(many));
  EXPECT_NE(m.messages.find("exceed the memory budget of 1000000 bytes"), std::string::npos)
      << m.messages;
}

/// The outputs of the graph; empty, and the test fails, if it cannot run.
static std::vector<Datum> outputsOf(ParsedModule &m, const std::vector<Datum> &arguments) {
  auto executor = executorOf(m.graph(), typed());
  auto out = executor ? executor->runDataOutputs(arguments) : FailureOr<std::vector<Datum>>();
  EXPECT_TRUE(executor && succeeded(out)) << m.messages;
  return executor && succeeded(out) ? *out : std::vector<Datum>();
}

/// The floats of all elements, one behind the other.
static std::vector<double> numbersIn(const Datum &list) {
  std::vector<double> numbers;
  for (const Datum &element : list.elements())
    for (double value : element.tensor().toDoubles())
      numbers.push_back(value);
  return numbers;
}

static Tensor one(float value) { return Tensor::of<float>({1}, {value}); }

static const Type floatTensor = Type::unranked(DType::F32);

// The first iteration is given nothing, the others what the one before made.
TEST(Data, loopsCarryOptionals) {
  ParsedModule m(R"(
graph @main(%n: i64[], %start: opt<seq<f32[*]>>, %x: f32[1]) {
  weight %go : bool[] = dense<true>
  %all = loop %n, %go, %start {body = region<0>} ((%i: i64[], %c: bool[], %s: opt<seq<f32[*]>>) {
    %has = optional_has_element %s : bool[]
    %list = if %has {then_branch = region<0>, else_branch = region<1>} (() {
      %old = optional_get_element %s : seq<f32[*]>
      return %old
    }, () {
      %new = sequence_construct %x, %x : seq<f32[1]>
      return %new
    }) : seq<f32[*]>
    %more = sequence_insert %list, %x : seq<f32[*]>
    return %c, %more
  }) : seq<f32[*]>
  return %all
}
)");
  Type content = Type::sequence(floatTensor);
  auto three = outputsOf(m, {Tensor::scalar<int64_t>(2), Datum::absent(content), one(5)});
  ASSERT_EQ(three.size(), 1u);
  EXPECT_EQ(numbersIn(three[0]), (std::vector<double>{5, 5, 5, 5}));
  // A value that is there stands for the optional that holds it.
  auto two = outputsOf(m, {Tensor::scalar<int64_t>(1), listOf({one(1)}), one(5)});
  ASSERT_EQ(two.size(), 1u);
  EXPECT_EQ(numbersIn(two[0]), (std::vector<double>{1, 5}));
  auto held = Datum::present(content, listOf({one(2)}));
  auto again = outputsOf(m, {Tensor::scalar<int64_t>(1), held, one(5)});
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(numbersIn(again[0]), (std::vector<double>{2, 5}));
}

// As ONNX's own tests do: elements are declared as scalars where they are vectors.
TEST(Data, whatIsDeclaredOfElementsDoesNotBindALoop) {
  ParsedModule m(R"(
graph @main(%n: i64[], %start: seq<f32[]>, %x: f32[2]) {
  weight %go : bool[] = dense<true>
  %all = loop %n, %go, %start {body = region<0>} ((%i: i64[], %c: bool[], %s: seq<f32[]>) {
    %list = if %c {then_branch = region<0>, else_branch = region<1>} (() {
      %same = identity %s : seq<f32[]>
      return %same
    }, () {
      %none = sequence_empty : seq<f32[*]>
      return %none
    }) : seq<f32[*]>
    %more = sequence_insert %list, %x : seq<f32[*]>
    return %c, %more
  }) : seq<f32[*]>
  return %all
}
)");
  Datum none = Datum::sequence(floatTensor, {});
  auto out = outputsOf(m, {Tensor::scalar<int64_t>(2), none, Tensor::of<float>({2}, {1, 2})});
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(numbersIn(out[0]), (std::vector<double>{1, 2, 1, 2}));
}

TEST(Data, scansCarryLists) {
  ParsedModule m(R"(
graph @main(%s: seq<f32[*]>, %x: f32[3,1]) {
  %all = scan %s, %x {body = region<0>, num_scan_inputs = 1} ((%state: seq<f32[*]>, %e: f32[1]) {
    weight %front : i64[] = dense<0>
    %more = sequence_insert %state, %e, %front : seq<f32[*]>
    return %more
  }) : seq<f32[*]>
  return %all
}
)");
  auto out = outputsOf(m, {listOf({one(9)}), Tensor::of<float>({3, 1}, {1, 2, 3})});
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(numbersIn(out[0]), (std::vector<double>{3, 2, 1, 9}));
}

static constexpr const char *sums = R"(
graph @main(%a: seq<f32[*]>, %b: seq<f32[*]>, %c: f32[1]) {
  %sums, %shapes = sequence_map %a, %b, %c {body = region<0>} ((%x: f32[*], %y: f32[*], %z: f32[1]) {
    %xy = add %x, %y : f32[*]
    %xyz = add %xy, %z : f32[*]
    %shape = shape %xyz : i64[?]
    return %xyz, %shape
  }) : seq<f32[*]>, seq<i64[?]>
  return %sums, %shapes
}
)";

TEST(Data, mapsWalkListsSideBySide) {
  ParsedModule m(sums);
  Datum b = listOf({one(10), Tensor::of<float>({2}, {20, 30})});
  auto out = outputsOf(m, {listOf({one(1), one(2)}), b, one(100)});
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(numbersIn(out[0]), (std::vector<double>{111, 122, 132}));
  EXPECT_EQ(numbersIn(out[1]), (std::vector<double>{1, 2}));
  EXPECT_EQ(out[1].elements()[0].dtype(), DType::I64);
  auto none =
      outputsOf(m, {Datum::sequence(floatTensor, {}), Datum::sequence(floatTensor, {}), one(0)});
  ASSERT_EQ(none.size(), 2u);
  EXPECT_EQ(none[1].type().str(), "seq<i64[*]>");
  EXPECT_TRUE(none[1].elements().empty());
}

TEST(Data, mapsNeedListsOfOneLength) {
  ParsedModule m(sums);
  auto executor = executorOf(m.graph());
  Datum two = listOf({one(1), one(2)});
  EXPECT_TRUE(failed(executor->runDataOutputs(std::vector<Datum>{two, listOf({one(1)}), one(0)})));
  EXPECT_NE(m.messages.find("operand 1 has 1 elements, the first has 2"), std::string::npos)
      << m.messages;
}
