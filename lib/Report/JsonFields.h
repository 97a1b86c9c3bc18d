// Structs with a `visit` as JSON objects, in both directions.
#pragma once

#include "AttributeJson.h"
#include "fixcon/Data/Recipe.h"
#include "fixcon/Fault/Fault.h"

namespace fixcon {

template <class T, class V>
concept HasFields = requires(T &value, V &visitor) { value.visit(visitor); };

/// Of a fault of the graph what its rule says of it: "op_missing"; of others nothing.
inline std::string kindOf(const Fault &fault) {
  std::string_view prefix = "FX-CG-", rule = fault.rule;
  return rule.starts_with(prefix) ? std::string(rule.substr(prefix.size())) : "";
}

/// The fields of a finding as the report groups them. A fault that nobody tried to repair is of no
/// interest to readers of the status.
template <class V> void visitFields(Fault &fault, V &v) {
  auto place = [](FaultPlace &p) {
    return [&p](V &fields) {
      fields("nodes", p.nodes);
      fields("tensors", p.tensors);
      fields("attribute", p.attribute);
    };
  };
  v("id", fault.id);
  v("type", fault.type);
  v("rule", fault.rule);
  std::string kind = kindOf(fault);
  v("kind", kind);
  v("latent", fault.latent);
  v.group("target", place(fault.target));
  v.group("source", place(fault.source));
  v.group("evidence", [&](V &evidence) {
    evidence("source", fault.sourceValue);
    evidence("target", fault.targetValue);
    evidence("local_error", fault.localError);
    evidence("noise_floor", fault.noiseFloor);
  });
  v("cause", fault.cause);
  v.group("repair", [&](V &repair) {
    repair("status", fault.status);
    repair("summary", fault.repairSummary);
    std::string reason = fault.status == RepairStatus::Rejected ? fault.repairSummary : "";
    repair("reason", reason);
  });
}
template <class T, class V>
  requires HasFields<T, V>
void visitFields(T &value, V &v) {
  value.visit(v);
}

/// Appends fields to an object in their order.
class JsonWriter {
public:
  explicit JsonWriter(Json &object) : object(object) {}

  template <class T> void operator()(const char *name, T &field) { object[name] = json(field); }
  template <class Fields> void group(const char *name, Fields &&fields) {
    Json inner = Json::object();
    JsonWriter writer(inner);
    fields(writer);
    object[name] = std::move(inner);
  }

private:
  static Json json(Attribute &value) { return attributeJson(value); }
  static Json json(Recipe &recipe) { return Json::parse(toJson(recipe)); }
  static Json json(FaultType &type) { return fixcon::name(type); }
  static Json json(RepairStatus &status) {
    return fixcon::name(status == RepairStatus::Open ? RepairStatus::None : status);
  }
  template <class T> static Json json(std::optional<T> &value) {
    return value ? json(*value) : Json();
  }
  template <class T> static Json json(std::vector<T> &values) {
    Json list = Json::array();
    for (T &value : values)
      list.push_back(json(value));
    return list;
  }
  template <class T> static Json json(T &value) {
    if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>)
      return value;
    else {
      Json inner = Json::object();
      JsonWriter writer(inner);
      visitFields(value, writer);
      return inner;
    }
  }

  Json &object;
};

/// Reads fields of an object; one that is absent keeps its default, one of another kind is an error that
/// names the path to it.
class JsonReader {
public:
  JsonReader(const Json &object, std::string path, const Location &where, Diagnostics &diags)
      : object(object), path(std::move(path)), where(where), diags(diags) {}

  template <class T> void operator()(const char *name, T &field) {
    auto found = object.find(name);
    if (found != object.end())
      read(*found, path + (path.empty() ? "" : ".") + name, field);
  }
  template <class Fields> void group(const char *name, Fields &&fields) {
    auto found = object.find(name);
    if (found != object.end())
      readObject(*found, path + (path.empty() ? "" : ".") + name, fields);
  }
  bool hasFailed() const { return broken; }

private:
  void complain(const std::string &at, const char *wanted) {
    broken = true;
    (void)(diags.error(where) << "'" << at << "' must be " << wanted);
  }
  template <class Fields>
  void readObject(const Json &json, const std::string &at, Fields &&fields) {
    if (!json.is_object())
      return complain(at, "an object");
    JsonReader inner(json, at, where, diags);
    fields(inner);
    broken |= inner.broken;
  }

  void read(const Json &json, const std::string &, Attribute &value) {
    value = attributeFromJson(json);
  }
  void read(const Json &json, const std::string &at, bool &value) {
    json.is_boolean() ? void(value = json.get<bool>()) : complain(at, "true or false");
  }
  void read(const Json &json, const std::string &at, std::string &value) {
    json.is_string() ? void(value = json.get<std::string>()) : complain(at, "a text");
  }
  void read(const Json &json, const std::string &at, int64_t &value) {
    json.is_number_integer() ? void(value = json.get<int64_t>()) : complain(at, "a whole number");
  }
  void read(const Json &json, const std::string &at, uint64_t &value) {
    json.is_number_unsigned() ? void(value = json.get<uint64_t>())
                              : complain(at, "a whole number from 0");
  }
  void read(const Json &json, const std::string &at, double &value);
  void read(const Json &json, const std::string &at, FaultType &value);
  void read(const Json &json, const std::string &at, RepairStatus &value);
  void read(const Json &json, const std::string &at, Recipe &value);
  template <class T> void read(const Json &json, const std::string &at, std::optional<T> &value) {
    value.reset();
    if (!json.is_null())
      read(json, at, value.emplace());
  }
  template <class T> void read(const Json &json, const std::string &at, std::vector<T> &values) {
    if (!json.is_array())
      return complain(at, "a list");
    values.clear();
    for (const Json &item : json) {
      std::string place = at + "[" + std::to_string(values.size()) + "]";
      read(item, place, values.emplace_back());
    }
  }
  template <class T> void read(const Json &json, const std::string &at, T &value) {
    readObject(json, at, [&](JsonReader &fields) { visitFields(value, fields); });
  }

  const Json &object;
  std::string path;
  const Location &where;
  Diagnostics &diags;
  bool broken = false;
};

} // namespace fixcon
