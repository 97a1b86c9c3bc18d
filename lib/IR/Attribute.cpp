// Equality of attributes is equality of bits: two models that differ in a NaN's payload or in the
// sign of a zero are not the same.
#include "fixcon/IR/Attribute.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace fixcon {
namespace {

bool sameBits(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

template <class T> bool same(const T &a, const T &b) {
  if constexpr (std::is_same_v<T, double>)
    return sameBits(a, b);
  else if constexpr (std::is_same_v<T, Attribute::Floats>)
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), sameBits);
  else if constexpr (std::is_same_v<T, Tensor>)
    return a.identical(b);
  else if constexpr (std::is_same_v<T, std::vector<Tensor>>)
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Tensor &x, const Tensor &y) { return x.identical(y); });
  else
    return a == b;
}

} // namespace

Attribute::Attribute() = default;
Attribute::Attribute(const Attribute &) = default;
Attribute::Attribute(Attribute &&) noexcept = default;
Attribute &Attribute::operator=(const Attribute &) = default;
Attribute &Attribute::operator=(Attribute &&) noexcept = default;
Attribute::~Attribute() = default;

bool Attribute::operator==(const Attribute &other) const {
  return storage.index() == other.storage.index() &&
         std::visit(
             [&](const auto &mine) {
               return same(mine, std::get<std::remove_cvref_t<decltype(mine)>>(other.storage));
             },
             storage);
}

AttrDict::AttrDict() = default;
AttrDict::AttrDict(const AttrDict &) = default;
AttrDict::AttrDict(AttrDict &&) noexcept = default;
AttrDict &AttrDict::operator=(const AttrDict &) = default;
AttrDict &AttrDict::operator=(AttrDict &&) noexcept = default;
AttrDict::~AttrDict() = default;

bool AttrDict::operator==(const AttrDict &other) const { return entries == other.entries; }

void AttrDict::append(std::string name, Attribute value) {
  entries.emplace_back(std::move(name), std::move(value));
}

const Attribute *AttrDict::find(std::string_view name) const {
  for (const Entry &e : entries)
    if (e.first == name)
      return &e.second;
  return nullptr;
}

Attribute *AttrDict::find(std::string_view name) {
  return const_cast<Attribute *>(std::as_const(*this).find(name));
}

void AttrDict::set(std::string_view name, Attribute value) {
  if (Attribute *found = find(name))
    *found = std::move(value);
  else
    entries.emplace_back(std::string(name), std::move(value));
}

bool AttrDict::erase(std::string_view name) {
  return std::erase_if(entries, [&](const Entry &e) { return e.first == name; }) > 0;
}

} // namespace fixcon
