// The version of headway, in numbers and as text.
#pragma once

#define HEADWAY_VERSION_MAJOR 0
#define HEADWAY_VERSION_MINOR 1
#define HEADWAY_VERSION_PATCH 0
#define HEADWAY_VERSION "0.1.0"
