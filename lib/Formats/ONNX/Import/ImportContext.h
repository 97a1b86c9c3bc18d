// What all readers of one model share.
#pragma once

#include "ExternalData.h"

#include "fixcon/IR/Module.h"

namespace fixcon {

struct ImportContext {
  Module &module;
  std::string path;
  std::string modelName;
  ExternalData external;
  /// Bytes that the dense forms of sparse tensors may still take.
  int64_t denseBudget = 0;
  /// Nodes of the default domain say so by an empty domain, all of them.
  bool emptyDomains = false;

  Diagnostics &diags() const { return module.diagnostics(); }
  Location atFile() const { return Location::inFile(path); }
  Location atTensor(const std::string &name) const { return Location::atNode(path, name, -1); }
};

} // namespace fixcon
