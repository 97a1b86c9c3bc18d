// Passes are made and given their options before the first one runs, so that a typing error costs
// no work. Every pass is followed by the verifier; what an invalid module means to later passes is
// not defined, so the run ends there.
#include "fixcon/Pass/PassManager.h"

#include "Grace.h"
#include "Step.h"
#include "fixcon/Ops/InferTypes.h"
#include "fixcon/Support/Memory.h"
#include "fixcon/Support/Suggestion.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <unordered_set>

namespace fixcon {

PassManager::PassManager(std::span<const PassEntry> table, PassManagerOptions options)
    : table(table), options(std::move(options)) {}
PassManager::~PassManager() = default;

void PassManager::say(const std::string &text) const {
  if (options.log)
    options.log(text);
  else
    std::fputs(text.c_str(), stderr);
}

LogicalResult PassManager::add(const Pipeline &pipeline, Diagnostics &diags) {
  return addTo(root, pipeline, diags);
}

LogicalResult PassManager::addTo(std::vector<Step> &steps, const Pipeline &pipeline,
                                 Diagnostics &diags) {
  for (const PipelineStep &text : pipeline) {
    Step step;
    step.text = text;
    if (text.isGroup ? failed(addTo(step.body, text.body, diags))
                     : failed(makePass(step, text, diags)))
      return failure();
    steps.push_back(std::move(step));
  }
  return success();
}

static DiagnosticBuilder badOption(const Pass &pass, const std::string &passName,
                                   const StepOption &option, Diagnostics &diags) {
  auto known = pass.options();
  bool declared = false;
  std::string names;
  for (const PassOption &o : known) {
    declared |= o.name == option.name;
    if (!o.name.empty())
      names += (names.empty() ? "" : ", ") + o.name;
  }
  auto error = diags.error(option.location);
  error << "pass '" << passName << "' ";
  if (declared)
    error << "does not understand the value '" << option.value << "'";
  else if (option.name.empty())
    error << "takes no value";
  else
    error << "has no option '" << option.name << "'";
  if (!declared && !names.empty())
    error << "; its options are: " << names;
  return error;
}

LogicalResult PassManager::makePass(Step &step, const PipelineStep &text, Diagnostics &diags) {
  const PassEntry *entry = findPass(table, text.name);
  if (!entry)
    return diags.error(text.location)
           << "there is no pass '" << text.name << "'" << didYouMean(text.name, passNames(table));
  step.pass = entry->create();
  for (const StepOption &option : text.options)
    if (failed(step.pass->setOption(option.name, option.value)))
      return badOption(*step.pass, text.name, option, diags);
  return success();
}

PassOutcome PassManager::run(Module &module, PassContext &context) {
  if (options.printPipeline) {
    Pipeline whole;
    for (const Step &step : root)
      whole.push_back(step.text);
    say(print(whole) + "\n");
  }
  cursor.clear();
  given = context.environment.stop;
  begin = std::chrono::steady_clock::now();
  PassOutcome outcome = runSteps(root, module, context);
  context.environment.stop = given;
  return outcome;
}

PassOutcome PassManager::runSteps(std::vector<Step> &steps, Module &module, PassContext &context) {
  cursor.emplace_back(&steps, 0);
  PassOutcome outcome = PassOutcome::Done;
  for (size_t i = 0; i < steps.size() && outcome == PassOutcome::Done; ++i) {
    cursor.back().second = i;
    bool isGroup = steps[i].text.isGroup;
    bool isObligatory = !isGroup && steps[i].pass->isObligatory();
    if (isObligatory || !context.mustStop())
      outcome = isGroup ? repeat(steps[i], module, context) : runPass(steps[i], module, context);
  }
  cursor.pop_back();
  if (outcome != PassOutcome::Done || !context.wasStopped())
    return outcome;
  bool isInterrupted = context.environment.stop.isInterrupted();
  return isInterrupted ? PassOutcome::Interrupted : PassOutcome::OutOfTime;
}

PassOutcome PassManager::repeat(Step &group, Module &module, PassContext &context) {
  std::unordered_set<ContentHash> seen;
  ContentHash last = module.hash();
  for (unsigned round = 1; seen.insert(last).second; ++round) {
    if (round == repeatWarningRounds + 1)
      module.diagnostics().warning(group.text.location)
          << "the module still changes after " << repeatWarningRounds << " rounds of 'repeat'";
    if (round > 10 * repeatWarningRounds) {
      module.diagnostics().error(group.text.location)
          << "'repeat' does not settle within " << 10 * repeatWarningRounds << " rounds";
      return PassOutcome::Broken;
    }
    PassOutcome outcome = runSteps(group.body, module, context);
    if (outcome != PassOutcome::Done)
      return outcome;
    ContentHash now = module.hash();
    if (now == last)
      return PassOutcome::Done;
    last = now;
  }
  module.diagnostics().error(group.text.location)
      << "'repeat' comes back to an earlier state of the module and would never settle";
  return PassOutcome::Broken;
}

PassOutcome PassManager::runPass(Step &step, Module &module, PassContext &context) {
  if (options.printBefore.contains(step.text.name))
    printModule("before " + step.text.name, module);
  std::unique_ptr<Module> before;
  if (!options.reproducer.empty())
    before = module.clone();
  bool isTold = mustBeTold(step);
  ContentHash hash = options.printAfterChange || isTold ? module.hash() : ContentHash{};
  PassOutcome outcome = execute(step, module, context);
  if (outcome != PassOutcome::Done && before)
    writeReproducer(*before, module.diagnostics());
  if (outcome != PassOutcome::Done || !(options.printAfterChange || isTold))
    return outcome;
  bool changed = module.hash() != hash;
  if (changed && options.printAfterChange)
    printModule("after " + step.text.name, module);
  if (!changed && isTold)
    (void)(module.diagnostics().remark(Location::inFile(step.text.location.file))
           << "nothing to do for '" << step.text.name << "': the module is as it was");
  return outcome;
}

/// A check changes nothing by its nature, an analysis where there is nothing to find, and the last round of a
/// `repeat` so that it ends.
bool PassManager::mustBeTold(const Step &step) const {
  const PassEntry *entry = findPass(table, step.text.name);
  std::string_view group = entry ? entry->group : "";
  return options.remarkUnchanged && cursor.size() == 1 &&
         (group == "transforms" || group == "normal form");
}

/// What a pass had recorded when it was stopped stays.
LogicalResult PassManager::runGuarded(Step &step, Module &module, PassContext &context) {
  Diagnostics &diags = module.diagnostics();
  std::optional<Grace> grace;
  if (context.unstoppable)
    grace.emplace(given);
  StopScope scope(grace ? &grace->end() : &context.environment.stop);
  try {
    LogicalResult result = failure();
    bool isWhole = context.finishes([&] { result = step.pass->run(module, context); });
    return isWhole ? result : success();
  } catch (const std::bad_alloc &error) {
    return diags.error(placeOf(error, step.text.location)) << outOfMemoryText();
  } catch (const std::logic_error &error) {
    return diags.internalError(step.text.location)
           << "pass '" << step.text.name << "': " << error.what();
  }
}

PassOutcome PassManager::execute(Step &step, Module &module, PassContext &context) {
  const std::string &name = step.text.name;
  unsigned errorsBefore = module.diagnostics().errorCount();
  unsigned internalBefore = module.diagnostics().internalErrorCount();
  auto start = std::chrono::steady_clock::now();
  context.unstoppable = step.pass->isObligatory();
  LogicalResult result = runGuarded(step, module, context);
  context.unstoppable = false;
  double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  account(name, seconds);
  if (isCheck(name) && !step.pass->isObligatory())
    checkSeconds += seconds;
  context.environment.stop.deadline = searchEnd();
  bool complained = module.diagnostics().errorCount() != errorsBefore;
  if (module.diagnostics().internalErrorCount() != internalBefore)
    return PassOutcome::Broken;
  if (failed(result) && complained)
    return PassOutcome::Failed;
  if (failed(result) || complained) {
    module.diagnostics().error(step.text.location)
        << "pass '" << name << "' "
        << (complained ? "succeeded in spite of its errors" : "failed without saying why");
    return PassOutcome::Broken;
  }
  if (!options.verifyEach || succeeded(verify(module)))
    return PassOutcome::Done;
  module.diagnostics().error(step.text.location)
      << "the module is not valid after pass '" << name << "'";
  return PassOutcome::Broken;
}

bool PassManager::isCheck(const std::string &name) const {
  const PassEntry *entry = findPass(table, name);
  return entry && std::string_view(entry->group) == "checks";
}

/// A check that is obligatory measures once more what those before it have measured, and must come to an end in time.
std::optional<std::chrono::steady_clock::time_point> PassManager::searchEnd() const {
  auto isLast = [&](const Step &step) {
    return step.pass && step.pass->isObligatory() && isCheck(step.text.name);
  };
  if (!given.deadline || std::ranges::none_of(root, isLast))
    return given.deadline;
  std::chrono::duration<double> most = (*given.deadline - begin) / 2;
  auto reserve = std::min(std::chrono::duration<double>(checkSeconds), most);
  return *given.deadline - std::chrono::duration_cast<std::chrono::steady_clock::duration>(reserve);
}

void PassManager::printModule(const std::string &title, const Module &module) const {
  say("// ----- " + title + "\n" + print(module, options.printing));
}

void PassManager::account(const std::string &name, double seconds) {
  for (auto &[known, sum] : spent)
    if (known == name) {
      sum += seconds;
      return;
    }
  spent.emplace_back(name, seconds);
}

std::string PassManager::timingReport() const {
  double total = 0;
  for (const auto &entry : spent)
    total += entry.second;
  std::string text = "  seconds  share  pass\n";
  auto row = [&](double seconds, const std::string &name) {
    char line[64];
    std::snprintf(line, sizeof line, "%9.4f %5.1f%%  ", seconds,
                  total > 0 ? 100 * seconds / total : 0.0);
    text += line + name + "\n";
  };
  for (const auto &[name, seconds] : spent)
    row(seconds, name);
  row(total, "total");
  return text;
}

} // namespace fixcon
