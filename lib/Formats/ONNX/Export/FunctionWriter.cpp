// Domain, name and overload are those of the residue if they still spell the graph's name, else
// they are cut out of that. A default that reads as the graph's attribute keeps the file's
// spelling. A function with weights is an error: ONNX has no initialisers in functions.
#include "ModelWriter.h"

#include "ONNX/Codec/Attributes.h"
#include "ONNX/Codec/Opsets.h"
#include "ONNX/Codec/Residue.h"
#include "fixcon/IR/Module.h"

#include "residue.pb.h"

namespace fixcon {

/// A function that was not imported is called as its graph's name has it.
static void writeId(const std::string &label, onnx::FunctionProto &proto) {
  if (functionLabel(canonicalDomain(proto.domain()), proto.name(), proto.overload()) == label)
    return;
  size_t dot = label.rfind('.');
  proto.set_domain(dot == std::string::npos ? "" : label.substr(0, dot));
  proto.set_name(dot == std::string::npos ? label : label.substr(dot + 1));
  proto.clear_overload();
}

static LogicalResult writeDefaults(const Graph &graph, const onnx::FunctionResidue &residue,
                                   const ExportContext &context, onnx::FunctionProto &proto) {
  auto residueOf = [&](const std::string &name) -> const onnx::AttributeProto & {
    for (const auto &rest : residue.default_())
      if (rest.rest().name() == name)
        return rest.rest();
    return onnx::AttributeProto::default_instance();
  };
  for (const auto &[name, value] : graph.attrs()) {
    if (isReserved(name))
      continue;
    auto *out = proto.add_attribute_proto();
    *out = residueOf(name);
    out->set_name(name);
    auto kept = readPlain(*out);
    if (!(kept && *kept == value) && !writePlain(value, *out))
      return context.diags.error(context.where)
             << "attribute '" << name << "' of function @" << graph.name() << " cannot be written";
  }
  return success();
}

LogicalResult writeFunction(const Graph &graph, const std::string &label,
                            const ExportContext &context, onnx::FunctionProto &proto) {
  onnx::FunctionResidue residue;
  if (!loadResidue(&graph.attrs(), residue))
    return context.diags.error(context.where)
           << "the residue of @" << graph.name() << " cannot be read";
  ExportNames names;
  if (failed(names.assign(graph, renamingsOf(residue.graph()))))
    return failure();
  if (!graph.weights().empty())
    return context.diags.error(context.where)
           << "function @" << graph.name() << " has weights, which functions of ONNX cannot have";
  proto = residue.rest();
  writeId(label, proto);
  for (const auto &argument : graph.arguments())
    proto.add_input(names.of(*argument));
  for (unsigned i = 0; i < graph.numOutputs(); ++i)
    proto.add_output(graph.outputName(i));
  if (const auto *parameters = graph.attrs().get<Attribute::Strings>(parametersAttr))
    proto.mutable_attribute()->Assign(parameters->begin(), parameters->end());
  if (failed(writeDefaults(graph, residue, context, proto)) ||
      failed(writeNodes(graph, residue.graph().unsorted(), context, names, *proto.mutable_node())))
    return failure();
  writeOpsets(graph, residue.opset_import(), *proto.mutable_opset_import());
  writeInnerInfos(graph, /*isFunction=*/true, residue.graph().value_info(), names,
                  *proto.mutable_value_info());
  return success();
}

} // namespace fixcon
