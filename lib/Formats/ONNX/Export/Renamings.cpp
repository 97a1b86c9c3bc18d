// The names that import replaced, from the residues where it noted them.
#include "ModelWriter.h"

#include "ONNX/Codec/Residue.h"

#include "residue.pb.h"

namespace fixcon {

static ExportNames::Renamings renamingsIn(const onnx::GraphResidue &residue) {
  ExportNames::Renamings out;
  for (const auto &renaming : residue.renaming())
    out.emplace(renaming.value(), renaming.original());
  return out;
}

ExportNames::RenamingsOf renamingsOf(const onnx::GraphResidue &top) {
  return [&top](const Graph &graph) -> FailureOr<ExportNames::Renamings> {
    if (!graph.parentOp())
      return renamingsIn(top);
    onnx::GraphResidue residue;
    if (!loadResidue(&graph.attrs(), residue))
      return graph.parentOp()->emitError() << "the residue of a nested graph cannot be read";
    return renamingsIn(residue);
  };
}

} // namespace fixcon
