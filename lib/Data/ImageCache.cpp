// Decoding runs outside the lock: two threads that ask for one picture at once may both decode it, which
// costs less than making all others wait.
#include "ImageCache.h"

namespace fixcon {

FailureOr<std::shared_ptr<const Image>> ImageCache::get(const std::string &path,
                                                        Diagnostics &diags) {
  {
    std::scoped_lock lock(mutex);
    if (auto found = images.find(path); found != images.end())
      return found->second;
  }
  auto read = readImage(path, diags);
  if (failed(read))
    return failure();
  auto image = std::make_shared<const Image>(std::move(*read));
  auto bytes = static_cast<int64_t>(image->pixels.size());
  std::scoped_lock lock(mutex);
  if (bytes <= left && images.emplace(path, image).second)
    left -= bytes;
  return image;
}

} // namespace fixcon
