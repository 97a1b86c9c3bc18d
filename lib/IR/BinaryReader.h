// Walks the structure of a binary module and builds the IR from it.
#pragma once

#include "BinaryFormat.h"
#include "fixcon/IR/Module.h"
#include "fixcon/Support/File.h"

#include "Module_generated.h"

#include <cstring>

namespace fixcon {

class BinaryReader {
public:
  BinaryReader(std::string path, std::shared_ptr<const MappedFile> file, Diagnostics &diags)
      : path(std::move(path)), file(std::move(file)), diags(diags) {}
  LogicalResult module(Module &into);

private:
  DiagnosticBuilder error() { return diags.error(Location::inFile(path)); }
  LogicalResult frame();
  LogicalResult structure(std::span<const std::byte> bytes);
  /// Counts what is copied out of the structure; false if it is more than the structure holds.
  bool pay(size_t bytes);

  /// The elements of a vector that may be absent.
  template <class V> struct Range {
    const V *vector;
    auto begin() const { return vector ? vector->begin() : typename V::const_iterator(nullptr, 0); }
    auto end() const { return vector ? vector->end() : typename V::const_iterator(nullptr, 0); }
    size_t size() const { return vector ? vector->size() : 0; }
  };
  template <class V> static Range<V> items(const V *vector) { return {vector}; }

  /// A copy of the numbers or structs of a vector. The verifier checks that they are inside the
  /// structure, not that they are aligned for T.
  template <class T, class V> LogicalResult copy(const V *vector, std::vector<T> &into) {
    size_t size = items(vector).size();
    if (!pay(size * sizeof(T)))
      return error() << "is damaged: its parts overlap";
    into.resize(size);
    if (size)
      std::memcpy(static_cast<void *>(into.data()), vector->Data(), size * sizeof(T));
    return success();
  }

  LogicalResult string(uint32_t index, std::string &into);
  LogicalResult stringList(const flatbuffers::Vector<uint32_t> *indices,
                           std::vector<std::string> &into);
  FailureOr<std::span<const std::byte>> blob(uint32_t index);
  FailureOr<DType> dtype(uint8_t number);
  LogicalResult dims(const irb::Type &type, Dims &into);
  FailureOr<Type> type(const irb::Type *type, unsigned depth = 0);
  LogicalResult quantization(const irb::Quantization *from, Type &into);
  FailureOr<Tensor> tensor(const irb::Tensor *tensor);
  FailureOr<Tensor> strings(const irb::Tensor &tensor, Shape shape);

  // Attributes (BinaryAttributes.cpp).
  using Attrs = flatbuffers::Vector<flatbuffers::Offset<irb::Attr>>;
  LogicalResult attributes(const Attrs *from, AttrDict &into);
  FailureOr<Attribute> attribute(const irb::Attr &from);
  FailureOr<Attribute> list(const irb::Attr &from);
  FailureOr<Attribute> tensors(const irb::Attr &from);
  FailureOr<Attribute> types(const irb::Attr &from);
  FailureOr<Attribute> symbol(const irb::Attr &from);

  LogicalResult graph(const irb::Graph &from, Graph &into, unsigned depth);
  LogicalResult newName(uint32_t index, const Graph &graph, std::string &into);
  LogicalResult argument(const irb::Value &from, Graph &into);
  LogicalResult weight(const irb::Weight &from, Graph &into);
  LogicalResult op(const irb::Op &from, Graph &into, unsigned depth);
  LogicalResult result(const irb::Value &from, Op &into);
  LogicalResult outputs(const irb::Graph &from, Graph &into);
  LogicalResult record(const irb::Record &from, Record &into);

  std::string path;
  std::shared_ptr<const MappedFile> file;
  Diagnostics &diags;
  const irb::Module *root = nullptr;
  std::vector<irb::Blob> blobs;
  std::span<const std::byte> data;
  size_t budget = 0; ///< bytes of the structure not yet copied
  uint64_t bytesBudget = irb::maxAttributeBytes;
  std::vector<Value *> values; ///< by number; those of closed nested graphs are dropped
};

} // namespace fixcon
