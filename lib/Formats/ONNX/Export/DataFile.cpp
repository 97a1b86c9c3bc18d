// An unchanged model gives the same file: weights keep their offsets where those are free and the
// gap is one that writers leave for alignment. Memory that several weights share is written once;
// pointer and size tell it, since the owner of everything that was put is kept.
#include "DataFile.h"

#include "onnx.pb.h"

#include <charconv>

namespace fixcon {

/// Smaller weights stay inside: they are shapes and scales that tools look at.
static constexpr size_t minMoved = 1024;
/// Large elements start on pages, so that a mapping needs no copy.
static constexpr int64_t pageSize = 4096, pagedFrom = 1 << 16, alignment = 64;
/// A gap that writers leave to align weights; a larger one is not kept.
static constexpr int64_t maxGap = 1 << 16;

DataFile::DataFile(std::string name, bool everything)
    : name(std::move(name)), everything(everything) {}

bool DataFile::wants(const onnx::TensorProto &proto, size_t bytes) const {
  return !name.empty() && (proto.data_location() == onnx::TensorProto::EXTERNAL ||
                           (everything && bytes >= minMoved));
}

static std::string *entry(onnx::TensorProto &proto, std::string_view key) {
  for (auto &e : *proto.mutable_external_data())
    if (e.key() == key)
      return e.mutable_value();
  return nullptr;
}

static int64_t numberOr(const std::string *text, int64_t fallback) {
  int64_t value = fallback;
  if (text)
    std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

/// Keeps the entry as it is spelt if it says `value`.
static void setEntry(onnx::TensorProto &proto, const char *key, int64_t value) {
  std::string *text = entry(proto, key);
  if (text && numberOr(text, -1) == value)
    return;
  if (!text) {
    auto *added = proto.add_external_data();
    added->set_key(key);
    text = added->mutable_value();
  }
  *text = std::to_string(value);
}

static int64_t roundUp(int64_t value, int64_t to) { return (value + to - 1) / to * to; }

/// Where it was, if nothing else is there by now; equal memory is written once.
int64_t DataFile::placeFor(const onnx::TensorProto &proto, const RawData &data) {
  auto key = std::pair(data.bytes.data(), data.bytes.size());
  if (auto found = placed.find(key); found != placed.end() && !data.bytes.empty())
    return found->second;
  auto size = static_cast<int64_t>(data.bytes.size());
  int64_t before = proto.data_location() == onnx::TensorProto::EXTERNAL
                       ? numberOr(entry(const_cast<onnx::TensorProto &>(proto), "offset"), 0)
                       : -1;
  bool fits = before >= end && before - end <= maxGap;
  int64_t at = fits ? before : roundUp(end, size >= pagedFrom ? pageSize : alignment);
  placed.emplace(key, at);
  parts.emplace_back(at, data);
  end = at + size;
  return at;
}

void DataFile::put(onnx::TensorProto &proto, const RawData &data) {
  int64_t at = placeFor(proto, data);
  proto.set_data_location(onnx::TensorProto::EXTERNAL);
  std::string *location = entry(proto, "location");
  if (!location) {
    auto *added = proto.add_external_data();
    added->set_key("location");
    location = added->mutable_value();
  }
  *location = name;
  if (at != 0 || entry(proto, "offset"))
    setEntry(proto, "offset", at);
  setEntry(proto, "length", static_cast<int64_t>(data.bytes.size()));
}

std::vector<std::span<const std::byte>> DataFile::content() const {
  static const std::vector<std::byte> zeros(static_cast<size_t>(maxGap));
  std::vector<std::span<const std::byte>> spans;
  int64_t at = 0;
  for (const auto &[offset, data] : parts) {
    spans.push_back(std::span(zeros).first(static_cast<size_t>(offset - at)));
    spans.push_back(data.bytes);
    at = offset + static_cast<int64_t>(data.bytes.size());
  }
  return spans;
}

} // namespace fixcon
