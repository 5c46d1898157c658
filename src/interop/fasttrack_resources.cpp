// FastTrack's resources: flat and nested, bare and quoted, by device and by share.
#include "binary_size.hpp"
#include "fasttrack_parts.hpp"

namespace headway::inline v0::fasttrack {
namespace {

constexpr std::int64_t device = 1000;  // thousandths

struct Amount {
  Quantity quantity{};
  Field at;
};

struct Slots {
  std::optional<Amount> cpu{};
  std::optional<Amount> mem{};
  std::optional<Amount> devices{};
  std::optional<Amount> shares{};
};

void refuse_quantity(const Field& at, std::string_view hint) {
  at.fail("bad-quantity", '"' + at.tree().word + "\" is no quantity of \"" + at.key() + '"',
          {std::string(hint)});
}

/// A slot may be written once; the other word for it is no second chance to say something else.
void keep(const Field& at, Quantity quantity, std::optional<Amount>& slot) {
  if (slot && slot->quantity != quantity) {
    return at.fail_at_key("conflicting-keys",
                          '"' + slot->at.key() + "\" and \"" + at.key() + "\" say different things",
                          {"they are two words for one resource; keep one"});
  }
  slot = Amount{quantity, at};
}

void read_counted(const Field& at, std::optional<Amount>& slot) {
  const auto text = at.text();
  if (!text || text->empty()) return;
  const auto quantity = parse_quantity(*text, Unit::thousandth);
  if (!quantity) return refuse_quantity(at, "it is a number such as 4, 0.5 or \"1.5\"");
  keep(at, *quantity, slot);
}

void read_cpu(const Field& at, Slots& target) { read_counted(at, target.cpu); }
void read_shares(const Field& at, Slots& target) { read_counted(at, target.shares); }
void read_devices(const Field& at, Slots& target) { read_counted(at, target.devices); }
void read_memory(const Field& at, Slots& target) {
  const auto text = at.text();
  if (!text || text->empty()) return;
  const auto bytes = parse_binary_size(*text);
  if (!bytes) return refuse_quantity(at, "it is a size such as 16g or 512m, in powers of 1024");
  keep(at, *bytes, target.mem);
}

constexpr FieldKey<Slots> cuda_keys[] = {{"device", read_devices}, {"shares", read_shares}};

void read_cuda(const Field& at, Slots& target) {
  read_fields(at, target, std::span<const FieldKey<Slots>>(cuda_keys));
}

constexpr FieldKey<Slots> keys[] = {{"cpu", read_cpu},
                                    {"mem", read_memory},
                                    {"memory", read_memory},
                                    {"cuda.device", read_devices},
                                    {"cuda.shares", read_shares},
                                    {"cuda", read_cuda}};

void set(SessionPart& target, std::string slot, Quantity quantity, const Field& at) {
  target.settings.resources.emplace_back(std::move(slot), Setting<Quantity>(quantity, at.span()));
}

/// Devices as they are; shares of one device, or the whole devices that hold them.
void set_gpu(const Slots& slots, SessionPart& target) {
  // The editor of 22.09 writes its one number under both keys: a share of a device is meant then
  // where it is none.
  const bool both = slots.devices && slots.shares;
  if (both && slots.devices->quantity != slots.shares->quantity) {
    return slots.shares->at.fail_at_key("conflicting-keys",
                                        "\"cuda.device\" and \"cuda.shares\" say different things",
                                        {"a task has whole devices or shares of them; keep one"});
  }
  const bool whole = slots.devices && slots.devices->quantity.raw % device == 0;
  if (whole) return set(target, "gpu", slots.devices->quantity, slots.devices->at);
  if (!slots.shares) return refuse_quantity(slots.devices->at, "devices are whole");
  const auto [shares, at] = *slots.shares;
  const Quantity rounded{(shares.raw + device - 1) / device * device};
  put(target.options, option_cuda_shares, to_string(shares, Unit::thousandth));
  if (shares.raw <= device || shares == rounded) return set(target, "gpu", shares, at);
  set(target, "gpu", rounded, at);
  at.warn("whole-devices",
          to_string(shares, Unit::thousandth) + " shares became " +
              to_string(rounded, Unit::thousandth) + " devices",
          {"headway gives a share of one device or whole ones; the exact number is kept as the "
           "session's option cuda_shares"});
}

struct ResourceOpts {
  std::optional<Quantity> shmem{};
};

void read_shmem(const Field& at, ResourceOpts& target) {
  const auto text = at.text();
  if (!text || text->empty()) return;
  target.shmem = parse_binary_size(*text);
  if (!target.shmem) refuse_quantity(at, "it is a size such as 2g or 256m, in powers of 1024");
}

constexpr FieldKey<ResourceOpts> opts_keys[] = {{"shmem", read_shmem}};

bool asks(const std::optional<Amount>& amount) { return amount && amount->quantity.raw > 0; }

}  // namespace

void read_resources(const Field& at, SessionPart& target) {
  Slots slots;
  read_fields(at, slots, std::span<const FieldKey<Slots>>(keys));
  target.has_resources = !at.is_blank();
  if (slots.cpu) set(target, "cpu", slots.cpu->quantity, slots.cpu->at);
  if (slots.mem) set(target, "mem", slots.mem->quantity, slots.mem->at);
  if (!asks(slots.devices)) slots.devices.reset();
  if (!asks(slots.shares)) slots.shares.reset();
  if (slots.devices || slots.shares) set_gpu(slots, target);
}

void read_resource_opts(const Field& at, SessionPart& target) {
  ResourceOpts opts;
  read_fields(at, opts, std::span<const FieldKey<ResourceOpts>>(opts_keys));
  target.has_resource_opts = !at.is_blank();
  if (opts.shmem && opts.shmem->raw > 0) {
    put(target.options, option_shmem, binary_size(*opts.shmem));
  }
}

}  // namespace headway::inline v0::fasttrack
