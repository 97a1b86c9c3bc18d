// One core op by itself: its types inferred from given types and values, its results computed as
// the reference executor would have them (floats are f64).
#pragma once

#include "fixcon/IR/Module.h"
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Ops/OpDef.h"

#include <gtest/gtest.h>

namespace fixcon {

class OpUnderTest {
public:
  explicit OpUnderTest(const std::string &name, AttrDict attrs = {}, unsigned results = 1)
      : diagnostics([this](const Diagnostic &d) { message = d.text(), code = d.code; }),
        module(diagnostics), graph(module.addGraph("g")),
        op(graph->createOp(name, {}, std::move(attrs))) {
    for (unsigned i = 0; i < results; ++i)
      op->addResult(Type(), "r" + std::to_string(i));
  }

  /// An operand of which only the type is known, for example from dims.
  OpUnderTest &operand(Type type) {
    bool absent = type.kind() == Type::Kind::None;
    Value *value = absent ? nullptr : graph->addArgument(type, "a" + std::to_string(infos.size()));
    auto operands = op->operands();
    operands.push_back(value);
    op->setOperands(operands);
    infos.push_back({std::move(type), nullptr});
    data.push_back(nullptr);
    return *this;
  }
  OpUnderTest &operand(const Tensor &value) {
    operand(typeOf(value));
    values.push_back(std::make_unique<Tensor>(value));
    infos.back().value = values.back().get();
    data.back() = std::make_unique<Datum>(wide(value));
    return *this;
  }
  OpUnderTest &operand(const Datum &value) {
    operand(value.type());
    data.back() = std::make_unique<Datum>(value);
    return *this;
  }

  /// "f32[2,3] i64[3]", or the error.
  std::string infer() {
    InferContext context(*op, infos);
    if (failed(opDef(*op)->inferTypes(context)))
      return message;
    std::string text;
    for (const Type &type : context.results())
      text += (text.empty() ? "" : " ") + type.str();
    return text;
  }

  /// Empty, and the error in `message`, if it fails.
  std::vector<Tensor> run() {
    std::vector<Tensor> tensors;
    for (Datum &datum : runData())
      tensors.push_back(std::move(datum.tensor()));
    return tensors;
  }
  std::vector<Datum> runData() {
    InferContext infer(*op, infos);
    if (failed(opDef(*op)->inferTypes(infer)))
      return {};
    EvalContext context;
    context.theOp = op;
    for (const auto &datum : data)
      context.inputs.push_back(datum.get());
    for (const Type &type : infer.results()) {
      DType dtype = isFloat(type.dtype()) ? DType::F64 : type.dtype();
      context.outputs.push_back(type.isStatic() ? Tensor(dtype, type.shape()) : Tensor());
    }
    if (failed(opDef(*op)->evaluate(context)))
      return {};
    return std::move(context.outputs);
  }

  /// The first result's elements.
  std::vector<double> numbers() {
    auto results = run();
    return results.empty() ? std::vector<double>() : results[0].toDoubles();
  }

  /// As the executor holds it.
  static Datum wide(const Tensor &value) {
    return {isFloat(value.dtype()) ? value.converted(DType::F64) : value, value.dtype()};
  }

  std::string message, code;

private:
  Diagnostics diagnostics;
  Module module;
  Graph *graph;

public:
  Op *op;

private:
  std::vector<OperandInfo> infos;
  std::vector<std::unique_ptr<Tensor>> values;
  std::vector<std::unique_ptr<Datum>> data; ///< null: absent, or only the type is known
};

inline AttrDict attrs(std::initializer_list<std::pair<const char *, Attribute>> entries) {
  AttrDict dict;
  for (const auto &[name, value] : entries)
    dict.set(name, value);
  return dict;
}

inline Tensor floats(Shape shape, const std::vector<double> &values) {
  return Tensor::of(std::move(shape), values).converted(DType::F32);
}

inline Tensor ints(const std::vector<int64_t> &values) {
  return Tensor::of({static_cast<int64_t>(values.size())}, values);
}

/// 0, 1, 2, ... as f32.
inline Tensor ramp(Shape shape) {
  std::vector<double> values;
  for (int64_t i = 0; i < *elementCount(shape); ++i)
    values.push_back(static_cast<double>(i));
  return floats(std::move(shape), values);
}

inline void expectNear(const std::vector<double> &got, const std::vector<double> &want) {
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < want.size(); ++i)
    EXPECT_NEAR(got[i], want[i], 1e-12) << "element " << i;
}

/// The elements of the op's first result on these operands: types, tensors and data, or tensors in
/// braces.
template <class... Operands>
std::vector<double> computed(const char *op, AttrDict a, const Operands &...operands) {
  OpUnderTest test(op, std::move(a));
  (test.operand(operands), ...);
  return test.numbers();
}
inline std::vector<double> computed(const char *op, AttrDict a,
                                    std::initializer_list<Tensor> operands) {
  OpUnderTest test(op, std::move(a));
  for (const Tensor &operand : operands)
    test.operand(operand);
  return test.numbers();
}

/// The op fails; the label of its error.
inline std::string rejected(OpUnderTest &test) {
  EXPECT_TRUE(test.run().empty());
  EXPECT_FALSE(test.code.empty()) << test.message;
  return test.code;
}
inline std::string rejected(const char *op, AttrDict a, std::initializer_list<Tensor> operands) {
  OpUnderTest test(op, std::move(a));
  for (const Tensor &operand : operands)
    test.operand(operand);
  return rejected(test);
}

/// The op on these operands fails with an error of that label.
template <class... Operands>
void rejects(const std::string &label, const char *op, AttrDict a, const Operands &...operands) {
  OpUnderTest test(op, std::move(a));
  (test.operand(operands), ...);
  EXPECT_EQ(rejected(test), label);
}
inline void rejects(const std::string &label, const char *op, AttrDict a,
                    std::initializer_list<Tensor> operands) {
  EXPECT_EQ(rejected(op, std::move(a), operands), label);
}

} // namespace fixcon
