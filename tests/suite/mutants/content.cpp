// O-RU: what it sends unasked, and what its samples are.
#include "suite/mutants/edit.h"
#include "suite/mutants/wrong.h"

namespace plumbline::suite::test {

std::vector<Mutant> content_mutants() { return {}; }

}  // namespace plumbline::suite::test
