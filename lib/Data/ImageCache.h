// Decoded pictures, kept for whoever asks again.
#pragma once

#include "fixcon/Data/Image.h"

#include <map>
#include <memory>
#include <mutex>

namespace fixcon {

/// Both models of a comparison and every pass over them see the same pictures; each is decoded once, as
/// long as all that are kept take at most `budget` bytes. What comes when the budget is spent is decoded
/// at each request: data sets are gone through from the front again and again, so keeping the first ones
/// helps every pass, where keeping the last ones would help none. Safe to use from threads.
class ImageCache {
public:
  explicit ImageCache(int64_t budget) : left(budget) {}

  /// The picture at `path`; failure after a diagnostic, and not remembered.
  FailureOr<std::shared_ptr<const Image>> get(const std::string &path, Diagnostics &diags);

private:
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<const Image>> images;
  int64_t left;
};

} // namespace fixcon
