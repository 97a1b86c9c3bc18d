// Reads attributes of the binary form, one alternative of Attribute::Storage after the other.
#include "BinaryReader.h"

#include <bit>
#include <unordered_set>

namespace fixcon {

LogicalResult BinaryReader::attributes(const Attrs *from, AttrDict &into) {
  std::unordered_set<std::string> names;
  for (const irb::Attr *attr : items(from)) {
    std::string name;
    if (failed(string(attr->name(), name)))
      return failure();
    if (!names.insert(name).second)
      return error() << "is damaged: attribute '" << name << "' is given twice";
    auto value = attribute(*attr);
    if (failed(value))
      return failure();
    into.append(std::move(name), std::move(*value));
  }
  return success();
}

FailureOr<Attribute> BinaryReader::attribute(const irb::Attr &from) {
  switch (from.kind()) {
  case irb::AttrKind_Unit:
    return Attribute();
  case irb::AttrKind_Bool:
    return Attribute(from.number() != 0);
  case irb::AttrKind_Int:
    return Attribute(static_cast<int64_t>(from.number()));
  case irb::AttrKind_Float:
    return Attribute(std::bit_cast<double>(from.number()));
  case irb::AttrKind_String: {
    std::string text;
    if (failed(string(from.text(), text)))
      return failure();
    return Attribute(std::move(text));
  }
  case irb::AttrKind_Bytes: {
    auto bytes = blob(from.text());
    if (failed(bytes))
      return failure();
    if (bytes->size() > bytesBudget)
      return error() << "has too many raw bytes in attributes";
    bytesBudget -= bytes->size();
    return Attribute(Bytes{{reinterpret_cast<const char *>(bytes->data()), bytes->size()}});
  }
  case irb::AttrKind_Region:
    if (from.number() > std::numeric_limits<int>::max())
      return error() << "is damaged: a region has no such index";
    return Attribute(RegionRef{static_cast<unsigned>(from.number())});
  case irb::AttrKind_Symbol:
    return symbol(from);
  case irb::AttrKind_Tensor:
  case irb::AttrKind_Tensors:
    return tensors(from);
  case irb::AttrKind_Type:
  case irb::AttrKind_Types:
    return types(from);
  default:
    return list(from);
  }
}

FailureOr<Attribute> BinaryReader::list(const irb::Attr &from) {
  std::vector<uint64_t> words;
  if (failed(copy(from.words(), words)))
    return failure();
  switch (from.kind()) {
  case irb::AttrKind_Ints: {
    Attribute::Ints ints;
    for (uint64_t word : words)
      ints.push_back(static_cast<int64_t>(word));
    return Attribute(std::move(ints));
  }
  case irb::AttrKind_Floats: {
    Attribute::Floats floats;
    for (uint64_t word : words)
      floats.push_back(std::bit_cast<double>(word));
    return Attribute(std::move(floats));
  }
  case irb::AttrKind_Strings: {
    Attribute::Strings texts;
    for (uint64_t word : words) {
      texts.emplace_back();
      if (failed(
              string(static_cast<uint32_t>(std::min<uint64_t>(word, irb::nothing)), texts.back())))
        return failure();
    }
    return Attribute(std::move(texts));
  }
  case irb::AttrKind_Regions: {
    std::vector<RegionRef> refs;
    for (uint64_t word : words) {
      if (word > std::numeric_limits<int>::max())
        return error() << "is damaged: a region has no such index";
      refs.push_back({static_cast<unsigned>(word)});
    }
    return Attribute(std::move(refs));
  }
  default:
    return error() << "is damaged: an attribute has no such kind";
  }
}

FailureOr<Attribute> BinaryReader::tensors(const irb::Attr &from) {
  std::vector<Tensor> found;
  for (const irb::Tensor *one : items(from.tensors())) {
    auto next = tensor(one);
    if (failed(next))
      return failure();
    found.push_back(std::move(*next));
  }
  if (from.kind() == irb::AttrKind_Tensors)
    return Attribute(std::move(found));
  if (found.size() != 1)
    return error() << "is damaged: an attribute has no tensor";
  return Attribute(std::move(found.front()));
}

FailureOr<Attribute> BinaryReader::types(const irb::Attr &from) {
  std::vector<Type> found;
  for (const irb::Type *one : items(from.types())) {
    auto next = type(one);
    if (failed(next))
      return failure();
    found.push_back(std::move(*next));
  }
  if (from.kind() == irb::AttrKind_Types)
    return Attribute(std::move(found));
  if (found.size() != 1)
    return error() << "is damaged: an attribute has no type";
  return Attribute(std::move(found.front()));
}

FailureOr<Attribute> BinaryReader::symbol(const irb::Attr &from) {
  SymbolRef ref;
  if (failed(string(from.text(), ref.graph)) || failed(string(from.value(), ref.value)))
    return failure();
  return Attribute(std::move(ref));
}

} // namespace fixcon
