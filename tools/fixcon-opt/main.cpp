// fixcon-opt: see lib/Driver/Opt.cpp.
#include "fixcon/Driver/Tools.h"

int main(int argc, char **argv) { return fixcon::optMain(argc, argv); }
