// A declaration is kept as far as the IR does not say the same: as a whole where it means no value or
// contradicts what was declared before, else only what goes beyond the value's type.
#include "ValueInfos.h"

#include "Names/Scope.h"
#include "ONNX/Codec/Types.h"

#include "residue.pb.h"

namespace fixcon {

LogicalResult DeclaredTypes::add(const onnx::ValueInfoProto &info, const std::string &path,
                                 Diagnostics &diags) {
  if (!info.has_type())
    return success();
  if (std::string problem = problemOf(info.type()); !problem.empty())
    return diags.error(Location::atNode(path, info.name(), -1))
           << "the type of '" << info.name() << "' " << problem;
  Type type = readType(info.type());
  if (!type.isUnknown())
    types.try_emplace(info.name(), std::move(type));
  return success();
}

Type DeclaredTypes::of(const std::string &name) const {
  auto found = types.find(name);
  return found == types.end() ? Type() : found->second;
}

onnx::ValueInfoResidue describe(const onnx::ValueInfoProto &info, const Value *value) {
  onnx::ValueInfoResidue residue;
  residue.set_name(info.name());
  onnx::ValueInfoProto rest = info;
  if (!value) {
    residue.set_foreign(true);
    *residue.mutable_rest() = std::move(rest);
    return residue;
  }
  rest.clear_name();
  bool agrees = readType(info.type()) == value->type();
  if (agrees && info.has_type() && isPlain(info.type()))
    rest.clear_type();
  if (!agrees)
    writeType(value->type(), *residue.mutable_chosen());
  // An empty type of an unknown value is not plain nothing: export would leave it out.
  if (agrees && info.has_type() && value->type().isUnknown())
    *rest.mutable_type() = info.type();
  if (!info.has_type() && !value->type().isUnknown())
    residue.set_untyped(true);
  if (rest.ByteSizeLong())
    *residue.mutable_rest() = std::move(rest);
  return residue;
}

bool hasMore(const onnx::ValueInfoResidue &residue) {
  return residue.has_rest() || residue.has_chosen() || residue.untyped();
}

void describeInner(const google::protobuf::RepeatedPtrField<onnx::ValueInfoProto> &infos,
                   const Scope &scope, const std::vector<const Value *> &implied,
                   google::protobuf::RepeatedPtrField<onnx::ValueInfoResidue> &residues) {
  bool keep = false;
  std::vector<const Value *> described;
  std::unordered_set<std::string> seen;
  for (const auto &info : infos) {
    described.push_back(seen.insert(info.name()).second ? scope.local(info.name()) : nullptr);
    *residues.Add() = describe(info, described.back());
    keep |= hasMore(*residues.rbegin());
  }
  if (!keep && described == implied)
    residues.Clear();
}

} // namespace fixcon
