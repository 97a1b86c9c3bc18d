// A model from elsewhere must not make us read files from elsewhere: a location is refused if it is
// absolute or has a `..`, and again if its canonical path leaves the model's folder by a link. The
// range must have exactly the size that dims and dtype ask for and lie inside the file.
#include "ExternalData.h"

#include "fixcon/Support/CheckedMath.h"

#include "onnx.pb.h"

#include <charconv>
#include <filesystem>

namespace fixcon {
namespace fs = std::filesystem;

static const std::string *entry(const onnx::TensorProto &proto, std::string_view key) {
  for (const auto &e : proto.external_data())
    if (e.key() == key)
      return &e.value();
  return nullptr;
}

/// A decimal number >= 0.
static std::optional<int64_t> number(const std::string &text) {
  int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0)
    return std::nullopt;
  return value;
}

static bool climbs(const fs::path &path) {
  for (const fs::path &part : path)
    if (part == "..")
      return true;
  return false;
}

static bool liesIn(const fs::path &folder, const fs::path &file) {
  auto [end, unused] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
  return end == folder.end();
}

FailureOr<std::string> ExternalData::resolve(const std::string &location,
                                             const TensorPlace &place) const {
  fs::path relative(location);
  if (model == "-")
    return place.error() << "lies in another file, but the model came from standard input";
  if (location.empty() || relative.is_absolute() || climbs(relative) ||
      location.find('\0') != std::string::npos)
    return place.error() << "lies at '" << location
                         << "', which is no path inside the model's folder";
  std::error_code error;
  fs::path parent = fs::path(model).parent_path();
  fs::path folder = fs::canonical(parent.empty() ? "." : parent, error);
  fs::path file = error ? fs::path() : fs::canonical(folder / relative, error);
  if (error)
    return place.error() << "lies at '" << location
                         << "', which cannot be opened: " << error.message();
  if (!liesIn(folder, file))
    return place.error() << "lies at '" << location << "', a link that leaves the model's folder";
  return file.string();
}

FailureOr<ExternalData::File> ExternalData::open(const std::string &location,
                                                 const TensorPlace &place) {
  if (auto found = files.find(location); found != files.end())
    return found->second;
  auto path = resolve(location, place);
  if (failed(path))
    return failure();
  auto file = MappedFile::open(*path, place.diags);
  if (succeeded(file))
    files.emplace(location, *file);
  return file;
}

FailureOr<RawData> ExternalData::find(const onnx::TensorProto &proto, int64_t size,
                                      const TensorPlace &place) {
  const std::string *location = entry(proto, "location");
  if (!location)
    return place.error() << "lies in another file, but does not say where";
  std::optional<int64_t> offset = 0, length;
  if (const std::string *text = entry(proto, "offset"); text && !(offset = number(*text)))
    return place.error() << "has the offset '" << *text << "'";
  if (const std::string *text = entry(proto, "length"); text && !(length = number(*text)))
    return place.error() << "has the length '" << *text << "'";
  auto file = open(*location, place);
  if (failed(file))
    return failure();
  auto available = static_cast<int64_t>((*file)->bytes().size());
  if (!length)
    length = std::max<int64_t>(available - *offset, 0);
  if (*length != size)
    return place.error() << "needs " << size << " bytes of data, but has " << *length << " in '"
                         << *location << "'";
  auto end = checkedAdd(*offset, size);
  if (!end || *end > available)
    return place.error() << "takes " << size << " bytes from offset " << *offset << " of '"
                         << *location << "', which has " << available;
  return RawData{(*file)->bytes().subspan(static_cast<size_t>(*offset), static_cast<size_t>(size)),
                 *file};
}

} // namespace fixcon
