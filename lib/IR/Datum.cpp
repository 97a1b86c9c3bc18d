// Nested data know their size from the start: a list is weighed whenever it is handed on, and its
// elements may be lists.
#include "fixcon/IR/Datum.h"

#include "fixcon/Support/CheckedMath.h"

namespace fixcon {

Datum Datum::nested(Kind kind, Type element, std::vector<Datum> elements) {
  int64_t bytes = 0;
  for (const Datum &datum : elements) {
    auto entry = checkedAdd(datum.bytes(), sizeof(Datum));
    bytes = entry ? checkedAdd(bytes, *entry).value_or(INT64_MAX) : INT64_MAX;
  }
  Datum datum;
  datum.nest = std::make_shared<const Nest>(kind, std::move(element), std::move(elements), bytes);
  return datum;
}

Datum Datum::sequence(Type element, std::vector<Datum> elements) {
  return nested(Kind::Sequence, std::move(element), std::move(elements));
}

Datum Datum::present(Type content, Datum datum) {
  return nested(Kind::Optional, std::move(content), {std::move(datum)});
}

Datum Datum::absent(Type content) { return nested(Kind::Optional, std::move(content), {}); }

Type Datum::type() const {
  switch (kind()) {
  case Kind::Tensor:
    return Type::tensor(declared, payload.shape());
  case Kind::Sequence:
    return Type::sequence(nest->element);
  case Kind::Optional:
    return Type::optional(nest->element);
  }
  return {};
}

int64_t Datum::bytes() const {
  return nest ? nest->bytes : storageSize(payload.dtype(), payload.shape()).value_or(INT64_MAX);
}

} // namespace fixcon
