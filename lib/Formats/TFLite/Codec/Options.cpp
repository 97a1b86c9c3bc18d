// More than a hundred tables of options are read and written by what flatc tells of them: the names, kinds
// and enumerators of their fields. A table's fields are numbers, strings, and vectors of numbers; none nests.
// What a newer schema adds to a table is not seen here and stays in the file's own bytes.
#include "Options.h"

#include <algorithm>
#include <cstring>

namespace fixcon {

namespace fb = flatbuffers;

const fb::TypeTable *optionsTable(const fb::TypeTable *unionTable, unsigned type) {
  if (type == 0 || type >= unionTable->num_elems)
    return nullptr;
  return unionTable->type_refs[unionTable->type_codes[type].sequence_ref]();
}

bool isSubgraphField(std::string_view name) {
  return name.ends_with("subgraph_index") || name == "subgraph";
}

namespace {

bool isEnum(const fb::TypeTable *type) { return type && type->st == fb::ST_ENUM; }

/// The name of an enumerator, or its number if it has none.
Attribute enumerator(const fb::TypeTable &type, int64_t value) {
  for (size_t i = 0; i < type.num_elems; ++i)
    if ((type.values ? type.values[i] : static_cast<int64_t>(i)) == value)
      return std::string(type.names[i]);
  return value;
}

std::optional<int64_t> numberOf(const fb::TypeTable &type, std::string_view name) {
  for (size_t i = 0; i < type.num_elems; ++i)
    if (type.names[i] == name)
      return type.values ? type.values[i] : static_cast<int64_t>(i);
  return std::nullopt;
}

/// What a field holds: the C++ type of its numbers, and what they mean.
struct Field {
  const char *name;
  fb::ElementaryType kind;
  bool repeats;
  const fb::TypeTable *type; ///< of enumerators, else null
};

Field fieldOf(const fb::TypeTable &table, size_t i) {
  fb::TypeCode code = table.type_codes[i];
  const fb::TypeTable *type =
      code.sequence_ref >= 0 ? table.type_refs[code.sequence_ref]() : nullptr;
  return {table.names[i], static_cast<fb::ElementaryType>(code.base_type), code.is_repeating != 0,
          isEnum(type) ? type : nullptr};
}

/// Calls `visit` with a zero of the field's C++ type; no number: no call.
template <class Fn> void withNumberType(fb::ElementaryType kind, Fn &&visit) {
  switch (kind) {
  case fb::ET_BOOL:
  case fb::ET_UTYPE:
  case fb::ET_UCHAR:
    return visit(uint8_t{});
  case fb::ET_CHAR:
    return visit(int8_t{});
  case fb::ET_SHORT:
    return visit(int16_t{});
  case fb::ET_USHORT:
    return visit(uint16_t{});
  case fb::ET_INT:
    return visit(int32_t{});
  case fb::ET_UINT:
    return visit(uint32_t{});
  case fb::ET_LONG:
    return visit(int64_t{});
  case fb::ET_ULONG:
    return visit(uint64_t{});
  case fb::ET_FLOAT:
    return visit(float{});
  case fb::ET_DOUBLE:
    return visit(double{});
  case fb::ET_STRING:
  case fb::ET_SEQUENCE:
    return;
  }
}

template <class T> Attribute numberAttribute(const Field &field, T value) {
  if constexpr (std::is_floating_point_v<T>)
    return static_cast<double>(value);
  if (field.kind == fb::ET_BOOL)
    return value != 0;
  return field.type ? enumerator(*field.type, static_cast<int64_t>(value))
                    : Attribute(static_cast<int64_t>(value));
}

template <class T> Attribute listAttribute(const Field &field, const fb::Vector<T> &list) {
  if constexpr (std::is_floating_point_v<T>)
    return Attribute::Floats(list.begin(), list.end());
  if (field.kind == fb::ET_UCHAR)
    return Bytes{std::string(reinterpret_cast<const char *>(list.Data()), list.size())};
  if (!field.type)
    return Attribute::Ints(list.begin(), list.end());
  Attribute::Strings names;
  for (T value : list) {
    Attribute name = enumerator(*field.type, static_cast<int64_t>(value));
    names.push_back(name.get<std::string>() ? *name.get<std::string>() : name.str());
  }
  return names;
}

class Writer {
public:
  Writer(fb::FlatBufferBuilder &builder, const fb::TypeTable &table,
         const std::function<std::optional<int64_t>(const std::string &)> &subgraph,
         const std::function<DiagnosticBuilder()> &error)
      : builder(builder), table(table), subgraph(subgraph), error(error) {}

  LogicalResult run(const AttrDict &attrs);

private:
  struct Slot {
    Field field;
    fb::voffset_t offset;
    const Attribute *value;
    fb::uoffset_t made = 0; ///< of a string or list that is written already
  };
  std::optional<int64_t> integer(const Field &field, const Attribute &value) const;
  bool list(Slot &slot);
  bool number(const Slot &slot);
  DiagnosticBuilder wrongKind(const Slot &slot) {
    return error() << "attribute '" << slot.field.name << "' is of another kind";
  }

  fb::FlatBufferBuilder &builder;
  const fb::TypeTable &table;
  const std::function<std::optional<int64_t>(const std::string &)> &subgraph;
  const std::function<DiagnosticBuilder()> &error;
};

std::optional<int64_t> Writer::integer(const Field &field, const Attribute &value) const {
  if (const bool *truth = value.get<bool>())
    return *truth;
  if (const auto *name = value.get<std::string>())
    return field.type ? numberOf(*field.type, *name) : std::nullopt;
  if (const auto *graph = value.get<SymbolRef>())
    return subgraph(graph->graph);
  const int64_t *plain = value.get<int64_t>();
  return plain ? std::optional(*plain) : std::nullopt;
}

bool Writer::list(Slot &slot) {
  bool fine = false;
  withNumberType(slot.field.kind, [&](auto zero) {
    using T = decltype(zero);
    std::vector<T> numbers;
    if (const auto *bytes = slot.value->get<Bytes>())
      numbers.assign(bytes->data.begin(), bytes->data.end());
    else if (const auto *ints = slot.value->get<Attribute::Ints>())
      std::ranges::transform(*ints, std::back_inserter(numbers),
                             [](int64_t v) { return static_cast<T>(v); });
    else if (const auto *floats = slot.value->get<Attribute::Floats>())
      std::ranges::transform(*floats, std::back_inserter(numbers),
                             [](double v) { return static_cast<T>(v); });
    else if (const auto *names = slot.value->get<Attribute::Strings>(); names && slot.field.type)
      std::ranges::transform(*names, std::back_inserter(numbers), [&](const std::string &name) {
        return static_cast<T>(numberOf(*slot.field.type, name).value_or(0));
      });
    else
      return;
    slot.made = builder.CreateVector(numbers).o;
    fine = true;
  });
  return fine;
}

bool Writer::number(const Slot &slot) {
  bool fine = false;
  withNumberType(slot.field.kind, [&](auto zero) {
    using T = decltype(zero);
    const double *real = slot.value->get<double>();
    if (real && std::is_floating_point_v<T>)
      builder.AddElement<T>(slot.offset, static_cast<T>(*real), T{});
    else if (auto whole = integer(slot.field, *slot.value))
      builder.AddElement<T>(slot.offset, static_cast<T>(*whole), T{});
    else
      return;
    fine = true;
  });
  return fine;
}

LogicalResult Writer::run(const AttrDict &attrs) {
  std::vector<Slot> slots;
  for (size_t i = 0; i < table.num_elems; ++i)
    if (const Attribute *value = attrs.find(table.names[i]))
      slots.push_back(
          {fieldOf(table, i), fb::FieldIndexToOffset(static_cast<fb::voffset_t>(i)), value});
  for (const auto &[name, value] : attrs)
    if (!name.starts_with("tfl.") &&
        std::ranges::none_of(slots, [&](const Slot &slot) { return slot.field.name == name; }))
      return error() << "attribute '" << name << "' is none that the operator has";
  for (Slot &slot : slots)
    if (slot.field.repeats) {
      if (!list(slot))
        return wrongKind(slot);
    } else if (slot.field.kind == fb::ET_STRING) {
      const auto *text = slot.value->get<std::string>();
      if (!text)
        return wrongKind(slot);
      slot.made = builder.CreateString(*text).o;
    }
  builder.ForceDefaults(true);
  fb::uoffset_t start = builder.StartTable();
  for (const Slot &slot : slots) {
    if (slot.made)
      builder.AddOffset(slot.offset, fb::Offset<void>(slot.made));
    else if (!number(slot))
      return builder.EndTable(start), wrongKind(slot);
  }
  builder.Finish(fb::Offset<void>(builder.EndTable(start)));
  return success();
}

} // namespace

AttrDict readOptions(const fb::Table &options, const fb::TypeTable &table,
                     const std::function<std::string(int64_t)> &subgraph) {
  AttrDict attrs;
  for (size_t i = 0; i < table.num_elems; ++i) {
    Field field = fieldOf(table, i);
    fb::voffset_t offset = fb::FieldIndexToOffset(static_cast<fb::voffset_t>(i));
    if (!options.CheckField(offset))
      continue;
    if (field.kind == fb::ET_STRING) {
      attrs.append(field.name, options.GetPointer<const fb::String *>(offset)->str());
      continue;
    }
    withNumberType(field.kind, [&](auto zero) {
      using T = decltype(zero);
      if (field.repeats)
        attrs.append(field.name,
                     listAttribute(field, *options.GetPointer<const fb::Vector<T> *>(offset)));
      else if (isSubgraphField(field.name))
        attrs.append(
            field.name,
            SymbolRef{subgraph(static_cast<int64_t>(options.GetField<T>(offset, T{}))), {}});
      else
        attrs.append(field.name, numberAttribute(field, options.GetField<T>(offset, T{})));
    });
  }
  return attrs;
}

LogicalResult
writeOptions(fb::FlatBufferBuilder &builder, const AttrDict &attrs, const fb::TypeTable &table,
             const std::function<std::optional<int64_t>(const std::string &)> &subgraph,
             const std::function<DiagnosticBuilder()> &error) {
  return Writer(builder, table, subgraph, error).run(attrs);
}

} // namespace fixcon
