// fixcon-run: see lib/Driver/Run.cpp.
#include "fixcon/Driver/Tools.h"

int main(int argc, char **argv) { return fixcon::runMain(argc, argv); }
