// Walks folders without trusting them: links may form loops, names may be anything, and a folder
// may hold more than anybody wants to evaluate.
#include "SampleFiles.h"

#include "fixcon/Support/File.h"

#include <algorithm>
#include <filesystem>

namespace fixcon {

namespace fs = std::filesystem;

namespace {
struct Extension {
  std::string_view text;
  SampleKind kind;
};

class FolderWalk {
public:
  FolderWalk(const std::string &top, Diagnostics &diags) : top(top), diags(diags) {}
  LogicalResult walk(const fs::path &folder);
  FailureOr<std::vector<SampleFile>> finish();

private:
  LogicalResult visit(const fs::directory_entry &entry);
  bool leadsBack(const fs::path &folder) const;

  static constexpr size_t maxDepth = 64, maxFiles = 20'000'000;
  const std::string &top;
  Diagnostics &diags;
  std::vector<fs::path> above;
  std::vector<SampleFile> files;
  size_t seen = 0, others = 0;
  std::string firstOther;
};
} // namespace

static constexpr Extension extensions[] = {
    {".jpg", SampleKind::Picture},   {".jpeg", SampleKind::Picture}, {".jpe", SampleKind::Picture},
    {".png", SampleKind::Picture},   {".bmp", SampleKind::Picture},  {".ppm", SampleKind::Picture},
    {".pgm", SampleKind::Picture},   {".pbm", SampleKind::Picture},  {".pnm", SampleKind::Picture},
    {".webp", SampleKind::Picture},  {".npy", SampleKind::Npy},      {".npz", SampleKind::Npz},
    {".pb", SampleKind::TensorProto}};

std::optional<SampleKind> sampleKindOf(const std::string &path) {
  size_t slash = path.find_last_of('/');
  size_t dot = path.find_last_of('.');
  if (dot == std::string::npos || (slash != std::string::npos && dot < slash))
    return std::nullopt;
  std::string ending = path.substr(dot);
  for (char &c : ending)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const Extension &e : extensions)
    if (e.text == ending)
      return e.kind;
  return std::nullopt;
}

bool FolderWalk::leadsBack(const fs::path &folder) const {
  return std::any_of(above.begin(), above.end(), [&](const fs::path &p) {
    std::error_code failed;
    return fs::equivalent(p, folder, failed) && !failed;
  });
}

LogicalResult FolderWalk::visit(const fs::directory_entry &entry) {
  if (++seen > maxFiles)
    return diags.error(Location::inFile(top)) << "holds more than " << maxFiles << " files";
  const std::string &path = entry.path().native();
  if (entry.path().filename().native().starts_with('.'))
    return success();
  std::error_code ignored;
  if (entry.is_directory(ignored))
    return walk(entry.path());
  if (auto kind = sampleKindOf(path)) {
    files.push_back({path.substr(top.size()), path, *kind});
    return success();
  }
  if (others++ == 0)
    firstOther = path;
  return success();
}

LogicalResult FolderWalk::walk(const fs::path &folder) {
  if (leadsBack(folder))
    return success();
  if (above.size() == maxDepth)
    return diags.error(Location::inFile(folder.native())) << "folders are nested too deeply";
  above.push_back(folder);
  std::error_code error;
  fs::directory_iterator it(folder, error), end;
  for (; !error && it != end; it.increment(error))
    if (failed(visit(*it)))
      return failure();
  above.pop_back();
  if (error && above.empty())
    return diags.error(Location::inFile(folder.native()))
           << "cannot read folder: " << error.message();
  if (error)
    diags.warning(Location::inFile(folder.native())) << "cannot read folder: " << error.message();
  return success();
}

FailureOr<std::vector<SampleFile>> FolderWalk::finish() {
  if (others) {
    auto remark = diags.remark(Location::inFile(top));
    remark << others << " files are no samples, the first found is " << firstOther;
  }
  if (files.empty())
    return diags.error(Location::inFile(top)) << "holds no pictures and no arrays";
  for (SampleFile &file : files)
    file.name.erase(0, file.name.find_first_not_of('/'));
  std::sort(files.begin(), files.end(),
            [](const SampleFile &a, const SampleFile &b) { return a.name < b.name; });
  return std::move(files);
}

FailureOr<std::vector<SampleFile>> listFolder(const std::string &folder, Diagnostics &diags) {
  FolderWalk walk(folder, diags);
  if (failed(walk.walk(folder)))
    return failure();
  return walk.finish();
}

/// A line of a list as a path: beside the list, or as it stands.
static std::string resolve(const std::string &list, const std::string &line) {
  fs::path beside = fs::path(list).parent_path() / line;
  std::error_code ignored;
  if (fs::path(line).is_absolute() || fs::exists(beside, ignored) || !fs::exists(line, ignored))
    return beside.native();
  return line;
}

FailureOr<std::vector<SampleFile>> listText(const std::string &list, Diagnostics &diags) {
  auto file = MappedFile::open(list, diags);
  if (failed(file))
    return failure();
  std::string_view text = (*file)->text();
  if (text.find('\0') != std::string_view::npos)
    return diags.error(Location::inFile(list))
           << "is neither a picture, an array, a folder nor a list of paths";
  std::vector<SampleFile> files;
  while (!text.empty()) {
    std::string line(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r'))
      line.pop_back();
    if (line.find_first_not_of(" \t") == std::string::npos)
      continue;
    // A name without a known extension is judged by its content, which pictures have.
    auto kind = sampleKindOf(line).value_or(SampleKind::Picture);
    files.push_back({line, resolve(list, line), kind});
  }
  if (files.empty())
    return diags.error(Location::inFile(list)) << "lists no files";
  return files;
}

} // namespace fixcon
