// Activations, normalisations and powers that a model spells out are the op; what only looks like
// one stays.
#include "CanonicalCase.h"

namespace fixcon {
namespace {

class SpeltOut : public testing::TestWithParam<CanonicalCase> {};

TEST_P(SpeltOut, GivesTheseOpsAndKeepsTheMeaning) { expectCanonical(GetParam()); }

const CanonicalCase cases[] = {
    {"GeluByErfInPyTorchsSpelling",
     "%x: f32[2,3]",
     R"(weight %r : f32[] = dense<1.41421354>
        weight %one : f32[] = dense<1.0>
        weight %half : f32[] = dense<0.5>
        %a = div %x, %r
        %b = erf %a
        %c = add %b, %one
        %d = mul %x, %c
        %y = mul %d, %half return %y)",
     {"gelu"}},
    {"GeluByErfWithTheConstantsElsewhere",
     "%x: f32[2,3]",
     R"(weight %r : f32[] = dense<0.707106769>
        weight %half : f32[] = dense<0.5>
        %a = mul %r, %x
        %b = erf %a
        %h = mul %b, %half
        %c = add %half, %h
        %y = mul %c, %x return %y)",
     {"gelu"}},
    {"GeluByTanh",
     "%x: f32[2,3]",
     R"(weight %three : f32[] = dense<3.0>
        weight %k : f32[] = dense<0.044715>
        weight %s : f32[] = dense<0.797884583>
        weight %one : f32[] = dense<1.0>
        weight %half : f32[] = dense<0.5>
        %c = pow %x, %three
        %d = mul %c, %k
        %e = add %x, %d
        %f = mul %e, %s
        %t = tanh %f
        %g = add %t, %one
        %h = mul %x, %half
        %y = mul %h, %g return %y)",
     {"gelu"}},
    {"AnotherConstantIsNoGelu",
     "%x: f32[2,3]",
     R"(weight %r : f32[] = dense<1.414>
        weight %one : f32[] = dense<1.0>
        weight %half : f32[] = dense<0.5>
        %a = div %x, %r
        %b = erf %a
        %c = add %b, %one
        %d = mul %x, %c
        %y = mul %d, %half return %y)",
     {"div", "erf", "add", "mul", "mul"}},
    {"HardSwishByClip",
     "%x: f32[2,3]",
     R"(weight %three : f32[] = dense<3.0>
        weight %zero : f32[] = dense<0.0>
        weight %six : f32[] = dense<6.0>
        %a = add %x, %three
        %b = clip %a, %zero, %six
        %c = mul %x, %b
        %y = div %c, %six return %y)",
     {"hard_swish"}},
    {"HardSwishByHardSigmoid",
     "%x: f32[2,3]",
     "%a = hard_sigmoid %x {alpha = 0.16666667} %y = mul %x, %a return %y",
     {"hard_swish"}},
    {"ClipOfAnotherSlopeIsNoHardSwish",
     "%x: f32[2,3]",
     R"(weight %three : f32[] = dense<3.0>
        weight %zero : f32[] = dense<0.0>
        weight %five : f32[] = dense<5.0>
        %a = add %x, %three
        %b = clip %a, %zero, %five
        %c = mul %x, %b
        %y = div %c, %five return %y)",
     {"add", "clip", "mul", "div"}},
    {"MishSpeltOut",
     "%x: f32[2,3]",
     R"(weight %one : f32[] = dense<1.0>
        %a = exp %x
        %b = add %a, %one
        %c = log %b
        %d = tanh %c
        %y = mul %x, %d return %y)",
     {"mish"}},
    {"SigmoidSpeltOut",
     "%x: f32[2,3]",
     R"(weight %one : f32[] = dense<1.0>
        %a = neg %x
        %b = exp %a
        %c = add %one, %b
        %y = div %one, %c return %y)",
     {"sigmoid"}},
    {"SoftsignSpeltOut",
     "%x: f32[2,3]",
     R"(weight %one : f32[] = dense<1.0>
        %a = abs %x
        %b = add %a, %one
        %y = div %x, %b return %y)",
     {"softsign"}},
    {"LayerNormalizationSpeltOut",
     "%x: f32[2,3,4]",
     R"(weight %axes : i64[1] = dense<[-1]>
        weight %two : f32[] = dense<2.0>
        weight %half : f32[] = dense<0.5>
        weight %eps : f32[] = dense<1e-5>
        weight %g : f32[4] = seeded<1>
        weight %b : f32[4] = seeded<2>
        %m = reduce_mean %x, %axes
        %d = sub %x, %m
        %q = pow %d, %two
        %v = reduce_mean %q, %axes
        %e = add %v, %eps
        %s = pow %e, %half
        %n = div %d, %s
        %h = mul %n, %g
        %y = add %h, %b return %y)",
     {"layer_normalization"}},
    {"RootMeanSquareNormalizationSpeltOut",
     "%x: f32[2,3,4]",
     R"(weight %axes : i64[1] = dense<[-1]>
        weight %eps : f32[] = dense<1e-5>
        weight %one : f32[] = dense<1.0>
        weight %g : f32[4] = seeded<1>
        %q = mul %x, %x
        %v = reduce_mean %q, %axes
        %e = add %v, %eps
        %s = sqrt %e
        %r = div %one, %s
        %n = mul %x, %r
        %y = mul %n, %g return %y)",
     {"rms_normalization"}},
    {"DeviationOverOtherAxesIsNoLayerNormalization",
     "%x: f32[2,3,4]",
     R"(weight %axes : i64[1] = dense<[-1]>
        weight %other : i64[1] = dense<[1]>
        weight %eps : f32[] = dense<1e-5>
        %m = reduce_mean %x, %other
        %d = sub %x, %m
        %q = mul %d, %d
        %v = reduce_mean %q, %other
        %e = add %v, %eps
        %s = sqrt %e
        %y = div %d, %s return %y)",
     {"reduce_mean", "sub", "mul", "reduce_mean", "add", "sqrt", "div"}},
    {"PowersAreProductsAndReciprocals",
     "%x: f32[2,3]",
     R"(weight %two : f32[] = dense<2.0>
        weight %minus : f32[] = dense<-1.0>
        %a = pow %x, %two
        %y = pow %a, %minus return %y)",
     {"mul", "reciprocal"}},
    {"RootOfWhatIsPositive",
     "%x: f32[2,3]",
     R"(weight %half : f32[] = dense<0.5>
        weight %e : f32[] = dense<0.25>
        %a = mul %x, %x
        %b = add %a, %e
        %y = pow %b, %half return %y)",
     {"mul", "add", "sqrt"}},
    {"PowerOfWhatMayBeNegativeStays",
     "%x: f32[2,3]",
     R"(weight %half : f32[] = dense<0.5>
        %a = abs %x
        %y = pow %a, %half return %y)",
     {"abs", "pow"}},
    {"SoftplusSpeltOut",
     "%x: f32[2,3]",
     R"(weight %one : f32[] = dense<1.0>
        %a = exp %x
        %b = add %a, %one
        %y = log %b return %y)",
     {"softplus"}},
    {"LogOfAnotherSumStays",
     "%x: f32[2,3]",
     R"(weight %two : f32[] = dense<2.0>
        %a = exp %x
        %b = add %a, %two
        %y = log %b return %y)",
     {"exp", "add", "log"}},
};

INSTANTIATE_TEST_SUITE_P(, SpeltOut, testing::ValuesIn(cases),
                         [](const auto &info) { return std::string(info.param.name); });

} // namespace
} // namespace fixcon
