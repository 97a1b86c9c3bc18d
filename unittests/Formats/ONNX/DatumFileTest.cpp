// Files of sequences and optionals: read along the declared type, refused where they hold something
// else.
#include "ModelFixture.h"

#include <google/protobuf/text_format.h>

namespace fixcon {
namespace {

const Type numbers = Type::unranked(DType::I32);
const Type list = Type::sequence(numbers);

class DatumFile : public ModelFixture {
protected:
  /// The file of this message in protobuf's text form, read as a value of `type`.
  template <class Message> FailureOr<Datum> read(const std::string &text, const Type &type) {
    Message message;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
    write("x.pb", message.SerializeAsString());
    return readDatumProto(path("x.pb"), type, diags);
  }
  FailureOr<Datum> readList(const std::string &text, const Type &type = list) {
    return read<onnx::SequenceProto>(text, type);
  }
  FailureOr<Datum> readOptional(const std::string &text, const Type &content) {
    return read<onnx::OptionalProto>(text, Type::optional(content));
  }

  std::string said;
  Diagnostics diags{[this](const Diagnostic &d) { said += diags.format(d); }};
};

constexpr const char *two = "data_type: 6 dims: 2 int32_data: 3 int32_data: 4";

} // namespace

TEST_F(DatumFile, sequencesHoldTheirElements) {
  std::string text = "name: 's' elem_type: 1 tensor_values { " + std::string(two) +
                     " } tensor_values { data_type: 6 int32_data: 5 }";
  auto read = readList(text);
  ASSERT_TRUE(succeeded(read)) << said;
  ASSERT_EQ(read->elements().size(), 2u);
  EXPECT_EQ(read->elements()[0].tensor().toInts(), (std::vector<int64_t>{3, 4}));
  EXPECT_EQ(read->elements()[1].tensor().shape(), Shape());
  EXPECT_EQ(read->type().str(), "seq<i32[*]>");
  auto empty = readList("");
  ASSERT_TRUE(succeeded(empty)) << said;
  EXPECT_TRUE(empty->elements().empty());
}

TEST_F(DatumFile, nestedSequencesFollowTheirType) {
  auto read = readList("elem_type: 3 sequence_values { elem_type: 1 tensor_values { " +
                           std::string(two) + " } } sequence_values { }",
                       Type::sequence(list));
  ASSERT_TRUE(succeeded(read)) << said;
  ASSERT_EQ(read->elements().size(), 2u);
  EXPECT_EQ(read->elements()[0].elements().size(), 1u);
  EXPECT_TRUE(read->elements()[1].elements().empty());
}

TEST_F(DatumFile, optionalsHoldOneValueOrNothing) {
  auto tensor = readOptional("elem_type: 1 tensor_value { " + std::string(two) + " }", numbers);
  auto sequence = readOptional("elem_type: 3 sequence_value { elem_type: 1 }", list);
  auto nothing = readOptional("name: 'o' elem_type: 0", list);
  ASSERT_TRUE(succeeded(tensor) && succeeded(sequence) && succeeded(nothing)) << said;
  EXPECT_EQ(tensor->elements()[0].tensor().size(), 2);
  EXPECT_TRUE(sequence->elements()[0].isSequence());
  EXPECT_TRUE(nothing->isOptional() && nothing->elements().empty());
}

TEST_F(DatumFile, whatIsNotDeclaredIsRefused) {
  EXPECT_TRUE(failed(readList("elem_type: 3 sequence_values { }")));
  EXPECT_NE(said.find("holds elements of the kind 3"), std::string::npos) << said;
  EXPECT_TRUE(failed(readList("", Type::sequence(Type::map(DType::I64, numbers)))));
  EXPECT_NE(said.find("seq<map<i64, i32[*]>> cannot be read"), std::string::npos) << said;
  EXPECT_TRUE(failed(readOptional("elem_type: 3 sequence_value { }", numbers)));
  EXPECT_NE(said.find("holds something else than i32[*]"), std::string::npos) << said;
  EXPECT_TRUE(failed(readList("elem_type: 1 tensor_values { data_type: 6 dims: -2 }")));
  write("bad.pb", "\x1a\x7f");
  EXPECT_TRUE(failed(readDatumProto(path("bad.pb"), list, diags)));
  EXPECT_NE(said.find("is damaged"), std::string::npos) << said;
  EXPECT_TRUE(failed(readDatumProto(path("missing.pb"), list, diags)));
}

} // namespace fixcon
