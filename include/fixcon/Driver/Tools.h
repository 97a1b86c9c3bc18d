// The entry points of the command line tools and the exit codes that they share.
#pragma once

namespace fixcon {

/// What a process says to the one that started it. docs/Tools.md lists them for users.
enum class ExitCode : int {
  Success = 0,       ///< the models match, or the target is fully repaired; for other tools: done
  Mismatch = 1,      ///< a mismatch remains; fixcon-opt: an expected diagnostic did not come
  BadInput = 2,      ///< usage, or a file that cannot be read or is not valid
  Partly = 3,        ///< the target is repaired in part
  Internal = 4,      ///< an error of ours
  OutOfTime = 5,     ///< the time budget is spent
  Interrupted = 130, ///< ended by Ctrl-C, as shells know it
};

int optMain(int argc, char **argv);
int translateMain(int argc, char **argv);
int runMain(int argc, char **argv);
int fixconMain(int argc, char **argv);

} // namespace fixcon
