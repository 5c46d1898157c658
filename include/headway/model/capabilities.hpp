// What a backend can do with sessions.
#pragma once

namespace headway::inline v0 {

/// What it cannot do is refused when a job is compiled for it. A value.
struct Capabilities {
  bool processes = false;  // commands, scripts, Python calls
  bool callables = false;  // C++ functions of the host
  bool lines = false;      // a session takes the place of one that ends without anyone being asked
  bool images = false;     // sessions in container images
  bool mounts = false;     // folders where a session wants them
  bool sandbox = false;    // sessions that see their own folders only
  bool clusters = false;   // several nodes for one session
  bool options = false;    // it knows what `session: {options}` say, and which there are
};

}  // namespace headway::inline v0
