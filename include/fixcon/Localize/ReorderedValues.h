// Values of a file whose elements the normal form has in another order of axes.
#pragma once

#include "fixcon/IR/Graph.h"
#include "fixcon/Tensor/Permutation.h"

#include <map>
#include <memory>
#include <optional>
#include <unordered_map>

namespace fixcon {

/// A network that has its channels last has them second in its normal form, where the values of the file are no longer to
/// be found by name. Which of them a value is, and in which order, is seen on drawn numbers: both forms compute the same.
class ReorderedValues {
public:
  /// `executable` computes what the file does, value by value under their names.
  ReorderedValues(Graph &faithful, const Graph &executable)
      : faithful(faithful), executable(executable) {}

  struct Found {
    Value *value = nullptr; ///< of the file: transpose(the normal form's, perm)
    Permutation perm;
    Shape shape; ///< of the file's
  };
  /// What the file has in place of a value of the normal form; nothing if it has it in the same order or not at all, and
  /// where several orders are as good.
  std::optional<Found> find(const Value &core) const;

private:
  struct Values {
    std::unordered_map<const Value *, Tensor> normal;
    std::map<std::string, Tensor> file;
  };
  const Values &valuesOf(const Graph &normal) const;

  Graph &faithful;
  const Graph &executable;
  mutable std::shared_ptr<Values> values; ///< once they are asked for
};

} // namespace fixcon
