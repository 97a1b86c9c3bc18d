// In f64 weights take twice the memory that they have in their file, for each executor of each model. To widen them is
// cheap beside what most ops do with them, so large ones are widened for each op anew. The table of what is kept
// knows elements by their address, which nobody else gets while an entry shares them.
#include "WidenedWeights.h"

#include "fixcon/Tensor/Tensor.h"

#include <map>
#include <tuple>

namespace fixcon {

/// One of the elements that are kept.
struct WidenedWeights::Kept {
  explicit Kept(const Tensor &narrow) : narrow(narrow), wide(narrow.converted(DType::F64)) {}
  ~Kept();
  Kept(const Kept &) = delete;
  Kept &operator=(const Kept &) = delete;

  const Tensor narrow, wide;
};

class WidenedWeights::Table {
public:
  static Table &get() {
    static Table table;
    return table;
  }

  /// Null if that would be too much.
  std::shared_ptr<const Kept> keep(const Tensor &narrow) {
    constexpr int64_t most = int64_t(1) << 27;
    std::scoped_lock lock(mutex);
    auto known = entries.find(keyOf(narrow));
    if (auto entry = known == entries.end() ? nullptr : known->second.lock())
      return entry;
    if (bytes + bytesOf(narrow) > most)
      return nullptr;
    auto entry = std::make_shared<const Kept>(narrow);
    bytes += bytesOf(narrow);
    entries.insert_or_assign(keyOf(narrow), entry);
    return entry;
  }

  void forget(const Kept &kept) {
    std::scoped_lock lock(mutex);
    bytes -= bytesOf(kept.narrow);
    // Somebody else may have put the same elements there meanwhile.
    if (auto known = entries.find(keyOf(kept.narrow));
        known != entries.end() && known->second.expired())
      entries.erase(known);
  }

private:
  using Key = std::tuple<const std::byte *, int64_t, DType>;
  static Key keyOf(const Tensor &narrow) {
    return {narrow.bytes().data(), narrow.size(), narrow.dtype()};
  }
  static int64_t bytesOf(const Tensor &narrow) {
    return narrow.size() * static_cast<int64_t>(byteSize(DType::F64));
  }

  std::mutex mutex;
  std::map<Key, std::weak_ptr<const Kept>> entries;
  int64_t bytes = 0;
};

WidenedWeights::Kept::~Kept() { Table::get().forget(*this); }

Datum WidenedWeights::get(const Value &weight) {
  const Tensor &narrow = weight.tensor();
  if (!isFloat(narrow.dtype()) || narrow.dtype() == DType::F64)
    return narrow;
  std::shared_ptr<const Kept> entry;
  {
    std::scoped_lock lock(mutex);
    if (auto known = kept.find(&weight); known != kept.end())
      entry = known->second;
    else if ((entry = Table::get().keep(narrow)))
      kept.emplace(&weight, entry);
  }
  Tensor wide = entry ? entry->wide.reshaped(narrow.shape()) : narrow.converted(DType::F64);
  return Datum(std::move(wide), narrow.dtype());
}

} // namespace fixcon
