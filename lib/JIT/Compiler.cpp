// ORC links each kernel by itself. The passes over IR are left out: kernels are written in the form they shall have,
// and what those passes make of them is slower and takes longer to compile.
#include "Compiler.h"

#include "fixcon/Support/Hash.h"

#include <llvm/ExecutionEngine/Orc/CompileUtils.h>
#include <llvm/ExecutionEngine/Orc/ExecutionUtils.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/Host.h>

#include <future>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

namespace fixcon {

namespace orc = llvm::orc;

[[noreturn]] static void fail(llvm::Error error) {
  throw std::logic_error("a kernel cannot be compiled: " + llvm::toString(std::move(error)));
}

template <class T> static T orFail(llvm::Expected<T> value) {
  if (!value)
    fail(value.takeError());
  return std::move(*value);
}

struct Compiler::Session {
  std::once_flag started; ///< with the first kernel: many runs of a tool need none
  std::unique_ptr<orc::LLJIT> jit;
  std::mutex mutex;
  std::unordered_map<std::string, std::shared_future<void *>> kernels;
};

/// Addresses are written as they shall be computed. What loop strength reduction makes of them is no faster, and takes
/// it half of the time of a compilation.
static void leaveLoopsAsTheyAre() {
  auto &options = llvm::cl::getRegisteredOptions();
  if (auto it = options.find("disable-lsr"); it != options.end())
    static_cast<llvm::cl::opt<bool> *>(it->second)->setValue(true);
}

static std::unique_ptr<orc::LLJIT> makeJIT(const Machine &machine) {
  static const bool initialized = [] {
    leaveLoopsAsTheyAre();
    return !llvm::InitializeNativeTarget() && !llvm::InitializeNativeTargetAsmPrinter();
  }();
  if (!initialized)
    throw std::logic_error("LLVM has no code generator for this machine");
  orc::JITTargetMachineBuilder builder(llvm::Triple(llvm::sys::getProcessTriple()));
  builder.setCPU(machine.cpu);
  builder.setCodeGenOptLevel(llvm::CodeGenOptLevel::Less);
  auto jit = orFail(orc::LLJITBuilder()
                        .setJITTargetMachineBuilder(builder)
                        .setCompileFunctionCreator([](orc::JITTargetMachineBuilder b) {
                          return llvm::Expected<std::unique_ptr<orc::IRCompileLayer::IRCompiler>>(
                              std::make_unique<orc::ConcurrentIRCompiler>(std::move(b)));
                        })
                        .create());
  // Functions of <cmath>.
  jit->getMainJITDylib().addGenerator(
      orFail(orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(
          jit->getDataLayout().getGlobalPrefix())));
  return jit;
}

Compiler::Compiler(Machine machine)
    : target(std::move(machine)), session(std::make_unique<Session>()) {}

Compiler::~Compiler() = default;

static void *compileNow(orc::LLJIT &jit, const std::string &key,
                        const std::function<void(llvm::Module &, const std::string &)> &write) {
  std::string name = "kernel_" + hashString(key).str();
  auto context = std::make_unique<llvm::LLVMContext>();
  auto module = std::make_unique<llvm::Module>(name, *context);
  module->setDataLayout(jit.getDataLayout());
  write(*module, name);
  std::string errors;
  llvm::raw_string_ostream stream(errors);
  if (llvm::verifyModule(*module, &stream))
    throw std::logic_error("a kernel is no valid IR: " + errors);
  if (auto error = jit.addIRModule(orc::ThreadSafeModule(std::move(module), std::move(context))))
    fail(std::move(error));
  return orFail(jit.lookup(name)).toPtr<void *>();
}

void *Compiler::compile(const std::string &key,
                        const std::function<void(llvm::Module &, const std::string &)> &write) {
  std::promise<void *> promise;
  std::shared_future<void *> known;
  {
    std::lock_guard lock(session->mutex);
    auto [it, isNew] = session->kernels.try_emplace(key, promise.get_future().share());
    if (!isNew)
      known = it->second;
  }
  if (known.valid())
    return known.get();
  try {
    std::call_once(session->started, [&] { session->jit = makeJIT(target); });
    void *entry = compileNow(*session->jit, key, write);
    promise.set_value(entry);
    return entry;
  } catch (...) {
    promise.set_exception(std::current_exception());
    throw;
  }
}

} // namespace fixcon
