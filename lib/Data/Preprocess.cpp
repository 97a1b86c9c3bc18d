// A picture under a recipe: grey, resize, crop, pad, channel order, normalisation, layout, in this
// order. Normalisation rounds to f32 after the product, the difference and the quotient, as
// torchvision and Keras do on f32 arrays, so that the presets give their results bit for bit.
#include "Decoders.h"
#include "Resampling.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

namespace {
/// Interleaved RGB, not owned.
template <class T> struct Raster {
  int64_t height, width;
  const T *pixels;
};

/// The rectangle that a crop keeps; what lies outside of the picture is black.
struct Window {
  int64_t top = 0, left = 0, height, width;
};

/// What becomes the tensor: a window of the picture, with a border around it.
struct Canvas {
  Window window;
  int64_t top = 0, left = 0; ///< of the window
  int64_t height, width;
};

/// One element of the tensor from one channel of one pixel.
struct Normalizer {
  float mean, std;
  double scale;
  float operator()(float pixel) const {
    auto scaled = static_cast<float>(static_cast<double>(pixel) * scale);
    return (scaled - mean) / std;
  }
};
} // namespace

/// ITU-R 601-2 luma in the fixed-point form of Pillow's convert("L"), in all three channels.
static Image greyed(Image image) {
  for (size_t i = 0; i < image.pixels.size(); i += 3) {
    uint8_t *p = &image.pixels[i];
    std::fill_n(p, 3,
                static_cast<uint8_t>((p[0] * 19595 + p[1] * 38470 + p[2] * 7471 + 0x8000) >> 16));
  }
  return image;
}

static int64_t roundedToMultiple(int64_t side, const ResizeStep &step) {
  int64_t rest = side % step.multiple, below = side - rest;
  bool up = step.multipleRounding == SizeRounding::Up
                ? rest > 0
                : step.multipleRounding == SizeRounding::Nearest && 2 * rest >= step.multiple;
  return std::max(step.multiple, up ? below + step.multiple : below);
}

/// torchvision's rule for one number: it is the shorter side, the longer one is truncated.
static std::array<int64_t, 2> sizeByShorterSide(const Image &image, int64_t shorter) {
  if (image.width <= image.height)
    return {shorter * image.height / image.width, shorter};
  return {shorter, shorter * image.width / image.height};
}

/// Sides round half to even, as Python does in YOLO's letterbox.
static std::array<int64_t, 2> sizeWithin(const Image &image, const ResizeStep &step) {
  auto h = static_cast<double>(image.height), w = static_cast<double>(image.width);
  double ratio =
      std::min(static_cast<double>(step.height) / h, static_cast<double>(step.width) / w);
  auto side = [&](double length) {
    return std::max<int64_t>(1, static_cast<int64_t>(std::nearbyint(length * ratio)));
  };
  return {side(h), side(w)};
}

static std::array<int64_t, 2> targetSize(const Image &image, const ResizeStep &step) {
  std::array<int64_t, 2> size{step.height, step.width};
  if (!step.height)
    size = {image.height, image.width};
  else if (!step.width)
    size = sizeByShorterSide(image, step.height);
  else if (step.keepAspect)
    size = sizeWithin(image, step);
  return {roundedToMultiple(size[0], step), roundedToMultiple(size[1], step)};
}

static LogicalResult checkResize(const Image &image, std::array<int64_t, 2> size,
                                 Diagnostics &diags) {
  if (failed(checkImageSize(size[0], size[1], {}, diags)))
    return failure();
  // Between the two passes of a resize the picture has its old height and its new width.
  return checkImageSize(image.height, size[1], {}, diags);
}

/// Where the kept part begins along one axis; negative where pixels are missing. torchvision's CenterCrop
/// rounds odd rests to even and missing pixels to zero.
static int64_t cropOffset(int64_t size, int64_t kept, CropOffset rounding) {
  if (rounding == CropOffset::Down)
    return static_cast<int64_t>(std::floor(static_cast<double>(size - kept) / 2));
  if (kept > size)
    return -((kept - size) / 2);
  return static_cast<int64_t>(std::nearbyint(static_cast<double>(size - kept) / 2));
}

static Window windowOf(int64_t height, int64_t width, const Recipe &recipe) {
  if (!recipe.crop)
    return {0, 0, height, width};
  auto [h, w] = *recipe.crop;
  return {cropOffset(height, h, recipe.cropOffset), cropOffset(width, w, recipe.cropOffset), h, w};
}

static int64_t paddedSide(int64_t side, int64_t wanted, int64_t multiple) {
  int64_t least = wanted ? wanted : side;
  return (least + multiple - 1) / multiple * multiple;
}

static FailureOr<Canvas> canvasOf(int64_t height, int64_t width, const Recipe &recipe,
                                  Diagnostics &diags) {
  Window window = windowOf(height, width, recipe);
  if (!recipe.pad)
    return Canvas{window, 0, 0, window.height, window.width};
  const PadStep &pad = *recipe.pad;
  Canvas canvas{window, 0, 0, paddedSide(window.height, pad.height, pad.multiple),
                paddedSide(window.width, pad.width, pad.multiple)};
  int64_t rows = canvas.height - window.height, columns = canvas.width - window.width;
  if (rows < 0 || columns < 0)
    return diags.error(Location{})
           << "a picture of " << window.height << "x" << window.width << " cannot be padded to "
           << canvas.height << "x" << canvas.width;
  if (pad.place == Placement::Centre) {
    canvas.top = rows / 2;
    canvas.left = columns / 2;
  }
  return canvas;
}

/// The pixel at a place of the window; null outside of the picture.
template <class T> static const T *pixelAt(const Raster<T> &in, int64_t row, int64_t column) {
  bool inside = row >= 0 && row < in.height && column >= 0 && column < in.width;
  return inside ? in.pixels + (row * in.width + column) * 3 : nullptr;
}

/// Calls `store(channel, row, column, value)` for every element before any layout.
template <class T, class Store>
static void visit(const Raster<T> &in, const Canvas &canvas, const Recipe &recipe, Store store) {
  int64_t channels = recipe.channels == Channels::Gray ? 1 : 3;
  const Window &window = canvas.window;
  for (int64_t y = 0; y < canvas.height; ++y)
    for (int64_t x = 0; x < canvas.width; ++x) {
      int64_t row = y - canvas.top, column = x - canvas.left;
      bool border = row < 0 || row >= window.height || column < 0 || column >= window.width;
      const T *pixel = border ? nullptr : pixelAt(in, row + window.top, column + window.left);
      for (int64_t c = 0; c < channels; ++c) {
        int64_t from = recipe.channels == Channels::BGR ? 2 - c : c;
        float value = pixel ? static_cast<float>(pixel[from]) : 0;
        if (border)
          value = static_cast<float>(recipe.pad->value[static_cast<size_t>(c)]);
        recipe.transposeHW ? store(c, x, y, value) : store(c, y, x, value);
      }
    }
}

template <class T>
static void fill(const Raster<T> &in, const Canvas &canvas, const Recipe &recipe, bool channelsLast,
                 Tensor &out) {
  int64_t height = recipe.transposeHW ? canvas.width : canvas.height;
  int64_t width = recipe.transposeHW ? canvas.height : canvas.width;
  int64_t channels = recipe.channels == Channels::Gray ? 1 : 3;
  auto at = [=](int64_t c, int64_t y, int64_t x) {
    return static_cast<size_t>(channelsLast ? (y * width + x) * channels + c
                                            : (c * height + y) * width + x);
  };
  if (recipe.dtype == RecipeDType::F32) {
    auto data = out.mutableData<float>();
    Normalizer by[3];
    for (size_t c = 0; c < 3; ++c)
      by[c] = {static_cast<float>(recipe.mean[c]), static_cast<float>(recipe.std[c]), recipe.scale};
    visit(in, canvas, recipe,
          [&](int64_t c, int64_t y, int64_t x, float v) { data[at(c, y, x)] = by[c](v); });
    return;
  }
  // The bits of pixel - 128 as i8 are those of the pixel with its highest bit turned over.
  uint8_t flip = recipe.dtype == RecipeDType::I8 ? 0x80 : 0;
  auto data = out.mutableData<uint8_t>();
  visit(in, canvas, recipe, [&](int64_t c, int64_t y, int64_t x, float v) {
    auto pixel = static_cast<uint8_t>(std::clamp(std::nearbyint(v), 0.f, 255.f));
    data[at(c, y, x)] = pixel ^ flip;
  });
}

static DType dtypeOf(const Recipe &recipe) {
  static constexpr DType types[] = {DType::F32, DType::U8, DType::I8};
  return types[static_cast<size_t>(recipe.dtype)];
}

template <class T>
static FailureOr<Tensor> pack(const Raster<T> &in, const Recipe &recipe, ImageLayout inputLayout,
                              Diagnostics &diags) {
  auto canvas = canvasOf(in.height, in.width, recipe, diags);
  if (failed(canvas) || failed(checkImageSize(canvas->height, canvas->width, {}, diags)))
    return failure();
  int64_t height = canvas->height, width = canvas->width;
  if (recipe.transposeHW)
    std::swap(height, width);
  int64_t channels = recipe.channels == Channels::Gray ? 1 : 3;
  bool inputLast = inputLayout == ImageLayout::NHWC;
  bool bufferLast =
      recipe.layout == ImageLayout::FromModel ? inputLast : recipe.layout == ImageLayout::NHWC;
  Tensor out(dtypeOf(recipe),
             inputLast ? Shape{1, height, width, channels} : Shape{1, channels, height, width});
  fill(in, *canvas, recipe, bufferLast, out);
  return out;
}

FailureOr<Tensor> preprocess(const Image &image, const Recipe &recipe, ImageLayout inputLayout,
                             Diagnostics &diags) {
  const Image *current = &image;
  Image changed;
  if (recipe.channels == Channels::Gray) {
    changed = greyed(image);
    current = &changed;
  }
  if (recipe.resize) {
    auto size = targetSize(*current, *recipe.resize);
    if (failed(checkResize(*current, size, diags)))
      return failure();
    Filter filter = recipe.resize->filter;
    if (recipe.resize->antialias) {
      changed = resizeAntialiased(*current, size[0], size[1], filter);
    } else {
      FloatImage sampled = sampleAtCentres(*current, size[0], size[1], filter);
      if (!recipe.resize->rounded)
        return pack(Raster<float>{sampled.height, sampled.width, sampled.pixels.data()}, recipe,
                    inputLayout, diags);
      changed = roundedTo8Bits(sampled);
    }
    current = &changed;
  }
  return pack(Raster<uint8_t>{current->height, current->width, current->pixels.data()}, recipe,
              inputLayout, diags);
}

} // namespace fixcon
