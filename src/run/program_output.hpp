// What a program prints.
#pragma once

#include <string>
#include <vector>

namespace headway::inline v0 {

/// Runs `argv` with this process's environment, without input and with its errors dropped, and
/// waits for its end; what it printed, up to `most` bytes. Throws Error when it cannot be run or
/// does not end with 0.
std::string output_of(const std::vector<std::string>& argv, std::size_t most);

}  // namespace headway::inline v0
