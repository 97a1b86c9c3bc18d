// Every form of --data, the order of samples, what a model input gets, and what is rejected.
#include "TestFiles.h"

#include "fixcon/Data/DataSet.h"

#include <thread>

namespace fixcon {

static const std::string onePixel = "P6 1 1 255\nabc";

static InputSpec input(const std::string &name, DType type, const Shape &shape) {
  return {name, Type::tensor(type, shape)};
}

static std::vector<std::string> namesOf(const DataSet &data) {
  std::vector<std::string> names;
  for (int64_t i = 0; i < data.size(); ++i)
    names.push_back(data.name(i));
  return names;
}

using Names = std::vector<std::string>;

TEST(DataSet, FolderIsReadInByteOrderWithSubFolders) {
  TemporaryFolder folder;
  for (const char *name : {"b.ppm", "B.PPM", "a/z.ppm", "a.ppm", "a/b/c.ppm", ".hidden.ppm"})
    folder.write(name, onePixel);
  folder.write("labels.txt", "none");
  Collected got;
  auto data = DataSet::open(folder.str(), got.diags);
  ASSERT_TRUE(succeeded(data)) << got.all();
  EXPECT_EQ(namesOf(*data), (Names{"B.PPM", "a.ppm", "a/b/c.ppm", "a/z.ppm", "b.ppm"}));
  ASSERT_EQ(got.texts.size(), 1u);
  EXPECT_NE(got.texts[0].find("remark: 1 files are no samples"), std::string::npos);
}

TEST(DataSet, LinksThatLeadBackEnd) {
  TemporaryFolder folder;
  folder.write("a/b/c.ppm", onePixel);
  std::filesystem::create_directory_symlink(folder.str(), folder / "a/b/loop");
  std::filesystem::create_directory_symlink(folder / "a", folder / "other");
  Collected got;
  auto data = DataSet::open(folder.str() + "/", got.diags);
  ASSERT_TRUE(succeeded(data)) << got.all();
  EXPECT_EQ(namesOf(*data), (Names{"a/b/c.ppm", "other/b/c.ppm"}));
}

TEST(DataSet, APictureIsDecodedOnce) {
  TemporaryFolder folder;
  folder.write("a.ppm", onePixel);
  Collected got;
  auto data = DataSet::open(folder.str(), got.diags);
  ASSERT_TRUE(succeeded(data)) << got.all();
  std::vector<InputSpec> inputs{input("x", DType::F32, {1, 3, 1, 1})};
  auto first = data->load(0, inputs, {}, got.diags);
  ASSERT_TRUE(succeeded(first)) << got.all();
  std::filesystem::remove(folder / "a.ppm");
  auto again = data->load(0, inputs, {}, got.diags);
  ASSERT_TRUE(succeeded(again)) << got.all();
  EXPECT_TRUE(again->at("x").identical(first->at("x")));
}

TEST(DataSet, NothingToReadIsAnError) {
  TemporaryFolder folder;
  Collected got;
  EXPECT_TRUE(failed(DataSet::open(folder.str(), got.diags)));
  EXPECT_TRUE(failed(DataSet::open(folder / "missing", got.diags)));
  EXPECT_TRUE(failed(DataSet::open(folder / "missing.npy", got.diags)));
  EXPECT_TRUE(failed(DataSet::open(folder / "missing.jpg", got.diags)));
  EXPECT_TRUE(failed(DataSet::open(folder.write("list", "\n \n"), got.diags)));
  EXPECT_TRUE(failed(DataSet::open(folder.write("bytes", {"a\0b", 3}), got.diags)));
  EXPECT_EQ(got.diags.errorCount(), 6u);
}

TEST(DataSet, ListOfPaths) {
  TemporaryFolder folder;
  std::string absolute = folder.write("x/a.ppm", onePixel);
  folder.write("b.ppm", onePixel);
  Collected got;
  auto data =
      DataSet::open(folder.write("list.txt", "b.ppm\r\n\n" + absolute + "\nc.ppm"), got.diags);
  ASSERT_TRUE(succeeded(data));
  EXPECT_EQ(namesOf(*data), (Names{"b.ppm", absolute, "c.ppm"}));
  std::vector<InputSpec> inputs = {input("x", DType::F32, {1, 3, 1, 1})};
  EXPECT_TRUE(succeeded(data->load(0, inputs, {}, got.diags)));
  EXPECT_TRUE(succeeded(data->load(1, inputs, {}, got.diags)));
  EXPECT_TRUE(failed(data->load(2, inputs, {}, got.diags)));
  ASSERT_EQ(got.texts.size(), 1u);
  EXPECT_TRUE(got.texts[0].starts_with(folder / "c.ppm: warning: cannot open file")) << got.all();
  EXPECT_EQ(got.diags.errorCount(), 0u);
}

TEST(DataSet, PictureTakesTheShapeOfTheInput) {
  TemporaryFolder folder;
  Collected got;
  auto data = DataSet::open(folder.write("a.ppm", "P6 2 1 255\nabcdef"), got.diags);
  ASSERT_TRUE(succeeded(data));
  auto load = [&](const Shape &shape, const Recipe &recipe) {
    return data->load(0, {input("x", DType::F32, shape)}, recipe, got.diags);
  };
  EXPECT_EQ(load({1, 3, 1, 2}, {})->at("x").toDoubles()[1], 'd');
  EXPECT_EQ(load({8, 1, 2, 3}, {})->at("x").shape(), (Shape{1, 1, 2, 3}));
  Recipe nhwc;
  nhwc.layout = ImageLayout::NHWC;
  EXPECT_EQ(load({1, 1, 2, 3}, nhwc)->at("x").toDoubles()[1], 'b');
  EXPECT_TRUE(failed(load({1, 2, 2, 2}, nhwc)));
  auto odd = load({1, 1, 3, 2}, nhwc);
  EXPECT_EQ(odd->at("x").shape(), (Shape{1, 1, 3, 2}));
  EXPECT_EQ(odd->at("x").toDoubles()[1], 'b');
  EXPECT_EQ(got.texts.size(), 1u);
  EXPECT_TRUE(failed(load({6}, {})));
  EXPECT_EQ(load({6}, nhwc)->at("x").shape(), (Shape{6}));
  EXPECT_TRUE(failed(load({1, 1, 1, 2}, {})));
}

TEST(DataSet, StackedArrayIsSplitAlongItsFirstAxis) {
  TemporaryFolder folder;
  Collected got;
  Tensor stack = Tensor::of<float>({3, 2}, {1, 2, 3, 4, 5, 6});
  ASSERT_TRUE(succeeded(writeNpy(folder / "a.npy", stack, got.diags)));
  auto data = DataSet::open(folder / "a.npy", got.diags);
  ASSERT_TRUE(succeeded(data));
  EXPECT_EQ(namesOf(*data), (Names{"a.npy#0", "a.npy#1", "a.npy#2"}));
  auto row = data->load(1, {input("any", DType::F32, {1, 2})}, {}, got.diags);
  EXPECT_TRUE(row->at("any").identical(Tensor::of<float>({1, 2}, {3, 4})));
  auto unbatched = data->load(2, {input("any", DType::F32, {2})}, {}, got.diags);
  EXPECT_TRUE(unbatched->at("any").identical(Tensor::of<float>({2}, {5, 6})));
}

TEST(DataSet, ArchiveHoldsInputsByNameOrAlias) {
  TemporaryFolder folder;
  Collected got;
  Tensor a = Tensor::of<float>({2, 2}, {1, 2, 3, 4}), b = Tensor::of<int8_t>({2, 1}, {5, 6});
  ASSERT_TRUE(succeeded(writeNpz(folder / "s.npz", {{"source", a}, {"target", b}}, got.diags)));
  auto data = DataSet::open(folder / "s.npz", got.diags);
  ASSERT_TRUE(succeeded(data));
  ASSERT_EQ(data->size(), 2);
  InputSpec spec = input("serving_x", DType::I8, {1, 1});
  spec.aliases = {"target"};
  EXPECT_EQ(data->load(1, {spec}, {}, got.diags)->at("serving_x").toInts(),
            (std::vector<int64_t>{6}));
  auto both = data->load(
      0, {input("source", DType::F32, {1, 2}), input("target", DType::I8, {1, 1})}, {}, got.diags);
  EXPECT_EQ(both->size(), 2u);
  EXPECT_TRUE(failed(data->load(0, {input("x", DType::F32, {1, 2})}, {}, got.diags)));
  EXPECT_NE(
      got.all().find("no array for input 'x', whose inputs are 'x'; there are 'source', 'target'"),
      std::string::npos);
}

TEST(DataSet, ArraysOfUnequalCountAreAnError) {
  TemporaryFolder folder;
  Collected got;
  ASSERT_TRUE(succeeded(
      writeNpz(folder / "s.npz",
               {{"a", Tensor(DType::F32, {2, 2})}, {"b", Tensor(DType::F32, {3})}}, got.diags)));
  EXPECT_TRUE(failed(DataSet::open(folder / "s.npz", got.diags)));
  ASSERT_TRUE(succeeded(writeNpy(folder / "s.npy", Tensor::scalar(1.f), got.diags)));
  EXPECT_TRUE(failed(DataSet::open(folder / "s.npy", got.diags)));
  EXPECT_EQ(got.diags.errorCount(), 2u);
}

TEST(DataSet, ArrayInAFolderIsOneSample) {
  TemporaryFolder folder;
  Collected got;
  Tensor sample = Tensor::of<double>({2, 2}, {1, 2, 3, 4});
  ASSERT_TRUE(succeeded(writeNpy(folder / "1.npy", sample, got.diags)));
  ASSERT_TRUE(succeeded(writeNpz(folder / "2.npz", {{"x", sample}}, got.diags)));
  folder.write("3.npy", "broken");
  auto data = DataSet::open(folder.str(), got.diags);
  ASSERT_EQ(data->size(), 3);
  std::vector<InputSpec> same = {input("x", DType::F32, {2, 2})};
  EXPECT_EQ(data->load(0, same, {}, got.diags)->at("x").dtype(), DType::F32);
  std::vector<InputSpec> batched = {input("x", DType::F64, {1, 2, 2})};
  EXPECT_EQ(data->load(1, batched, {}, got.diags)->at("x").shape(), (Shape{1, 2, 2}));
  EXPECT_TRUE(got.texts.empty());
  EXPECT_TRUE(failed(data->load(2, same, {}, got.diags)));
  EXPECT_EQ(got.diags.errorCount(), 0u);
  EXPECT_EQ(got.texts.size(), 1u);
}

TEST(DataSet, FloatsArePutOnTheGridOfAnIntegerInputTiesToEven) {
  TemporaryFolder folder;
  Collected got;
  Tensor stack = Tensor::of<float>({1, 5}, {0, 0.25f, 0.75f, -0.25f, 1000});
  ASSERT_TRUE(succeeded(writeNpy(folder / "a.npy", stack, got.diags)));
  InputSpec spec = input("x", DType::I8, {1, 5});
  spec.grid = InputGrid{0.5, -3};
  auto tensors = DataSet::open(folder / "a.npy", got.diags)->load(0, {spec}, {}, got.diags);
  EXPECT_EQ(tensors->at("x").dtype(), DType::I8);
  EXPECT_EQ(tensors->at("x").toInts(), (std::vector<int64_t>{-3, -3, -1, -3, 127}));
}

/// What an input gets from one sample, or the message.
static std::string fed(const Tensor &sample, const InputSpec &spec) {
  TemporaryFolder folder;
  Collected got;
  EXPECT_TRUE(succeeded(writeNpy(folder / "a.npy", sample, got.diags)));
  auto tensors = DataSet::open(folder.str(), got.diags)->load(0, {spec}, {}, got.diags);
  std::string text = succeeded(tensors) ? typeOf(tensors->at(spec.name)).str() : got.texts.back();
  return text.substr(text.find("warning: ") == std::string::npos ? 0 : text.find("warning: ") + 9);
}

TEST(DataSet, DimsThatAreFixedMustAgree) {
  InputSpec open{"x", Type::tensor(DType::F32, {Dim::symbol("N"), 3, {}, {}})};
  EXPECT_EQ(fed(Tensor(DType::F32, {2, 3, 7, 9}), open), "f32[2,3,7,9]");
  EXPECT_EQ(fed(Tensor(DType::F32, {3, 7, 9}), open), "f32[1,3,7,9]");
  EXPECT_NE(fed(Tensor(DType::F32, {1, 7, 9, 3}), open).find("looks like channels last"),
            std::string::npos);
  EXPECT_EQ(fed(Tensor(DType::F32, {1, 4, 7, 9}), open).find("looks like"), std::string::npos);
  InputSpec fixed = input("x", DType::F32, {4, 8, 8, 3});
  EXPECT_EQ(fed(Tensor(DType::F32, {1, 8, 8, 3}), fixed), "f32[1,8,8,3]");
  EXPECT_NE(fed(Tensor(DType::F32, {2, 8, 8, 3}), fixed).find("wants f32[4,8,8,3]"),
            std::string::npos);
  EXPECT_NE(fed(Tensor(DType::F32, {1, 3, 8, 8}), fixed).find("looks like channels first"),
            std::string::npos);
  EXPECT_EQ(fed(Tensor(DType::F32, {5, 5}), {"x", Type::unranked(DType::F32)}), "f32[5,5]");
}

TEST(DataSet, WholeNumbersAreCastWhereNoneChanges) {
  auto cast = [](const Tensor &sample, DType to) { return fed(sample, input("x", to, {1, 2})); };
  EXPECT_EQ(cast(Tensor::of<int32_t>({1, 2}, {-5, 7}), DType::I64), "i64[1,2]");
  EXPECT_EQ(cast(Tensor::of<int64_t>({1, 2}, {0, 255}), DType::U8), "u8[1,2]");
  EXPECT_EQ(cast(Tensor::of<uint8_t>({1, 2}, {0, 255}), DType::F32), "f32[1,2]");
  EXPECT_EQ(cast(Tensor::of<int64_t>({1, 2}, {0, 1}), DType::Bool), "bool[1,2]");
  const char *refused = "cannot hold";
  EXPECT_NE(cast(Tensor::of<int64_t>({1, 2}, {0, 256}), DType::U8).find(refused),
            std::string::npos);
  EXPECT_NE(cast(Tensor::of<int32_t>({1, 2}, {0, -1}), DType::U64).find(refused),
            std::string::npos);
  EXPECT_NE(cast(Tensor::of<uint8_t>({1, 2}, {0, 255}), DType::I8).find(refused),
            std::string::npos);
  EXPECT_NE(cast(Tensor::of<int32_t>({1, 2}, {0, 16777217}), DType::F32).find(refused),
            std::string::npos);
  EXPECT_NE(cast(Tensor::of<float>({1, 2}, {0, 1}), DType::I64).find("wants i64[1,2]"),
            std::string::npos);
}

TEST(DataSet, TensorProtoIsReadByTheReaderGiven) {
  TemporaryFolder folder;
  folder.write("a.pb", "any");
  Collected got;
  std::vector<InputSpec> inputs = {input("x", DType::F32, {1})};
  auto without = DataSet::open(folder.str(), got.diags);
  EXPECT_TRUE(failed(without->load(0, inputs, {}, got.diags)));
  EXPECT_NE(got.all().find("a.pb: warning: TensorProto files cannot be read here"),
            std::string::npos);
  auto with = DataSet::open(folder.str(), got.diags,
                            [](const std::string &, Diagnostics &) -> FailureOr<Tensor> {
                              return Tensor::of<float>({1}, {7});
                            });
  EXPECT_EQ(with->load(0, inputs, {}, got.diags)->at("x").toDouble(0), 7);
}

TEST(DataSet, ThreadsLoadAtTheSameTime) {
  TemporaryFolder folder;
  for (int i = 0; i < 20; ++i)
    std::filesystem::copy_file(inputFile("420-q50.jpg"), folder / (std::to_string(i) + ".jpg"));
  Collected got;
  auto data = DataSet::open(folder.str(), got.diags);
  std::vector<InputSpec> inputs = {input("x", DType::F32, {1, 3, 224, 224})};
  std::vector<Tensor> tensors(20);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (size_t i = t; i < tensors.size(); i += 4)
        tensors[i] =
            data->load(static_cast<int64_t>(i), inputs, *preset("torchvision"), got.diags)->at("x");
    });
  for (std::thread &thread : threads)
    thread.join();
  for (const Tensor &tensor : tensors)
    EXPECT_TRUE(tensor.identical(tensors[0]));
}

} // namespace fixcon
