// NVIDIA devices by the management library, opened at run time: no driver, no devices.
#pragma once

#include <headway/session/survey.hpp>

namespace headway::inline v0 {

/// All devices that the driver tells of, whatever CUDA_VISIBLE_DEVICES says. A GPU in MIG mode is
/// offered as its instances; a device that cannot be asked is withheld.
GpuSurvey survey_gpus(const char* library = "libnvidia-ml.so.1");

}  // namespace headway::inline v0
