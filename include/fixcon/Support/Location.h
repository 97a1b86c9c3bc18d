// Where a diagnostic points: a file, a place in a text file, or a node of a model.
#pragma once

#include <string>

namespace fixcon {

/// A place. Printed as `file`, `file:line:column` or `file: node 'name' (#index)`.
struct Location {
  std::string file;    ///< path as the user gave it; empty if the thing was made in memory
  unsigned line = 0;   ///< 1-based; 0 if the place is not in a text
  unsigned column = 0; ///< 1-based, in bytes
  std::string node;    ///< node name in the model; may be empty for an unnamed node
  int index = -1;      ///< position of the node in its graph; -1 if the place is not a node

  static Location inFile(std::string file) { return {std::move(file), 0, 0, {}, -1}; }
  static Location atText(std::string file, unsigned line, unsigned column) {
    return {std::move(file), line, column, {}, -1};
  }
  static Location atNode(std::string file, std::string node, int index) {
    return {std::move(file), 0, 0, std::move(node), index};
  }
  /// The spelling used in front of a diagnostic, without a trailing colon.
  std::string str() const;
};

} // namespace fixcon
