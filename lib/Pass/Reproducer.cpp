// A reproducer is the module as it stood before the pass that failed, with the rest of the pipeline
// as a module attribute: both of the IR's forms carry it, and fixcon-opt runs it.
#include "Step.h"
#include "fixcon/IR/Binary.h"
#include "fixcon/Support/File.h"

namespace fixcon {

static constexpr const char *attributeName = "reproducer_pipeline";

/// A group in which the pass failed is finished first and then repeated as a whole.
std::string PassManager::remainingPipeline() const {
  Pipeline rest;
  for (auto level = cursor.rbegin(); level != cursor.rend(); ++level)
    for (size_t i = level->second; i < level->first->size(); ++i)
      rest.push_back((*level->first)[i].text);
  return print(rest);
}

void PassManager::writeReproducer(Module &before, Diagnostics &diags) const {
  before.attrs().set(attributeName, remainingPipeline());
  bool binary = options.reproducer.ends_with(".irb");
  LogicalResult written = binary ? writeBinary(before, options.reproducer, diags)
                                 : writeFile(options.reproducer, print(before), diags);
  if (succeeded(written))
    diags.remark(Location::inFile(options.reproducer))
        << "holds the module before the pass that failed; run it with fixcon-opt --run-reproducer";
}

std::string reproducerPipeline(const Module &module) {
  return module.attrs().getOr<std::string>(attributeName, {});
}

void clearReproducerPipeline(Module &module) { module.attrs().erase(attributeName); }

} // namespace fixcon
