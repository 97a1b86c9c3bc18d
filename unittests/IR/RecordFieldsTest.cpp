// Structs as attributes of records, there and back.
#include "fixcon/IR/RecordFields.h"

#include <gtest/gtest.h>

namespace fixcon {
namespace {

struct Sample {
  int64_t count = 0;
  double error = 0;
  bool latent = false;
  std::string name;
  Attribute::Strings nodes;
  std::optional<int64_t> operand;
  Attribute value;

  template <class V> void visit(V &v) {
    v("count", count);
    v("error", error);
    v("latent", latent);
    v("name", name);
    v("nodes", nodes);
    v("operand", operand);
    v("value", value);
  }
};

class RecordFields : public testing::Test {
protected:
  FailureOr<Sample> read() { return readFields<Sample>(record, diags); }

  std::string text;
  Diagnostics diags{[this](const Diagnostic &d) { text += d.message + "\n"; }};
  Record record;
};

TEST_F(RecordFields, WhatSaysNothingIsNotWritten) {
  writeFields(Sample(), record);
  EXPECT_EQ(record.attrs.size(), 2u);
  EXPECT_TRUE(record.attrs.get<int64_t>("count"));
  EXPECT_TRUE(record.attrs.get<double>("error"));
}

TEST_F(RecordFields, ComeBackAsTheyWere) {
  Sample sample{3, 0.5, true, "n", {"a", "b"}, 2, Attribute::Ints{1, 2}};
  writeFields(sample, record);
  auto back = read();
  ASSERT_TRUE(succeeded(back)) << text;
  EXPECT_EQ(back->count, 3);
  EXPECT_EQ(back->error, 0.5);
  EXPECT_TRUE(back->latent);
  EXPECT_EQ(back->name, "n");
  EXPECT_EQ(back->nodes, sample.nodes);
  EXPECT_EQ(back->operand, 2);
  EXPECT_EQ(back->value, sample.value);
}

TEST_F(RecordFields, AWholeNumberIsARealOneToo) {
  record.attrs.set("error", int64_t(2));
  auto back = read();
  ASSERT_TRUE(succeeded(back)) << text;
  EXPECT_EQ(back->error, 2.0);
}

TEST_F(RecordFields, AnotherTypeIsAnError) {
  record.kind = "sample";
  record.attrs.set("count", "many");
  EXPECT_TRUE(failed(read()));
  EXPECT_EQ(text, "'count' of a record 'sample' has another type than it should have\n");
}

TEST_F(RecordFields, WhatNoFieldTakesIsAnError) {
  record.attrs.set("cuont", int64_t(1));
  EXPECT_TRUE(failed(read()));
  EXPECT_NE(text.find("'cuont'"), std::string::npos) << text;
}

} // namespace
} // namespace fixcon
