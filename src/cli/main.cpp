// The headway program.
#include "cli/verbs.hpp"

int main(int argc, char** argv) { return headway::cli::main(argc, argv); }
