// Every element type in every field that may hold it, and data that does not fit its dims.
#include "ModelFixture.h"

#include "fixcon/Support/Random.h"

namespace fixcon {
namespace {

/// An element type with the field of TensorProto that holds it beside raw_data.
struct Element {
  int number;
  DType dtype;
  unsigned bits;
  const char *field;
};

constexpr Element elements[] = {
    {1, DType::F32, 32, "float"},        {2, DType::U8, 8, "int32"},
    {3, DType::I8, 8, "int32"},          {4, DType::U16, 16, "int32"},
    {5, DType::I16, 16, "int32"},        {6, DType::I32, 32, "int32"},
    {7, DType::I64, 64, "int64"},        {9, DType::Bool, 8, "int32"},
    {10, DType::F16, 16, "int32"},       {11, DType::F64, 64, "double"},
    {12, DType::U32, 32, "uint64"},      {13, DType::U64, 64, "uint64"},
    {14, DType::C64, 64, "float"},       {15, DType::C128, 128, "double"},
    {16, DType::BF16, 16, "int32"},      {17, DType::F8E4M3FN, 8, "int32"},
    {18, DType::F8E4M3FNUZ, 8, "int32"}, {19, DType::F8E5M2, 8, "int32"},
    {20, DType::F8E5M2FNUZ, 8, "int32"}, {21, DType::U4, 4, "int32"},
    {22, DType::I4, 4, "int32"},         {23, DType::F4E2M1, 4, "int32"},
    {24, DType::F8E8M0, 8, "int32"},     {25, DType::U2, 2, "int32"},
    {26, DType::I2, 2, "int32"}};

class Tensors : public ModelFixture {
protected:
  static onnx::ModelProto withWeight(const std::string &tensor) {
    return parse("graph { name: 'g' initializer { name: 'w' " + tensor +
                 " } output { name: 'w' } }");
  }
  static onnx::TensorProto &weight(onnx::ModelProto &model) {
    return *model.mutable_graph()->mutable_initializer(0);
  }
  /// `count` random elements in raw_data.
  static onnx::ModelProto rawModel(const Element &element, int64_t count, Random &random) {
    auto model = withWeight("");
    weight(model).set_data_type(element.number);
    weight(model).add_dims(count);
    size_t bits = static_cast<size_t>(count) * element.bits;
    std::string raw((bits + 7) / 8, '\0');
    for (char &byte : raw)
      byte = static_cast<char>(element.number == 9 ? random.below(2) : random.below(256));
    if (bits % 8)
      raw.back() = static_cast<char>(raw.back() & ((1 << bits % 8) - 1));
    weight(model).set_raw_data(raw);
    return model;
  }
  static void addTyped(onnx::TensorProto &to, const Element &element, const std::string &raw) {
    auto number = [&]<class T>(size_t at, T) {
      T value{};
      std::memcpy(&value, raw.data() + at, sizeof value);
      return value;
    };
    const bool isSigned = classOf(element.dtype) == DTypeClass::Signed;
    for (size_t at = 0; at < raw.size();) {
      std::string field = element.field;
      size_t step = std::min<size_t>(std::max(element.bits / 8, 1u), 8);
      if (field == "float")
        to.add_float_data(number(at, float())), step = 4;
      else if (field == "double")
        to.add_double_data(number(at, double())), step = 8;
      else if (field == "int64")
        to.add_int64_data(number(at, int64_t()));
      else if (field == "uint64")
        to.add_uint64_data(step == 4 ? number(at, uint32_t()) : number(at, uint64_t()));
      else if (step == 4)
        to.add_int32_data(number(at, int32_t()));
      else if (step == 2)
        to.add_int32_data(isSigned ? number(at, int16_t()) : number(at, uint16_t()));
      else
        to.add_int32_data(isSigned && element.bits == 8 ? number(at, int8_t())
                                                        : number(at, uint8_t()));
      at += step;
    }
  }
};

TEST_F(Tensors, everyTypeInEveryField) {
  Random random(1);
  for (const Element &element : elements)
    for (int64_t count : {1, 5, 8}) {
      SCOPED_TRACE(name(element.dtype));
      auto raw = rawModel(element, count, random);
      expectRoundTrip(raw);
      auto typed = raw;
      weight(typed).clear_raw_data();
      addTyped(weight(typed), element, weight(raw).raw_data());
      expectRoundTrip(typed);
      auto fromRaw = import(raw), fromTyped = import(typed);
      ASSERT_TRUE(fromRaw->graph && fromTyped->graph);
      const Tensor &a = fromRaw->graph->value("w")->tensor();
      EXPECT_EQ(a.dtype(), element.dtype);
      EXPECT_EQ(a.shape(), Shape{count});
      EXPECT_TRUE(a.identical(fromTyped->graph->value("w")->tensor()));
    }
}

TEST_F(Tensors, packedOrderAndSigns) {
  auto imported = import(withWeight("data_type: 22 dims: 3 raw_data: '\\x8f\\x07'"));
  EXPECT_EQ(imported->graph->value("w")->tensor().toInts(), (std::vector<int64_t>{-1, -8, 7}));
  imported = import(withWeight("data_type: 25 dims: 4 raw_data: '\\xe4'"));
  EXPECT_EQ(imported->graph->value("w")->tensor().toInts(), (std::vector<int64_t>{0, 1, 2, 3}));
  imported = import(withWeight("data_type: 26 dims: 4 raw_data: '\\xe4'"));
  EXPECT_EQ(imported->graph->value("w")->tensor().toInts(), (std::vector<int64_t>{0, 1, -2, -1}));
}

TEST_F(Tensors, spellingsThatExportWouldNotChoose) {
  expectRoundTrip(withWeight("data_type: 9 dims: 3 raw_data: '\\2\\0\\377'"));
  expectRoundTrip(withWeight("data_type: 9 dims: 2 int32_data: 7 int32_data: 0"));
  expectRoundTrip(withWeight("data_type: 22 dims: 1 raw_data: '\\x71'"));
  expectRoundTrip(withWeight("data_type: 2 dims: 2 int32_data: -1 int32_data: 255"));
  expectRoundTrip(withWeight("data_type: 10 dims: 1 int32_data: -1"));
  expectRoundTrip(withWeight("data_type: 21 dims: 1 int32_data: 255"));
  auto imported = import(withWeight("data_type: 9 dims: 2 int32_data: 7 int32_data: 0"));
  EXPECT_EQ(imported->graph->value("w")->tensor().toInts(), (std::vector<int64_t>{1, 0}));
}

TEST_F(Tensors, emptyScalarAndStrings) {
  expectRoundTrip(withWeight("data_type: 1 dims: 0"));
  expectRoundTrip(withWeight("data_type: 1 dims: 0 raw_data: ''"));
  expectRoundTrip(withWeight("data_type: 7 dims: 0 dims: 1099511627776"));
  expectRoundTrip(withWeight("data_type: 1 float_data: 5"));
  expectRoundTrip(withWeight("data_type: 8 dims: 2 string_data: '' string_data: '\\xff'"));
  expectRoundTrip(withWeight("data_type: 8 dims: 0"));
  expectRoundTrip(withWeight("data_type: 1 float_data: 5 raw_data: ''"));
  expectRoundTrip(withWeight("data_type: 1 float_data: 5 doc_string: 'd' segment { begin: 1 } "
                             "data_location: DEFAULT metadata_props { key: 'k' }"));
}

TEST_F(Tensors, sparse) {
  std::string values = "values { name: 's' dims: 2 data_type: 1 float_data: 1 float_data: 2 } ";
  auto model = [&](const std::string &rest) {
    return parse("graph { name: 'g' sparse_initializer { " + values + rest +
                 " } output { name: 's' } }");
  };
  auto linear =
      model("indices { dims: 2 data_type: 7 int64_data: 1 int64_data: 3 } dims: 2 dims: 2");
  expectRoundTrip(linear);
  expectRoundTrip(model("indices { dims: 2 dims: 2 data_type: 7 int64_data: 0 int64_data: 1 "
                        "int64_data: 1 int64_data: 1 } dims: 2 dims: 2"));
  auto imported = import(linear);
  EXPECT_EQ(imported->graph->value("s")->tensor().toDoubles(), (std::vector<double>{0, 1, 0, 2}));
  expectError(model("indices { dims: 2 data_type: 7 int64_data: 1 int64_data: 4 } dims: 2 dims: 2"),
              "initializer 's' has an index that is outside or out of order: entry 1");
  expectError(model("indices { dims: 2 data_type: 7 int64_data: 3 int64_data: 1 } dims: 2 dims: 2"),
              "out of order");
  expectError(model("indices { dims: 2 data_type: 7 int64_data: 1 int64_data: 3 } "
                    "dims: 1099511627776"),
              "is too large in its dense form");
  expectError(model("indices { dims: 1 data_type: 7 int64_data: 1 } dims: 4"),
              "which do not belong together");
}

TEST_F(Tensors, dataThatDoesNotFit) {
  expectError(withWeight("data_type: 1 dims: 2 float_data: 1"),
              "'w': error: initializer 'w' of f32 2 needs 2 entries of data, but has 1");
  expectError(withWeight("data_type: 1 dims: 1 raw_data: 'abc'"),
              "needs 4 bytes of data, but has 3");
  expectError(withWeight("data_type: 1 dims: 1"), "has no data");
  expectError(withWeight("data_type: 1 dims: -1 float_data: 1"), "has the dimension -1");
  expectError(withWeight("data_type: 1 dims: 1099511627776 float_data: 1"),
              "needs 1099511627776 entries");
  expectError(withWeight("data_type: 1 dims: 1099511627776 dims: 1099511627776 float_data: 1"),
              "more elements than can be counted");
  expectError(withWeight("data_type: 22 dims: 9223372036854775807 raw_data: 'a'"), "bytes of data");
  expectError(withWeight("data_type: 1 dims: 1 float_data: 1 double_data: 1"),
              "both float_data and double_data");
  expectError(withWeight("data_type: 1 dims: 1 int32_data: 1"), "which holds no f32");
  expectError(withWeight("data_type: 2 dims: 1 int32_data: 256"), "has the entry 256");
  expectError(withWeight("data_type: 12 dims: 1 uint64_data: 4294967296"), "has the entry");
  expectError(withWeight("data_type: 8 dims: 1 raw_data: 'a'"), "of strings has raw data");
  expectError(withWeight("data_type: 27 dims: 1 raw_data: 'a'"), "unsupported element type 27");
  expectError(withWeight("dims: 1 raw_data: 'a'"), "unsupported element type 0");
}

TEST_F(Tensors, files) {
  Diagnostics diags;
  Tensor tensor = Tensor::of<int64_t>({2, 1}, {5, -7});
  ASSERT_TRUE(succeeded(writeTensorProto(tensor, "x", path("x.pb"), diags)));
  auto read = readTensorProto(path("x.pb"), diags);
  ASSERT_TRUE(succeeded(read));
  EXPECT_TRUE(read->identical(tensor));
  Tensor strings = Tensor::strings({2}, {"a", ""});
  ASSERT_TRUE(succeeded(writeTensorProto(strings, "s", path("s.pb"), diags)));
  EXPECT_TRUE(readTensorProto(path("s.pb"), diags)->identical(strings));
  write("bad.pb", "\x0a\xff\xff");
  EXPECT_TRUE(failed(readTensorProto(path("bad.pb"), diags)));
  EXPECT_TRUE(failed(readTensorProto(path("missing.pb"), diags)));
}

} // namespace
} // namespace fixcon
