// fixcon-translate: see lib/Driver/Translate.cpp.
#include "fixcon/Driver/Tools.h"

int main(int argc, char **argv) { return fixcon::translateMain(argc, argv); }
