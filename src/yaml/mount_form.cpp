// Mounts: a source, a colon, and where it is seen.
#include "mount_form.hpp"

namespace headway::inline v0::yaml {

bool check_mount(const Place& at) {
  auto text = at.element().text();
  for (std::string_view target : {":/", ":${{"}) {
    auto colon = text.find(target, 1);
    if (colon != std::string_view::npos) return true;
  }
  at.fail("bad-mount",
          at.subject() + " is written source:/target, not \"" + std::string(text) + '"',
          {"the target is an absolute path; :ro behind it makes it read-only"});
  return false;
}

}  // namespace headway::inline v0::yaml
