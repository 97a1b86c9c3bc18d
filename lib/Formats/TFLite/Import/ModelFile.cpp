// FlatBuffers' verifier checks that all tables, vectors and strings lie inside of the bytes; what it does not
// know, where contents lie that stand outside of the tables, is checked here. Offsets of tables have 31 bits,
// so in a larger file the tables come first.
#include "ModelFile.h"

namespace fixcon {

namespace fb = flatbuffers;

/// Deep enough for a model's tables, shallow enough for the stack.
static constexpr fb::uoffset_t maxDepth = 64, maxTables = 4'000'000;

FailureOr<ModelFile> ModelFile::open(const std::string &path, std::span<const std::byte> bytes,
                                     std::shared_ptr<const void> owner, Diagnostics &diags) {
  auto error = [&] { return diags.error(Location::inFile(path)); };
  auto *begin = reinterpret_cast<const uint8_t *>(bytes.data());
  constexpr size_t header = sizeof(fb::uoffset_t) + fb::kFileIdentifierLength;
  if (bytes.size() < header || !tfl::ModelBufferHasIdentifier(begin))
    return error() << "is not a TensorFlow Lite model: it does not begin with the identifier "
                   << tfl::ModelIdentifier();
  fb::Verifier verifier(begin, std::min<size_t>(bytes.size(), FLATBUFFERS_MAX_BUFFER_SIZE - 1),
                        maxDepth, maxTables);
  if (!tfl::VerifyModelBuffer(verifier))
    return error() << "is truncated or damaged: its tables do not lie inside of the file";
  ModelFile file;
  file.root = tfl::GetModel(begin);
  file.content = bytes;
  file.holder = std::move(owner);
  file.where = path;
  if (file.root->version() != 3)
    return error() << "is of version " << file.root->version()
                   << " of the format; version 3 can be read";
  if (!file.root->subgraphs() || file.root->subgraphs()->size() == 0)
    return error() << "has no subgraph";
  if (failed(file.checkBuffers(diags)))
    return failure();
  return file;
}

LogicalResult ModelFile::checkBuffers(Diagnostics &diags) const {
  for (size_t i = 0; i < numBuffers(); ++i) {
    const tfl::Buffer &buffer = *root->buffers()->Get(static_cast<unsigned>(i));
    if (buffer.offset() <= 1)
      continue;
    if (buffer.offset() > content.size() || buffer.size() > content.size() - buffer.offset())
      return diags.error(Location::inFile(where))
             << "is truncated or damaged: buffer " << i << " lies outside of the file";
  }
  return success();
}

std::span<const std::byte> ModelFile::buffer(size_t index) const {
  if (index >= numBuffers())
    return {};
  const tfl::Buffer &buffer = *root->buffers()->Get(static_cast<unsigned>(index));
  if (buffer.offset() > 1)
    return content.subspan(buffer.offset(), buffer.size());
  if (!buffer.data())
    return {};
  return std::as_bytes(std::span(buffer.data()->data(), buffer.data()->size()));
}

} // namespace fixcon
