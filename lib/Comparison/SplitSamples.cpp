// Either side says what is wrong with its own samples.
#include "SplitSamples.h"

#include "fixcon/Formats/ONNX/Import.h"

#include <algorithm>

namespace fixcon {

std::vector<std::string> SplitSamples::rejected() const {
  std::vector<std::string> names = source->rejected();
  for (const std::string &name : target->rejected())
    if (std::ranges::find(names, name) == names.end())
      names.push_back(name);
  return names;
}

FailureOr<std::shared_ptr<DataSamples>> openUnread(const std::string &path, int64_t count,
                                                   const Module &module, Diagnostics &diags) {
  auto data = DataSet::open(path, diags, readTensorProto);
  if (failed(data))
    return failure();
  if (count >= 0 && data->size() != count)
    return diags.error(Location::inFile(path))
           << "holds " << data->size() << " samples, and --data holds " << count;
  return std::make_shared<DataSamples>(std::move(*data), module, diags);
}

} // namespace fixcon
