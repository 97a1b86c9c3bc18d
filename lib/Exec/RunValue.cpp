// Forms are kept beside each other: a value that a kernel and the reference both read is converted once.
#include "fixcon/Exec/RunValue.h"

#include "fixcon/Exec/Blocks.h"
#include "fixcon/Exec/Buffer.h"
#include "fixcon/Exec/WeightForms.h"
#include "fixcon/Support/Require.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace fixcon {

namespace {

/// A form of the elements; `lanes` is 0 for row by row.
struct Form {
  DType dtype;
  int64_t lanes;
  Tensor elements;
};

/// The sizes of a tensor in blocks: [batch, channels, pixels].
struct BlockedSizes {
  int64_t batch, channels, pixels, lanes;

  BlockedSizes(const Shape &shape, int64_t lanes)
      : batch(shape[0]), channels(shape[1]), pixels(1), lanes(lanes) {
    for (size_t i = 2; i < shape.size(); ++i)
      pixels *= shape[i];
  }
  int64_t blocks() const { return blocksOf(channels, lanes); }
};

template <class T> void intoBlocks(const BlockedSizes &s, const T *rows, T *out) {
  for (int64_t n = 0; n < s.batch; ++n)
    for (int64_t block = 0; block < s.blocks(); ++block) {
      int64_t first = block * s.lanes, lanes = std::min(s.lanes, s.channels - first);
      const T *from = rows + (n * s.channels + first) * s.pixels;
      for (int64_t p = 0; p < s.pixels; ++p, out += s.lanes)
        for (int64_t lane = 0; lane < s.lanes; ++lane)
          out[lane] = lane < lanes ? from[lane * s.pixels + p] : T(0);
    }
}

template <class T> void outOfBlocks(const BlockedSizes &s, const T *in, T *rows) {
  for (int64_t n = 0; n < s.batch; ++n)
    for (int64_t block = 0; block < s.blocks(); ++block) {
      int64_t first = block * s.lanes, lanes = std::min(s.lanes, s.channels - first);
      T *to = rows + (n * s.channels + first) * s.pixels;
      for (int64_t p = 0; p < s.pixels; ++p, in += s.lanes)
        for (int64_t lane = 0; lane < lanes; ++lane)
          to[lane * s.pixels + p] = in[lane];
    }
}

template <class Fn> void withFloat(DType dtype, Fn fn) {
  require(dtype == DType::F32 || dtype == DType::F64, "blocks hold f32 or f64");
  if (dtype == DType::F32)
    fn(float());
  else
    fn(double());
}

/// What Tensor::converted gives.
Tensor convertFloats(const Tensor &from, DType to) {
  bool isNarrow = from.dtype() == DType::F32 && to == DType::F64;
  if (!isNarrow && !(from.dtype() == DType::F64 && to == DType::F32))
    return from.converted(to);
  Buffer out = takeBuffer(to, from.shape());
  auto copy = [&](auto narrow, auto wide) {
    auto values = from.data<decltype(narrow)>();
    auto *into = reinterpret_cast<decltype(wide) *>(out.data);
    for (size_t i = 0; i < values.size(); ++i)
      into[i] = static_cast<decltype(wide)>(values[i]);
  };
  if (isNarrow)
    copy(float(), double());
  else
    copy(double(), float());
  return out.tensor;
}

} // namespace

struct RunValue::State {
  std::mutex mutex;
  Datum whole; ///< the value, if it is no tensor; else the declared dtype alone
  Shape shape;
  std::vector<Form> forms; ///< the first is the one that it came in
  std::map<std::string, Tensor> derived;
  std::unique_ptr<WeightForms> weight; ///< where the forms of a weight are kept; null: here

  const Tensor *find(DType dtype, int64_t lanes) const {
    for (const Form &form : forms)
      if (form.dtype == dtype && form.lanes == lanes)
        return &form.elements;
    return nullptr;
  }
  Tensor keep(int64_t lanes, Tensor elements) {
    forms.push_back({elements.dtype(), lanes, elements});
    return elements;
  }
  Tensor rows(DType dtype) {
    if (const Tensor *known = find(dtype, 0))
      return *known;
    if (weight) {
      const Tensor &own = forms.front().elements;
      return weight->get(own, "rows " + std::string(name(dtype)),
                         [&] { return convertFloats(own, dtype); });
    }
    for (const Form &form : forms)
      if (form.lanes == 0)
        return keep(0, convertFloats(form.elements, dtype));
    const Form &form = forms.front();
    Buffer out = takeBuffer(form.dtype, shape);
    withFloat(form.dtype, [&](auto zero) {
      using T = decltype(zero);
      outOfBlocks(BlockedSizes(shape, form.lanes), form.elements.template data<T>().data(),
                  reinterpret_cast<T *>(out.data));
    });
    keep(0, out.tensor);
    return dtype == out.tensor.dtype() ? out.tensor : keep(0, convertFloats(out.tensor, dtype));
  }
  Tensor blocks(DType dtype, int64_t lanes) {
    if (const Tensor *known = find(dtype, lanes))
      return *known;
    Tensor from = rows(dtype);
    Buffer out = takeBuffer(dtype, blockedShape(shape, lanes));
    withFloat(dtype, [&](auto zero) {
      using T = decltype(zero);
      intoBlocks(BlockedSizes(shape, lanes), from.template data<T>().data(),
                 reinterpret_cast<T *>(out.data));
    });
    return keep(lanes, out.tensor);
  }
};

RunValue::RunValue(Datum wide) : state(std::make_shared<State>()) {
  if (wide.isTensor()) {
    state->whole = Datum(Tensor(), wide.dtype());
    state->shape = wide.tensor().shape();
    state->keep(0, wide.tensor());
  } else {
    state->whole = std::move(wide);
  }
}

RunValue RunValue::weight(Tensor elements) {
  RunValue value{Datum(std::move(elements))};
  value.state->weight = std::make_unique<WeightForms>();
  return value;
}

RunValue RunValue::rowMajor(Tensor elements, DType declared) {
  return RunValue(Datum(std::move(elements), declared));
}

RunValue RunValue::blocked(Tensor blocks, Shape shape, DType declared) {
  RunValue value;
  value.state = std::make_shared<State>();
  value.state->whole = Datum(Tensor(), declared);
  value.state->shape = std::move(shape);
  int64_t lanes = blocks.shape().back();
  value.state->keep(lanes, std::move(blocks));
  return value;
}

bool RunValue::isTensor() const { return state && state->whole.isTensor(); }
DType RunValue::dtype() const { return state->whole.dtype(); }
const Shape &RunValue::shape() const { return state->shape; }

int64_t RunValue::bytes() const {
  return isTensor() ? Datum(state->forms.front().elements).bytes() : state->whole.bytes();
}

Datum RunValue::wide() const {
  if (!isTensor())
    return state->whole;
  std::lock_guard lock(state->mutex);
  DType dtype = state->whole.dtype();
  return Datum(isFloat(dtype) ? state->rows(DType::F64) : state->forms.front().elements, dtype);
}

Tensor RunValue::rows(DType dtype) const {
  std::lock_guard lock(state->mutex);
  return state->rows(dtype);
}

Tensor RunValue::floats(DType otherwise) const {
  std::lock_guard lock(state->mutex);
  for (const Form &form : state->forms)
    if (form.lanes == 0 && (form.dtype == DType::F32 || form.dtype == DType::F64))
      return form.elements;
  return state->rows(otherwise);
}

Tensor RunValue::blocks(DType dtype, int64_t lanes) const {
  std::lock_guard lock(state->mutex);
  return state->blocks(dtype, lanes);
}

bool RunValue::hasBlocks(DType dtype, int64_t lanes) const {
  std::lock_guard lock(state->mutex);
  return state->find(dtype, lanes);
}

Tensor RunValue::derived(const std::string &key, const std::function<Tensor()> &make) const {
  if (state->weight)
    return state->weight->get(state->forms.front().elements, key, make);
  std::unique_lock lock(state->mutex);
  if (auto it = state->derived.find(key); it != state->derived.end())
    return it->second;
  // What is made may be made of other forms, which need the lock. Two threads may make it twice, alike.
  lock.unlock();
  Tensor made = make();
  lock.lock();
  return state->derived.emplace(key, std::move(made)).first->second;
}

} // namespace fixcon
