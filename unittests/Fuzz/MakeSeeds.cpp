// Writes the seeds of the text and binary corpora: small random modules with every feature of the
// IR.
//
//   make-fuzz-seeds FOLDER   writes FOLDER/text/<n>.ir and FOLDER/binary/<n>.irb
#include "../IR/RandomModule.h"

#include "fixcon/IR/Binary.h"
#include "fixcon/IR/Text.h"
#include "fixcon/Support/File.h"

using namespace fixcon;

int main(int argc, char **argv) {
  if (argc != 2)
    return 2;
  std::string folder = argv[1];
  Diagnostics diags;
  diags.setHandler(diags.toStandardError());
  constexpr uint64_t seeds = 24;
  for (uint64_t seed = 1; seed <= seeds; ++seed) {
    Random random(seed);
    RandomModuleOptions options;
    options.maxOps = 1 + static_cast<unsigned>(seed % 5);
    auto module = randomModule(random, diags, options);
    std::string stem = (seed < 10 ? "0" : "") + std::to_string(seed);
    if (failed(writeFile(folder + "/text/" + stem + ".ir", print(*module), diags)) ||
        failed(writeBinary(*module, folder + "/binary/" + stem + ".irb", diags)))
      return 1;
  }
}
