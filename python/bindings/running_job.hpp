// A job together with the engine that runs it.
#pragma once

#include "local_engine.hpp"

#include <headway/run/job_handle.hpp>
#include <headway/store/reader.hpp>

#include <memory>
#include <utility>

namespace headway::python {

/// A small handle that keeps its engine alive.
struct RunningJob {
  std::shared_ptr<LocalEngine> engine;
  JobHandle handle;
};

}  // namespace headway::python
