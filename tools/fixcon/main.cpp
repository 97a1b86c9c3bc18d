// fixcon: see lib/Driver/Compare.cpp.
#include "fixcon/Driver/Tools.h"

int main(int argc, char **argv) { return fixcon::fixconMain(argc, argv); }
