// NumPy files: headers of all versions, orders and byte orders; archives; what is refused.
#include "TestFiles.h"

#include "fixcon/Data/DataSet.h"

#include <limits>

namespace fixcon {

/// A file of the given version with this dictionary.
static std::string npy(int version, const std::string &dict, const std::string &data) {
  std::string text = std::string("\x93NUMPY", 6) + static_cast<char>(version) + '\0';
  for (int i = 0; i < (version == 1 ? 2 : 4); ++i)
    text += static_cast<char>(dict.size() >> (8 * i));
  return text + dict + data;
}

template <class T> static std::string bytesOf(std::initializer_list<T> values) {
  return {reinterpret_cast<const char *>(values.begin()), values.size() * sizeof(T)};
}

static FailureOr<Tensor> readText(const std::string &content, Collected &got) {
  TemporaryFolder folder;
  return readNpy(folder.write("a.npy", content), got.diags);
}

TEST(Npy, RoundTripOfEveryDTypeThatNumPyHas) {
  TemporaryFolder folder;
  for (DType type :
       {DType::F32, DType::F64, DType::F16, DType::I8, DType::I16, DType::I32, DType::I64,
        DType::U8, DType::U16, DType::U32, DType::U64, DType::Bool, DType::C64, DType::C128})
    for (const Shape &shape : {Shape{}, Shape{3}, Shape{2, 3}, Shape{2, 0, 4}}) {
      Collected got;
      Tensor tensor(type, shape);
      if (tensor.size() > 1)
        tensor.mutableBytes()[byteSize(type)] = std::byte(1);
      ASSERT_TRUE(succeeded(writeNpy(folder / "a.npy", tensor, got.diags)));
      auto again = readNpy(folder / "a.npy", got.diags);
      ASSERT_TRUE(succeeded(again)) << got.all();
      EXPECT_TRUE(again->identical(tensor)) << name(type) << str(shape);
      EXPECT_EQ((std::filesystem::file_size(folder / "a.npy") - tensor.bytes().size()) % 64, 0u);
    }
}

TEST(Npy, DTypesOutsideNumPyAreStoredAsBits) {
  TemporaryFolder folder;
  Collected got;
  auto stored = [&](DType type) {
    EXPECT_TRUE(succeeded(writeNpy(folder / "a.npy", Tensor(type, {2}), got.diags)));
    return readNpy(folder / "a.npy", got.diags)->dtype();
  };
  EXPECT_EQ(stored(DType::BF16), DType::U16);
  EXPECT_EQ(stored(DType::F8E4M3FN), DType::U8);
  EXPECT_EQ(stored(DType::I4), DType::I8);
  EXPECT_EQ(stored(DType::U4), DType::U8);
  EXPECT_TRUE(got.texts.empty());
  EXPECT_TRUE(failed(writeNpy(folder / "a.npy", Tensor::strings({1}, {"x"}), got.diags)));
}

TEST(Npy, VersionsFortranOrderAndBigEndian) {
  Collected got;
  std::string data = bytesOf<int16_t>({1, 2, 3, 4, 5, 6});
  for (int version : {1, 2, 3}) {
    auto plain = readText(
        npy(version, "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }", data), got);
    ASSERT_TRUE(succeeded(plain)) << got.all();
    EXPECT_EQ(plain->toInts(), (std::vector<int64_t>{1, 2, 3, 4, 5, 6}));
  }
  auto fortran =
      readText(npy(1, "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3)}", data), got);
  EXPECT_EQ(fortran->toInts(), (std::vector<int64_t>{1, 3, 5, 2, 4, 6}));
  auto big = readText(
      npy(1, "{\"shape\": (2L,), \"descr\": \">i2\", \"fortran_order\": False}", {"\0\1\1\0", 4}),
      got);
  EXPECT_EQ(big->toInts(), (std::vector<int64_t>{1, 256}));
}

TEST(Npy, BadHeadersAreErrors) {
  for (const char *dict : {
           "",
           "{",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2",
           "{'descr': '<f4', 'fortran_order': False}",
           "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
           "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,)}",
           "{'descr': '|O', 'fortran_order': False, 'shape': (2,)}",
           "{'descr': '<U3', 'fortran_order': False, 'shape': (2,)}",
           "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}",
           "{'descr': '', 'fortran_order': False, 'shape': (2,)}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}",
       }) {
    Collected got;
    EXPECT_TRUE(failed(readText(npy(1, dict, std::string(8, 'x')), got))) << dict;
    EXPECT_EQ(got.texts.size(), 1u) << dict;
  }
  Collected got;
  EXPECT_TRUE(failed(readText(npy(9, "{}", ""), got)));
  EXPECT_TRUE(failed(readText("", got)));
}

TEST(Npz, RoundTripWithEqualBytes) {
  TemporaryFolder folder;
  Collected got;
  std::vector<std::pair<std::string, Tensor>> arrays = {
      {"x:0", Tensor::of<float>({2, 2}, {1, 2, 3, 4})},
      {"a/b", Tensor::of<int64_t>({}, {-7})},
      {"", Tensor()}};
  EXPECT_TRUE(failed(writeNpz(folder / "a.npz", arrays, got.diags)));
  arrays.pop_back();
  ASSERT_TRUE(succeeded(writeNpz(folder / "a.npz", arrays, got.diags)));
  ASSERT_TRUE(succeeded(writeNpz(folder / "b.npz", arrays, got.diags)));
  EXPECT_EQ(contentOf(folder / "a.npz"), contentOf(folder / "b.npz"));
  auto again = readNpz(folder / "a.npz", got.diags);
  ASSERT_TRUE(succeeded(again)) << got.all();
  ASSERT_EQ(again->size(), 2u);
  for (const auto &[name, tensor] : arrays)
    EXPECT_TRUE(again->at(name).identical(tensor)) << name;
}

TEST(Npz, EmptyArchive) {
  TemporaryFolder folder;
  Collected got;
  ASSERT_TRUE(succeeded(writeNpz(folder / "a.npz", {}, got.diags))) << got.all();
  auto again = readNpz(folder / "a.npz", got.diags);
  ASSERT_TRUE(succeeded(again)) << got.all();
  EXPECT_TRUE(again->empty());
  EXPECT_TRUE(failed(DataSet::open(folder / "a.npz", got.diags)));
}

} // namespace fixcon
