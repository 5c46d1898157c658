// Ids of different things do not mix, and a number is no id.
#include <headway/base/id.hpp>

using namespace headway;

bool same_kind(TaskId a, TaskId b) { return a == b; }
TaskId from_number() { return TaskId{7}; }

#if BAD == 1  // no match for .*operator==
bool other_kind(TaskId a, InstanceId b) { return a == b; }
#endif

#if BAD == 2  // could not convert
TaskId converted(InstanceId id) { return id; }
#endif

#if BAD == 3  // could not convert
TaskId implied() { return 7U; }
#endif
