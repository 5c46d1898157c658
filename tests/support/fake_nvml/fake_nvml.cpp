// A libnvidia-ml.so.1 without a driver: the devices are the lines of the file FAKE_NVML names.
//
//   init CODE            nvmlInit_v2 fails
//   count N              what nvmlDeviceGetCount_v2 tells, whatever follows
//   gpu UUID MIB …       a GPU; the words after it: handle=CODE, uuid=CODE, memory=CODE, mig
//   mig UUID MIB …       an instance of the GPU before it; gi=N: of its GPU instance N
//   free                 a place for an instance that is not taken
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

struct FakeDevice {
  bool exists = true;
  std::string uuid{};
  unsigned long long mebibytes = 0;
  std::vector<FakeDevice> instances{};
  bool divided = false;
  int handle_code = 0;
  int uuid_code = 0;
  int memory_code = 0;
  int gpu_instance = -1;

  explicit FakeDevice(std::istream& words) {
    words >> uuid >> mebibytes;
    for (std::string word; words >> word;) {
      const int code = std::atoi(word.c_str() + word.find('=') + 1);
      divided = divided || word == "mig";
      if (word.starts_with("handle=")) handle_code = code;
      if (word.starts_with("uuid=")) uuid_code = code;
      if (word.starts_with("memory=")) memory_code = code;
      if (word.starts_with("gi=")) gpu_instance = code;
    }
  }
};

struct FakeMemory {  // bytes
  unsigned long long total, free, used;
};

namespace {

struct FakeMachine {
  int init_code = 0;
  int count = -1;
  std::vector<FakeDevice> gpus{};

  void read(std::istream&& file) {
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line);
      std::string what;
      words >> what;
      if (what == "init") words >> init_code;
      if (what == "count") words >> count;
      if (what == "gpu") gpus.emplace_back(words);
      if (what == "mig" || what == "free") {
        gpus.back().instances.emplace_back(words).exists = what == "mig";
      }
    }
  }
};

FakeMachine machine;

constexpr int invalid_argument = 2;
constexpr int not_supported = 3;
constexpr int not_found = 6;
constexpr int insufficient_size = 7;

int copy(const std::string& text, char* to, unsigned size) {
  if (text.size() >= size) return insufficient_size;
  std::memcpy(to, text.c_str(), text.size() + 1);
  return 0;
}

}  // namespace

extern "C" {

int nvmlInit_v2() {
  const char* file = std::getenv("FAKE_NVML");
  machine = {};
  if (file != nullptr) machine.read(std::ifstream(file));
  return machine.init_code;
}

int nvmlShutdown() { return 0; }

int nvmlSystemGetDriverVersion(char* text, unsigned size) { return copy("550.54.15", text, size); }

int nvmlDeviceGetCount_v2(unsigned* count) {
  *count = machine.count >= 0 ? static_cast<unsigned>(machine.count)
                              : static_cast<unsigned>(machine.gpus.size());
  return 0;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, FakeDevice** device) {
  if (index >= machine.gpus.size()) return invalid_argument;
  *device = &machine.gpus[index];
  return (*device)->handle_code;
}

#ifndef FAKE_NVML_WITHOUT_UUID
int nvmlDeviceGetUUID(FakeDevice* device, char* text, unsigned size) {
  return device->uuid_code != 0 ? device->uuid_code : copy(device->uuid, text, size);
}
#endif

int nvmlDeviceGetName(FakeDevice* device, char* text, unsigned size) {
  const bool instance = device->uuid.starts_with("MIG-");
  return copy(instance ? "Imagined GPU MIG" : "Imagined GPU", text, size);
}

int nvmlDeviceGetMemoryInfo(FakeDevice* device, FakeMemory* memory) {
  const auto bytes = device->mebibytes << 20;
  *memory = {bytes, bytes, 0};
  return device->memory_code;
}

int nvmlDeviceGetMigMode(FakeDevice* device, unsigned* now, unsigned* after_reset) {
  *now = *after_reset = device->divided ? 1 : 0;
  return device->instances.empty() && !device->divided ? not_supported : 0;
}

int nvmlDeviceGetMaxMigDeviceCount(FakeDevice* device, unsigned* count) {
  *count = static_cast<unsigned>(device->instances.size());
  return 0;
}

int nvmlDeviceGetMigDeviceHandleByIndex(FakeDevice* device, unsigned index, FakeDevice** instance) {
  if (index >= device->instances.size()) return invalid_argument;
  *instance = &device->instances[index];
  return (*instance)->exists ? (*instance)->handle_code : not_found;
}

int nvmlDeviceGetGpuInstanceId(FakeDevice* device, unsigned* id) {
  if (device->gpu_instance < 0) return not_supported;
  *id = static_cast<unsigned>(device->gpu_instance);
  return 0;
}

}  // extern "C"
