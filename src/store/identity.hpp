// Random identities of stores, jobs and temporary files.
#pragma once

#include <headway/base/id.hpp>

#include <string>

namespace headway::inline v0 {

StoreId random_store_id();  // never 0
JobId random_job_id();      // 40 bits
/// 16 hexadecimal digits for a file name nobody else uses.
std::string random_word();

}  // namespace headway::inline v0
