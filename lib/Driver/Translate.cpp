// fixcon-translate: one model from one format into another.
#include "Models.h"
#include "Session.h"
#include "fixcon/IR/Module.h"
#include "fixcon/Support/File.h"

#include <limits>

namespace fixcon {

static void stripWeights(Graph &graph) {
  // Integers and tiny tensors are shapes, axes and bounds: without them there is no structure left.
  constexpr int64_t maxKept = 16;
  for (const auto &weight : graph.weights())
    if (isFloat(weight->tensor().dtype()) && weight->tensor().size() > maxKept)
      weight->setTensor(Tensor(weight->tensor().dtype(), weight->tensor().shape()));
  for (const auto &op : graph.ops())
    for (unsigned i = 0; i < op->numRegions(); ++i)
      stripWeights(op->region(i));
}

static ExitCode translate(Session &session) {
  const CommandLine &line = session.line;
  auto elide = wholeNumber(session, "elide-weights", -1, 0, std::numeric_limits<int64_t>::max());
  std::vector<std::string> models = line.positional();
  if (succeeded(elide) && models.size() != 1)
    session.usageError() << "takes one model";
  if (failed(elide) || models.size() != 1)
    return ExitCode::BadInput;
  PrintOptions printing{*elide, !line.has("no-locations")};
  std::string output = line.get("output").value_or("-");
  // The result is looked at first: a wrong name must not cost the reading of the model.
  if (failed(formatToWrite(output, line.get("to"), session.diags)) ||
      failed(checkWritable(output, session.diags)))
    return ExitCode::BadInput;
  auto module = readModel(models.front(), line.get("from"), session.diags);
  if (failed(module))
    return ExitCode::BadInput;
  if (line.has("strip-weights"))
    for (const auto &graph : (*module)->graphs())
      stripWeights(*graph);
  LogicalResult written =
      writeModel(**module, line.get("graph").value_or(""), output, line.get("to"), printing);
  return succeeded(written) ? ExitCode::Success : ExitCode::BadInput;
}

int translateMain(int argc, char **argv) {
  CommandLine line("fixcon-translate", "writes a model in another format",
                   {"fixcon-translate [OPTIONS] MODEL -o OUT"},
                   "fixcon-translate model.onnx -o model.ir");
  line.group("Models");
  line.value("output", "FILE", "write the result here (default: standard output)", 'o');
  line.value("from", formatNames(), "format of the input, whatever its extension");
  line.value("to", formatNames(), "format of the result, whatever its extension");
  line.value("graph", "NAME", "the model to write where the format holds one");
  line.value("elide-weights", "N", "print tensors of more than N elements as a hash");
  line.flag("no-locations", "print ops without the places they came from");
  line.flag("strip-weights", "set float weights of more than 16 elements to zero");
  addCommonOptions(line);
  return runTool(line, argc, argv, translate);
}

} // namespace fixcon
