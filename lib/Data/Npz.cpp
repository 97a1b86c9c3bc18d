// Archives of arrays by libzip. What an entry claims to hold is checked against what its compressed
// bytes can hold before memory is taken. Written archives are stored, not compressed, with a fixed
// time stamp: the same arrays give the same bytes.
#include "fixcon/Data/DataSet.h"

#include "NpyHeader.h"

#include "fixcon/Support/File.h"
#include "fixcon/Support/Memory.h"

#include <algorithm>
#include <set>
#include <zip.h>

namespace fixcon {

namespace {
struct ZipDiscarder {
  void operator()(zip_t *zip) const { zip_discard(zip); }
};
struct EntryCloser {
  void operator()(zip_file_t *entry) const { zip_fclose(entry); }
};
using Zip = std::unique_ptr<zip_t, ZipDiscarder>;
using Entry = std::unique_ptr<zip_file_t, EntryCloser>;

/// Memory handed over by libzip's reference counts.
struct SourceFreer {
  void operator()(zip_source_t *source) const { zip_source_free(source); }
};
using Source = std::unique_ptr<zip_source_t, SourceFreer>;

/// Bytes within which the header of an array ends.
constexpr uint64_t maxHeader = 1 << 16;

class NpzReader {
public:
  NpzReader(const std::string &path, Diagnostics &diags) : path(path), diags(diags) {}
  FailureOr<std::map<std::string, Tensor>> read();

private:
  DiagnosticBuilder fail(const std::string &name) {
    return diags.error(Location::inFile(path)) << "array '" << name << "': ";
  }
  LogicalResult open();
  LogicalResult checkEntry(const zip_stat_t &stat, const std::string &name);
  FailureOr<Tensor> readEntry(zip_uint64_t index, const zip_stat_t &stat, const std::string &name);
  bool readExactly(zip_file_t *entry, std::span<std::byte> out);

  const std::string &path;
  Diagnostics &diags;
  std::shared_ptr<const MappedFile> file;
  Zip zip;
  uint64_t total = 0;
};
} // namespace

LogicalResult NpzReader::open() {
  auto mapped = MappedFile::open(path, diags);
  if (failed(mapped))
    return failure();
  file = *mapped;
  zip_error_t error;
  zip_error_init(&error);
  Source source(zip_source_buffer_create(file->bytes().data(), file->bytes().size(), 0, &error));
  if (source)
    zip.reset(zip_open_from_source(source.get(), ZIP_RDONLY | ZIP_CHECKCONS, &error));
  std::string why = zip ? "" : zip_error_strerror(&error);
  zip_error_fini(&error);
  if (!zip)
    return diags.error(Location::inFile(path)) << "is not an .npz archive: " << why;
  source.release(); // now the archive's
  return success();
}

LogicalResult NpzReader::checkEntry(const zip_stat_t &stat, const std::string &name) {
  constexpr zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
  constexpr uint64_t bestRatio = 1032;
  if ((stat.valid & needed) != needed)
    return fail(name) << "its size is unknown";
  if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
    return fail(name) << "is packed by an unknown method";
  if (stat.comp_size > file->bytes().size() || stat.size / bestRatio > stat.comp_size)
    return fail(name) << "claims more bytes than the archive can hold";
  total += stat.size;
  if (total > static_cast<uint64_t>(memoryBudget()))
    return fail(name) << "the archive holds too much: " << outOfMemoryText();
  return success();
}

bool NpzReader::readExactly(zip_file_t *entry, std::span<std::byte> out) {
  while (!out.empty()) {
    zip_int64_t got = zip_fread(entry, out.data(), out.size());
    if (got <= 0)
      return false;
    out = out.subspan(static_cast<size_t>(got));
  }
  return true;
}

FailureOr<Tensor> NpzReader::readEntry(zip_uint64_t index, const zip_stat_t &stat,
                                       const std::string &name) {
  Entry entry(zip_fopen_index(zip.get(), index, 0));
  if (!entry)
    return fail(name) << zip_strerror(zip.get());
  // The header first: what says that it holds something else is not unpacked.
  std::vector<std::byte> first(static_cast<size_t>(std::min<uint64_t>(stat.size, maxHeader)));
  std::string why;
  std::optional<NpyHeader> header;
  if (readExactly(entry.get(), first) && !(header = parseNpyHeader(first, why)))
    return fail(name) << why;
  if (header && stat.size - header->headerSize !=
                    static_cast<uint64_t>(*storageSize(header->dtype, header->shape)))
    return fail(name) << "its size is not that of " << str(header->shape) << " elements of "
                      << fixcon::name(header->dtype);
  auto content = std::make_shared<std::vector<std::byte>>();
  content->reserve(static_cast<size_t>(stat.size));
  content->assign(first.begin(), first.end());
  content->resize(static_cast<size_t>(stat.size));
  // One byte more than the size makes libzip reach the end, where it compares the checksum.
  std::byte beyond;
  if (!header || !readExactly(entry.get(), std::span(*content).subspan(first.size())) ||
      zip_fread(entry.get(), &beyond, 1) != 0)
    return fail(name) << "damaged: " << zip_file_strerror(entry.get());
  return tensorOfNpy(*header, std::span<const std::byte>(*content).subspan(header->headerSize),
                     content);
}

FailureOr<std::map<std::string, Tensor>> NpzReader::read() {
  if (failed(open()))
    return failure();
  std::map<std::string, Tensor> arrays;
  zip_int64_t count = zip_get_num_entries(zip.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    auto index = static_cast<zip_uint64_t>(i);
    if (zip_stat_index(zip.get(), index, 0, &stat) != 0 || !stat.name)
      return diags.error(Location::inFile(path)) << "entry " << i << " of the archive is damaged";
    std::string name = stat.name;
    if (!name.ends_with(".npy"))
      return fail(name) << "is not a NumPy array";
    name.resize(name.size() - 4);
    if (failed(checkEntry(stat, name)))
      return failure();
    auto tensor = readEntry(index, stat, name);
    if (failed(tensor))
      return failure();
    if (!arrays.emplace(name, std::move(*tensor)).second)
      return fail(name) << "is given twice";
  }
  return arrays;
}

FailureOr<std::map<std::string, Tensor>> readNpz(const std::string &path, Diagnostics &diags) {
  try {
    return NpzReader(path, diags).read();
  } catch (const std::bad_alloc &) {
    return diags.error(Location::inFile(path)) << outOfMemoryText();
  }
}

/// Adds one array; `content` must live until the archive is closed.
static bool addArray(zip_t *zip, const std::string &name, const std::string &content) {
  constexpr zip_uint16_t midnight = 0, firstDayOfDos = 1 << 5 | 1;
  zip_source_t *source = zip_source_buffer(zip, content.data(), content.size(), 0);
  if (!source)
    return false;
  zip_int64_t index = zip_file_add(zip, (name + ".npy").c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  auto at = static_cast<zip_uint64_t>(index);
  return zip_set_file_compression(zip, at, ZIP_CM_STORE, 0) == 0 &&
         zip_file_set_dostime(zip, at, midnight, firstDayOfDos, 0) == 0;
}

/// The bytes that closing the archive left in `source`.
static std::optional<std::vector<std::byte>> contentOf(zip_source_t *source) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0)
    return std::nullopt;
  std::vector<std::byte> content(static_cast<size_t>(stat.size));
  zip_int64_t got = zip_source_read(source, content.data(), content.size());
  zip_source_close(source);
  if (got != static_cast<zip_int64_t>(content.size()))
    return std::nullopt;
  return content;
}

static std::optional<std::vector<std::byte>>
archive(const std::vector<std::pair<std::string, std::string>> &files, std::string &why) {
  zip_error_t error;
  zip_error_init(&error);
  Source source(zip_source_buffer_create(nullptr, 0, 0, &error));
  Zip zip(source ? zip_open_from_source(source.get(), ZIP_CREATE | ZIP_TRUNCATE, &error) : nullptr);
  why = zip ? "" : zip_error_strerror(&error);
  zip_error_fini(&error);
  if (!zip)
    return std::nullopt;
  zip_source_keep(source.get()); // the archive gives up its reference when it is closed
  for (const auto &[name, content] : files)
    if (!addArray(zip.get(), name, content)) {
      why = zip_strerror(zip.get());
      return std::nullopt;
    }
  if (zip_close(zip.get()) != 0) {
    why = zip_strerror(zip.get());
    return std::nullopt;
  }
  zip.release();
  return contentOf(source.get());
}

/// What libzip writes for an archive without entries is no file at all.
static std::vector<std::byte> emptyArchive() {
  std::vector<std::byte> end(22);
  constexpr char signature[] = {'P', 'K', 5, 6};
  for (size_t i = 0; i < 4; ++i)
    end[i] = std::byte(signature[i]);
  return end;
}

LogicalResult writeNpz(const std::string &path,
                       const std::vector<std::pair<std::string, Tensor>> &arrays,
                       Diagnostics &diags) {
  std::vector<std::pair<std::string, std::string>> files;
  std::set<std::string> names;
  for (const auto &[name, tensor] : arrays) {
    auto header = makeNpyHeader(tensor);
    if (!header)
      return diags.error(Location::inFile(path))
             << "array '" << name << "': strings cannot be written as .npz";
    if (name.empty() || !names.insert(name).second)
      return diags.error(Location::inFile(path)) << "array '" << name << "': needs its own name";
    auto bytes = tensor.bytes();
    header->append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    files.emplace_back(name, std::move(*header));
  }
  std::string why;
  auto content = files.empty() ? std::optional(emptyArchive()) : archive(files, why);
  if (!content)
    return diags.error(Location::inFile(path)) << "cannot make the archive: " << why;
  std::span<const std::byte> part = *content;
  return writeFile(path, std::span(&part, 1), diags);
}

} // namespace fixcon
