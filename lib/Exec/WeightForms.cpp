// In f64 weights take twice the memory that they have in their file, packed ones as much again, for each
// executor of each model. To make them is cheap beside what most ops do with them. The table of what is kept
// knows elements by their address, which nobody else gets while an entry shares them.
#include "fixcon/Exec/WeightForms.h"

#include <tuple>

namespace fixcon {

namespace {
using Key = std::tuple<const std::byte *, Shape, DType, std::string>;
} // namespace

/// One of the forms that are kept.
struct WeightForms::Kept {
  Kept(const Tensor &elements, Tensor form, Key key)
      : elements(elements), form(std::move(form)), key(std::move(key)) {}
  ~Kept();
  Kept(const Kept &) = delete;
  Kept &operator=(const Kept &) = delete;

  const Tensor elements, form;
  const Key key;
};

class WeightForms::Table {
public:
  /// Never destroyed: forms may outlive everything else.
  static Table &get() {
    static auto *const table = new Table;
    return *table;
  }

  std::shared_ptr<const Kept> find(const Key &key) {
    std::scoped_lock lock(mutex);
    auto known = entries.find(key);
    return known == entries.end() ? nullptr : known->second.lock();
  }

  /// Null if that would be too much.
  std::shared_ptr<const Kept> keep(const Key &key, const Tensor &elements, const Tensor &form) {
    constexpr size_t most = size_t(1) << 29;
    std::scoped_lock lock(mutex);
    if (bytes + form.bytes().size() > most)
      return nullptr;
    auto entry = std::make_shared<const Kept>(elements, form, key);
    bytes += form.bytes().size();
    entries.insert_or_assign(key, entry);
    return entry;
  }

  void forget(const Kept &kept) {
    std::scoped_lock lock(mutex);
    bytes -= kept.form.bytes().size();
    // Somebody else may have put the same form there meanwhile.
    if (auto known = entries.find(kept.key); known != entries.end() && known->second.expired())
      entries.erase(known);
  }

private:
  std::mutex mutex;
  std::map<Key, std::weak_ptr<const Kept>> entries;
  size_t bytes = 0;
};

WeightForms::Kept::~Kept() { Table::get().forget(*this); }

Tensor WeightForms::get(const Tensor &elements, const std::string &key,
                        const std::function<Tensor()> &make) {
  {
    std::scoped_lock lock(mutex);
    if (auto known = kept.find(key); known != kept.end())
      return known->second->form;
  }
  Key place(elements.bytes().data(), elements.shape(), elements.dtype(), key);
  std::shared_ptr<const Kept> entry = Table::get().find(place);
  Tensor form = entry ? entry->form : make();
  if (!entry)
    entry = Table::get().keep(place, elements, form);
  if (entry) {
    std::scoped_lock lock(mutex);
    kept.emplace(key, std::move(entry));
  }
  return form;
}

} // namespace fixcon
