// Samples by index. Stacked arrays (one .npy or .npz given as PATH) are held once and handed out as
// views of their rows; pictures are decoded once while they fit a budget, and everything else is read from
// its file at every load.
#include "fixcon/Data/DataSet.h"

#include "ImageCache.h"
#include "InputFit.h"
#include "SampleFiles.h"

#include "fixcon/Data/Image.h"
#include "fixcon/Data/RecipeRecord.h"
#include "fixcon/Support/Memory.h"
#include "fixcon/Support/QuotedList.h"

#include <algorithm>
#include <filesystem>

namespace fixcon {

using Arrays = std::map<std::string, Tensor>;

/// Of decoded pictures: some 7,000 of 224 by 224.
static constexpr int64_t pictureBudget = int64_t(1) << 30;

struct DataSet::Impl {
  std::vector<SampleFile> files;
  std::map<std::string, std::shared_ptr<const Tensor>> stacked;
  int64_t stackedCount = 0;
  std::string path;
  TensorReader readProto;
  mutable ImageCache pictures{pictureBudget};

  bool isStacked() const { return !stacked.empty(); }
  FailureOr<Arrays> arraysOf(size_t i, Diagnostics &diags) const;
  Arrays rowsOf(int64_t i) const;
};

DataSet::DataSet(std::unique_ptr<Impl> impl) : impl(std::move(impl)) {}
DataSet::~DataSet() = default;
DataSet::DataSet(DataSet &&) noexcept = default;
DataSet &DataSet::operator=(DataSet &&) noexcept = default;

static FailureOr<Arrays> readArrays(const std::string &path, SampleKind kind, Diagnostics &diags) {
  if (kind == SampleKind::Npz)
    return readNpz(path, diags);
  auto tensor = readNpy(path, diags);
  if (failed(tensor))
    return failure();
  return Arrays{{"", std::move(*tensor)}};
}

/// The common length of the first axes; arrays that disagree are no stack of samples.
static FailureOr<int64_t> countRows(const Arrays &arrays, const std::string &path,
                                    Diagnostics &diags) {
  auto fail = [&](const std::string &name) {
    auto error = diags.error(Location::inFile(path));
    error << (name.empty() ? "the array" : "array '" + name + "'");
    return error;
  };
  if (arrays.empty())
    return diags.error(Location::inFile(path)) << "holds no arrays";
  int64_t count = -1;
  for (const auto &[name, tensor] : arrays) {
    if (tensor.rank() == 0 || tensor.shape()[0] == 0)
      return fail(name) << " has no first axis that counts samples";
    if (count >= 0 && tensor.shape()[0] != count)
      return fail(name) << " has " << tensor.shape()[0] << " samples, another one has " << count;
    count = tensor.shape()[0];
  }
  return count;
}

FailureOr<DataSet> DataSet::open(const std::string &path, Diagnostics &diags,
                                 TensorReader readProto) {
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->readProto = std::move(readProto);
  auto kind = sampleKindOf(path);
  std::error_code ignored;
  bool isFolder = std::filesystem::is_directory(path, ignored);
  if (!isFolder && kind && (*kind == SampleKind::Npy || *kind == SampleKind::Npz)) {
    auto arrays = readArrays(path, *kind, diags);
    auto count = failed(arrays) ? FailureOr<int64_t>(failure()) : countRows(*arrays, path, diags);
    if (failed(count))
      return failure();
    impl->stackedCount = *count;
    for (auto &[name, tensor] : *arrays)
      impl->stacked[name] = std::make_shared<const Tensor>(std::move(tensor));
    return DataSet(std::move(impl));
  }
  if (!isFolder && kind && std::filesystem::exists(path, ignored)) {
    std::string name = std::filesystem::path(path).filename().native();
    impl->files = {{name, path, *kind}};
    return DataSet(std::move(impl));
  }
  auto files = isFolder ? listFolder(path, diags) : listText(path, diags);
  if (failed(files))
    return failure();
  impl->files = std::move(*files);
  return DataSet(std::move(impl));
}

int64_t DataSet::size() const {
  return impl->isStacked() ? impl->stackedCount : static_cast<int64_t>(impl->files.size());
}

bool DataSet::holdsPictures() const {
  return std::ranges::any_of(impl->files,
                             [](const SampleFile &f) { return f.kind == SampleKind::Picture; });
}

std::string DataSet::name(int64_t i) const {
  if (impl->isStacked())
    return std::filesystem::path(impl->path).filename().native() + "#" + std::to_string(i);
  return impl->files[static_cast<size_t>(i)].name;
}

bool DataSet::holds(const std::string &name) const {
  if (impl->isStacked())
    return impl->stacked.contains(name);
  if (impl->files.empty() || impl->files.front().kind != SampleKind::Npz)
    return false;
  Diagnostics silent;
  auto arrays = impl->arraysOf(0, silent);
  return succeeded(arrays) && arrays->contains(name);
}

Arrays DataSet::Impl::rowsOf(int64_t i) const {
  Arrays rows;
  for (const auto &[name, tensor] : stacked) {
    Shape shape = tensor->shape();
    size_t bytes = tensor->bytes().size() / static_cast<size_t>(shape[0]);
    shape[0] = 1;
    auto row = tensor->bytes().subspan(static_cast<size_t>(i) * bytes, bytes);
    rows.emplace(name, Tensor::view(tensor->dtype(), std::move(shape), row, tensor));
  }
  return rows;
}

FailureOr<Arrays> DataSet::Impl::arraysOf(size_t i, Diagnostics &diags) const {
  if (isStacked())
    return rowsOf(static_cast<int64_t>(i));
  const SampleFile &file = files[i];
  if (file.kind != SampleKind::TensorProto)
    return readArrays(file.path, file.kind, diags);
  if (!readProto)
    return diags.error(Location::inFile(file.path)) << "TensorProto files cannot be read here";
  auto tensor = readProto(file.path, diags);
  if (failed(tensor))
    return failure();
  return Arrays{{"", std::move(*tensor)}};
}

static std::string listed(const std::vector<InputSpec> &inputs) {
  std::vector<std::string> names;
  for (const InputSpec &input : inputs)
    names.push_back(input.name);
  return quotedList(names);
}

static std::string listed(const Arrays &arrays) {
  std::vector<std::string> names;
  for (const auto &[name, array] : arrays)
    names.push_back(name);
  return quotedList(names);
}

static FailureOr<Tensor> pick(const Arrays &arrays, const InputSpec &input,
                              const std::vector<InputSpec> &inputs, Diagnostics &diags) {
  auto found = arrays.find(input.name);
  for (const std::string &alias : input.aliases)
    if (found == arrays.end())
      found = arrays.find(alias);
  if (found == arrays.end() && inputs.size() == 1 && arrays.size() == 1)
    found = arrays.begin();
  if (found != arrays.end())
    return fitArray(found->second, input, diags);
  auto error = diags.error(Location{});
  error << "no array for " << describe(input) << ", whose inputs are " << listed(inputs);
  if (arrays.contains(""))
    error << "; there is one array without a name: an .npz file holds them by name";
  else
    error << "; there are " << listed(arrays);
  return failure();
}

static FailureOr<Tensor> loadPicture(const std::string &path, const InputSpec &input,
                                     const Recipe &recipe, ImageCache &pictures,
                                     Diagnostics &diags) {
  auto layout = imageLayoutOf(input.type);
  if (!layout && recipe.layout != ImageLayout::FromModel)
    layout = recipe.layout;
  if (!layout)
    return diags.error(Location{}) << describe(input) << " of type " << input.type.str()
                                   << " does not show where its channels lie; the recipe must give"
                                      " a layout";
  try {
    auto image = pictures.get(path, diags);
    if (failed(image))
      return failure();
    auto tensor = preprocess(**image, recipe, *layout, diags);
    if (failed(tensor))
      return failure();
    return fitPicture(*tensor, input, recipe, diags);
  } catch (const std::bad_alloc &) {
    return diags.error(Location::inFile(path)) << outOfMemoryText();
  }
}

/// Hands on what goes wrong with one sample: a warning, at the sample's path if it has no place.
static Diagnostics::Handler asWarnings(const std::string &path, Diagnostics &diags) {
  return [&path, &diags](const Diagnostic &from) {
    Diagnostic to = from;
    if (to.severity == Severity::Error)
      to.severity = Severity::Warning;
    if (to.location.file.empty())
      to.location.file = path;
    diags.report(to);
  };
}

FailureOr<std::map<std::string, Tensor>> DataSet::load(int64_t i,
                                                       const std::vector<InputSpec> &inputs,
                                                       const Recipe &recipe,
                                                       Diagnostics &diags) const {
  auto at = static_cast<size_t>(i);
  const SampleFile *file = impl->isStacked() ? nullptr : &impl->files[at];
  Diagnostics local(asWarnings(file ? file->path : impl->path, diags));
  Arrays tensors;
  if (file && file->kind == SampleKind::Picture) {
    if (inputs.size() != 1)
      return local.error(Location{})
             << "a picture can be the sample of a model with one input only; the inputs are "
             << listed(inputs);
    auto tensor = loadPicture(file->path, inputs[0], recipe, impl->pictures, local);
    if (failed(tensor))
      return failure();
    tensors.emplace(inputs[0].name, std::move(*tensor));
    return tensors;
  }
  auto arrays = impl->arraysOf(at, local);
  if (failed(arrays))
    return failure();
  for (const InputSpec &input : inputs) {
    auto tensor = pick(*arrays, input, inputs, local);
    if (failed(tensor))
      return failure();
    tensors.emplace(input.name, std::move(*tensor));
  }
  return tensors;
}

} // namespace fixcon
